import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { calendarPolicy, type HospitalCalendar } from '../../../knowledge/schema/calendar';
import { Conflict } from '../errors';

/** The calendar in force, with its version. */
export interface CurrentCalendar {
  readonly version: number;
  readonly calendar: HospitalCalendar;
}

/** Parsed calendars by content: many readers, rarely a new one. One of each database that this process has open. */
const parsed = new Map<string, HospitalCalendar>();

/** The newest calendar; undefined before the first import. */
export async function currentCalendar(knex: Knex): Promise<CurrentCalendar | undefined> {
  const head = (await knex('booking_calendar').orderBy('version', 'desc').first('version', 'fingerprint')) as
    | { version: number; fingerprint: string }
    | undefined;
  if (head === undefined) return undefined;
  let calendar = parsed.get(head.fingerprint);
  if (calendar === undefined) {
    const row = await knex('booking_calendar').where({ version: head.version }).first('content');
    calendar = JSON.parse(row.content as string) as HospitalCalendar;
    if (parsed.size > 20) parsed.clear();
    parsed.set(head.fingerprint, calendar);
  }
  return { version: head.version, calendar };
}

/** For changes, which are only ever decided on after a calendar was seen. */
export async function calendarInForce(knex: Knex): Promise<HospitalCalendar> {
  const current = await currentCalendar(knex);
  if (current === undefined) throw new Conflict('No hospital calendar has been imported.');
  return current.calendar;
}

/** Before the first import: nobody works anywhere. */
export function emptyCalendar(zone: string): HospitalCalendar {
  const policy = calendarPolicy.parse({});
  const none = { locations: [], rooms: [], services: [], practitioners: [], sessions: [], exceptions: [] };
  return { zone, policy, ...none, holidays: [], leave: [] };
}

export function fingerprintOf(calendar: HospitalCalendar): string {
  return createHash('sha256').update(JSON.stringify(calendar)).digest('hex');
}

const BACKEND = 'booking.backend';

/** Whether another system has the last word; written at start from the settings. */
export async function isRemote(knex: Knex): Promise<boolean> {
  return (await knex('installation').where({ name: BACKEND }).first('value'))?.value === 'remote';
}

export async function setRemote(knex: Knex, remote: boolean): Promise<void> {
  await knex('installation')
    .insert({ name: BACKEND, value: remote ? 'remote' : 'own' })
    .onConflict('name')
    .merge(['value']);
}
