import type { Knex } from 'knex';
import { minutesOf } from '../../../knowledge/calendar/instants';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { SlotQuery } from '../../contracts';
import { type SlotRow, withRooms } from './slots';

/** What the caller holds already counts as free for them. */
export interface Searching {
  readonly knex: Knex;
  readonly calendar: HospitalCalendar;
  readonly now: number;
  readonly ownHold?: { readonly id: string; readonly slotId: string } | undefined;
}

const MOST = 50;

/** Free slots that fit a wish, in order of time. */
export async function searchSlots(searching: Searching, query: SlotQuery): Promise<SlotRow[]> {
  const limit = Math.min(Math.max(query.limit ?? 3, 1), MOST);
  if (practitionersFor(searching.calendar, query)?.length === 0) return [];
  if (query.near !== undefined) return nearest(searching, query, query.near, limit);
  // A choice of different people and half days is picked from more than is shown.
  const rows = await page(searching, query, 'asc', query.pick === 'spread' ? limit * 25 : limit);
  return query.pick === 'spread' ? spread(rows, limit) : rows.slice(0, limit);
}

async function nearest(searching: Searching, query: SlotQuery, near: number, limit: number): Promise<SlotRow[]> {
  const from = Math.max(query.from ?? 0, near);
  const after = await page(searching, { ...query, from }, 'asc', limit);
  const to = Math.min(query.to ?? near, near);
  const before = await page(searching, { ...query, to }, 'desc', limit);
  return [...before, ...after]
    .sort((a, b) => Math.abs(a.start_at - near) - Math.abs(b.start_at - near))
    .slice(0, limit)
    .sort((a, b) => a.start_at - b.start_at);
}

async function page(
  searching: Searching,
  query: SlotQuery,
  direction: 'asc' | 'desc',
  limit: number,
): Promise<SlotRow[]> {
  const { knex, calendar, now, ownHold } = searching;
  const found: SlotRow[] = [];
  const step = Math.max(limit, 10);
  // Where rooms are short, slots of free doctors are passed over until enough have a room.
  for (let offset = 0; found.length < limit; offset += step) {
    const rows = (await where(searching, query)
      .select('*')
      .orderBy([
        { column: 'start_at', order: direction },
        { column: 'practitioner_id', order: direction },
      ])
      .limit(step)
      .offset(offset)) as SlotRow[];
    found.push(...(await withRooms(knex, calendar, now, rows, ownHold?.id)));
    if (rows.length < step) break;
  }
  return found.slice(0, limit);
}

/** The wish as conditions; everything here is in the index of open slots. */
function where({ knex, calendar, now, ownHold }: Searching, query: SlotQuery): Knex.QueryBuilder {
  const search = knex('booking_slot')
    .where('service_id', query.service)
    .where('start_at', '>', now)
    .where('taken_until', '<', 9_000_000_000_000_000);
  if (query.from !== undefined) search.where('start_at', '>=', query.from);
  if (query.to !== undefined) search.where('start_at', '<', query.to);
  if (ownHold === undefined) search.where('taken_until', '<=', now);
  else search.where((free) => free.where('taken_until', '<=', now).orWhere('id', ownHold.slotId));
  const people = practitionersFor(calendar, query);
  if (people !== undefined) search.whereIn('practitioner_id', [...people]);
  if (query.location !== undefined) search.where('location_id', query.location);
  if (query.weekdays !== undefined && query.weekdays.length > 0) search.whereIn('weekday', [...query.weekdays]);
  if (query.earliest !== undefined) search.where('local_minute', '>=', minutesOf(query.earliest));
  if (query.latest !== undefined) search.where('local_minute', '<', minutesOf(query.latest));
  const parts = query.parts ?? [];
  if (parts.length > 0)
    search.where((any) => {
      for (const part of parts) {
        const { from, to } = calendar.policy.day_parts[part];
        any.orWhere((one) =>
          one.where('local_minute', '>=', minutesOf(from)).where('local_minute', '<', minutesOf(to)),
        );
      }
    });
  if (query.except !== undefined && query.except.length > 0) search.whereNotIn('id', [...query.except]);
  return search;
}

/** Ids of those who fit what was wished of the person; undefined when nothing was. */
function practitionersFor(calendar: HospitalCalendar, query: SlotQuery): readonly string[] | undefined {
  const { practitioners, language, gender } = query;
  if (practitioners === undefined && language === undefined && gender === undefined) return undefined;
  return calendar.practitioners
    .filter(
      (one) =>
        (practitioners === undefined || practitioners.includes(one.id)) &&
        (language === undefined || one.languages.includes(language)) &&
        (gender === undefined || one.gender === gender),
    )
    .map((one) => one.id);
}

/** At most one per practitioner and half day first; filled up in order of time when that is too few. */
export function spread(rows: readonly SlotRow[], limit: number): SlotRow[] {
  const seen = new Set<string>();
  const first: SlotRow[] = [];
  const rest: SlotRow[] = [];
  for (const row of rows) {
    const key = `${row.practitioner_id} ${row.local_day} ${row.local_minute < 12 * 60}`;
    if (seen.has(key)) rest.push(row);
    else first.push(row);
    seen.add(key);
  }
  return [...first, ...rest].slice(0, limit).sort((a, b) => a.start_at - b.start_at);
}

/** Days with free slots, and how many, for a view of a month. */
export async function freeDays(searching: Searching, query: SlotQuery): Promise<{ day: string; free: number }[]> {
  if (practitionersFor(searching.calendar, query)?.length === 0) return [];
  const rows = (await where(searching, query)
    .select('local_day')
    .count({ free: '*' })
    .groupBy('local_day')
    .orderBy('local_day')) as unknown as { local_day: string; free: number | string }[];
  return rows.map((row) => ({ day: row.local_day, free: Number(row.free) }));
}

/** The slot as it is for this caller. */
export async function readSlot(searching: Searching, id: string): Promise<{ row: SlotRow; free: boolean } | undefined> {
  const { knex, calendar, now, ownHold } = searching;
  const row = (await knex('booking_slot').where({ id }).first()) as SlotRow | undefined;
  if (row === undefined) return undefined;
  const open = row.start_at > now && (row.taken_until <= now || ownHold?.slotId === id);
  const free = open && (await withRooms(knex, calendar, now, [row], ownHold?.id)).length === 1;
  return { row, free };
}
