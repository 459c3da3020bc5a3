import { calendarPolicy, type HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { BookingPolicy, BookingPort, Clock, ConversationFacts, Ids } from '../../contracts';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { currentCalendar, setRemote } from './calendar';
import { calendarFile } from './calendar-file';
import { policyOf } from './info';
import { createCalendarLinks } from './links';
import { freeOrphans } from './orphans';
import { forgetPast, type Imported, importCalendar, planAhead } from './plan';
import { createBookingPort } from './port';
import { nextTidy, tidyBookings } from './tidy';

export interface BookingParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  readonly publicUrl: string;
  /** Another system has the last word on bookings. */
  readonly remote?: boolean;
}

/** Appointments of one process: the port for dialogs, the import, what happens by the clock, and calendar files. */
export interface BookingStore {
  port(conversation: ConversationFacts): BookingPort;
  importCalendar(calendar: HospitalCalendar, source: 'import' | 'sample'): Promise<Imported>;
  /** Where the calendar in force came from; undefined before the first. */
  source(): Promise<'import' | 'sample' | undefined>;
  /** Slots up to the horizon, and the past forgotten. */
  plan(): Promise<number>;
  tidy(): Promise<number>;
  nextTidy(): Promise<number | undefined>;
  /** The `.ics` text for the last part of a link; undefined for anything but a link of ours. */
  calendarFile(name: string): Promise<string | undefined>;
  /** How far ahead slots exist, in days. */
  horizonDays(): number;
  /** Says whether another system has the last word; once, at start. */
  ready(): Promise<void>;
}

export function createBookingStore(parts: BookingParts): BookingStore {
  const { db, vault, clock } = parts;
  const links = createCalendarLinks(vault, parts.publicUrl);
  let policy: BookingPolicy = policyOf({ policy: calendarPolicy.parse({}) });
  const tools = {
    db,
    vault,
    clock,
    links,
    zone: parts.zone,
    confirms: parts.remote === true ? ('later' as const) : ('at-once' as const),
    policy: () => policy,
    seen: (calendar: HospitalCalendar) => {
      policy = policyOf(calendar);
    },
  };
  return {
    port: (conversation) => createBookingPort(tools, conversation),
    importCalendar: (calendar, source) => importCalendar(db, calendar, source, clock.now()),
    async source() {
      const current = await currentCalendar(db.read);
      if (current === undefined) return undefined;
      return (await db.read('booking_calendar').where({ version: current.version }).first('source'))?.source;
    },
    async plan() {
      await forgetPast(db, clock.now());
      await freeOrphans(db, vault, clock.now());
      // Where another system decides, its slots are mirrored instead.
      return parts.remote === true ? 0 : planAhead(db, clock.now());
    },
    tidy: () => tidyBookings(parts, clock.now()),
    nextTidy: () => nextTidy(db),
    calendarFile: (name) => calendarFile(db, links, name),
    horizonDays: () => policy.horizonDays,
    async ready() {
      const current = await currentCalendar(db.read);
      if (current !== undefined) tools.seen(current.calendar);
      await setRemote(db.write, parts.remote === true);
    },
  };
}
