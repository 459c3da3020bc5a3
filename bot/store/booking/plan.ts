import { addDays, instantAt, wallClock } from '../../../knowledge/calendar/instants';
import { type PlannedSlot, slotsOfDay } from '../../../knowledge/calendar/slots';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { Db } from '../db';
import { insertRows, type Row } from '../rows';
import { currentCalendar, fingerprintOf } from './calendar';
import { BUCKET_MS, renew } from './claims';
import { type Doing, idsFrom } from './doing';

/** Days planned in one transaction: short enough that nobody waits for it. */
const DAYS_AT_ONCE = 7;

export interface Imported {
  readonly version: number;
  /** The same calendar was in force already. */
  readonly unchanged: boolean;
}

/**
 * Puts a calendar into force as a whole. Slots of the old one that nobody has are taken away and planned anew; booked
 * appointments stay as they are, also where the new calendar has no such session.
 */
export async function importCalendar(
  db: Db,
  calendar: HospitalCalendar,
  source: 'import' | 'sample',
  now: number,
): Promise<Imported> {
  const fingerprint = fingerprintOf(calendar);
  return db.transaction(async (trx) => {
    const newest = (await trx('booking_calendar').orderBy('version', 'desc').first('version', 'fingerprint')) as
      | { version: number; fingerprint: string }
      | undefined;
    if (newest?.fingerprint === fingerprint) return { version: newest.version, unchanged: true };
    const version = (newest?.version ?? 0) + 1;
    await trx('booking_calendar').insert({
      version,
      content: JSON.stringify(calendar),
      fingerprint,
      source,
      imported_at: now,
    });
    await trx('booking_slot')
      .whereNull('external_id')
      .where('taken_until', '<=', now)
      .where('start_at', '>', now)
      .delete();
    return { version, unchanged: false };
  });
}

/**
 * Makes the slots of the coming days, up to the calendar's horizon, a week a transaction. What is there already stays.
 * @returns how many days were planned.
 */
export async function planAhead(db: Db, now: number): Promise<number> {
  const current = await currentCalendar(db.read);
  if (current === undefined) return 0;
  const { calendar, version } = current;
  const today = wallClock(now, calendar.zone).day;
  const last = addDays(today, calendar.policy.horizon_days);
  const row = await db.read('booking_calendar').where({ version }).first('planned_to');
  const done = row?.planned_to as string | null;
  let from = done === null || done < today ? today : addDays(done, 1);
  let days = 0;
  while (from <= last) {
    const to = [addDays(from, DAYS_AT_ONCE - 1), last].sort()[0]!;
    await planDays(db, calendar, version, from, to, now);
    days += 1 + (Date.parse(to) - Date.parse(from)) / 86_400_000;
    from = addDays(to, 1);
  }
  return days;
}

async function planDays(
  db: Db,
  calendar: HospitalCalendar,
  version: number,
  from: string,
  to: string,
  now: number,
): Promise<void> {
  await db.transaction(async (trx) => {
    const absences = await trx('booking_absence')
      .where('to_at', '>', instantAt(from, 0, calendar.zone))
      .select();
    const away = absences.map((one) => ({ practitioner: one.practitioner_id, from: one.from_at, to: one.to_at }));
    const rows: Row[] = [];
    for (let day = from; day <= to; day = addDays(day, 1))
      rows.push(
        ...slotsOfDay(calendar, day, away)
          .filter((slot) => slot.start > now)
          .map(rowOf),
      );
    const made = await insertRows(trx, db.dialect, 'booking_slot', rows, 'ignore', [
      'practitioner_id',
      'from_bucket',
      'to_bucket',
    ]);
    await trx('booking_calendar').where({ version }).update({ planned_to: to });
    await renewTaken({ trx, dialect: db.dialect, now, calendar } as Doing, made as never);
  });
}

/** New slots beside appointments of an earlier calendar are taken from the beginning. */
async function renewTaken(
  doing: Doing,
  made: readonly { practitioner_id: string; from_bucket: number; to_bucket: number }[],
): Promise<void> {
  const spans = new Map<string, { from: number; to: number }>();
  for (const one of made) {
    const span = spans.get(one.practitioner_id);
    spans.set(one.practitioner_id, {
      from: Math.min(span?.from ?? one.from_bucket, one.from_bucket),
      to: Math.max(span?.to ?? one.to_bucket, one.to_bucket),
    });
  }
  for (const [practitioner, span] of spans) {
    const some = await doing
      .trx('booking_claim')
      .where('resource_id', practitioner)
      .where('bucket', '>=', span.from)
      .where('bucket', '<', span.to)
      .first('owner');
    if (some !== undefined) await renew(doing, practitioner, span.from, span.to);
  }
}

export function rowOf(slot: PlannedSlot): Row {
  return {
    id: slot.id,
    service_id: slot.service,
    practitioner_id: slot.practitioner,
    location_id: slot.location,
    room_id: slot.room ?? null,
    start_at: slot.start,
    end_at: slot.end,
    from_bucket: Math.floor(slot.busyFrom / BUCKET_MS),
    to_bucket: Math.ceil(slot.busyTo / BUCKET_MS),
    local_day: slot.day,
    local_minute: slot.minute,
    weekday: slot.weekday,
    taken_until: 0,
  };
}

const KEPT_MS = 24 * 60 * 60_000;

/** Slots, claims and holds that are over: the tables stay as small as the time ahead, however long the past grows. */
export async function forgetPast(db: Db, now: number): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('booking_claim')
      .where('bucket', '<', Math.floor((now - KEPT_MS) / BUCKET_MS))
      .delete();
    await trx('booking_slot')
      .where('start_at', '<', now - KEPT_MS)
      .delete();
    await trx('booking_hold')
      .where('expires_at', '<', now - KEPT_MS)
      .delete();
    await trx('booking_absence')
      .where('to_at', '<', now - KEPT_MS)
      .delete();
    await trx('booking_freed')
      .where('at', '<', now - KEPT_MS)
      .delete();
    await trx('identity_code')
      .where('expires_at', '<', now - KEPT_MS)
      .delete();
    await trx('identity_attempt')
      .where('first_at', '<', now - 2 * KEPT_MS)
      .delete();
  });
}

/** A `Doing` outside a turn: housekeeping and staff. */
export function doingOf(
  tools: { db: Db; vault: Doing['vault'] },
  trx: Doing['trx'],
  calendar: HospitalCalendar,
  remote: boolean,
  now: number,
  seed: string,
): Doing {
  return { trx, dialect: tools.db.dialect, vault: tools.vault, now, calendar, remote, next: idsFrom(seed) };
}
