import { IANAZone } from 'luxon';
import type { Problem } from '../problems';
import type { CalendarSession, CalendarTable, HospitalCalendar } from '../schema/calendar';
import { minutesOf } from './instants';
import type { Shaped } from './tables';

/** Whether the rows fit together: references, times, rooms, and nobody in two places at once. */
export function checkCalendar({ calendar, places }: Shaped): Problem[] {
  const problems: Problem[] = [];
  const bad = (table: CalendarTable, index: number, message: string, fix?: string) => {
    const row = places[table][index];
    problems.push({
      level: 'schema',
      file: row?.file ?? table,
      line: row?.line ?? 1,
      message,
      ...(fix === undefined ? {} : { fix }),
    });
  };
  if (!IANAZone.isValidZone(calendar.zone))
    problems.push({
      level: 'schema',
      file: 'zone',
      line: 1,
      message: `"${calendar.zone}" is not an IANA time zone`,
      fix: 'write one such as America/Chicago',
    });
  checkIds(calendar, bad);
  checkServices(calendar, bad);
  checkPractitioners(calendar, bad);
  checkSessions(calendar, bad);
  checkDays(calendar, bad);
  return problems;
}

type Bad = (table: CalendarTable, index: number, message: string, fix?: string) => void;

const known = (what: string, ids: readonly string[]) =>
  `write ${what} of the file: ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ' ...' : ''}`;

function checkIds(calendar: HospitalCalendar, bad: Bad): void {
  for (const table of ['locations', 'rooms', 'services', 'practitioners'] as const) {
    const seen = new Set<string>();
    calendar[table].forEach(({ id }, index) => {
      if (seen.has(id)) bad(table, index, `${table} "${id}" is there twice`, 'give one of them another id');
      seen.add(id);
    });
  }
}

function checkServices({ services, rooms, practitioners }: HospitalCalendar, bad: Bad): void {
  services.forEach((service, index) => {
    const { id, needs_room: kind, age_months: age, reminders } = service;
    if (kind !== undefined && !rooms.some((room) => room.kind === kind))
      bad(
        'services',
        index,
        `services "${id}" needs a room of kind "${kind}", and there is none`,
        'add such a room or take needs_room away',
      );
    if (age?.min !== undefined && age.max !== undefined && age.min > age.max)
      bad('services', index, `services "${id}" age_months.min is above age_months.max`, 'swap them');
    if (!practitioners.some((one) => one.services.includes(id)))
      bad(
        'services',
        index,
        `services "${id}" is offered by nobody`,
        'add it to a practitioner, or remove the service',
      );
    if (new Set(reminders.map((one) => one.id)).size < reminders.length)
      bad('services', index, `services "${id}" has two reminders with one id`, 'give each reminder its own id');
  });
}

function checkPractitioners({ practitioners, services, sessions }: HospitalCalendar, bad: Bad): void {
  const ids = services.map((one) => one.id);
  practitioners.forEach((one, index) => {
    for (const service of one.services)
      if (!ids.includes(service))
        bad(
          'practitioners',
          index,
          `practitioners "${one.id}" offers the unknown service "${service}"`,
          known('a service', ids),
        );
    if (!sessions.some((session) => session.practitioner === one.id))
      bad('practitioners', index, `practitioners "${one.id}" has no session`, 'add one, or remove the practitioner');
  });
}

function checkSessions(calendar: HospitalCalendar, bad: Bad): void {
  const { sessions, practitioners, locations, rooms, services } = calendar;
  sessions.forEach((session, index) => {
    const practitioner = practitioners.find((one) => one.id === session.practitioner);
    if (practitioner === undefined)
      bad(
        'sessions',
        index,
        `a session names the unknown practitioner "${session.practitioner}"`,
        known(
          'a practitioner',
          practitioners.map((one) => one.id),
        ),
      );
    if (!locations.some((one) => one.id === session.location))
      bad(
        'sessions',
        index,
        `a session of "${session.practitioner}" names the unknown location "${session.location}"`,
        known(
          'a location',
          locations.map((one) => one.id),
        ),
      );
    const room = rooms.find((one) => one.id === session.room);
    if (session.room !== undefined && room?.location !== session.location)
      bad(
        'sessions',
        index,
        `a session of "${session.practitioner}" names the room "${session.room}", which is not at "${session.location}"`,
        known(
          'a room',
          rooms.filter((one) => one.location === session.location).map((one) => one.id),
        ),
      );
    for (const id of session.services ?? [])
      if (practitioner !== undefined && !practitioner.services.includes(id))
        bad(
          'sessions',
          index,
          `a session of "${session.practitioner}" offers "${id}", which the practitioner does not`,
          known('a service', practitioner.services),
        );
    if (minutesOf(session.from) >= minutesOf(session.to))
      bad(
        'sessions',
        index,
        `a session of "${session.practitioner}" ends at ${session.to}, not after it begins at ${session.from}`,
        'a session past midnight is two sessions',
      );
    const offered = services.filter((one) => (session.services ?? practitioner?.services ?? []).includes(one.id));
    const shortest = Math.min(...offered.map((one) => one.buffer_before + one.minutes + one.buffer_after));
    if (offered.length > 0 && minutesOf(session.to) - minutesOf(session.from) < shortest)
      bad(
        'sessions',
        index,
        `a session of "${session.practitioner}" is shorter than any of its services`,
        `make it at least ${shortest} minutes long`,
      );
    const other = sessions.slice(0, index).find((one) => meet(one, session));
    if (other !== undefined)
      bad(
        'sessions',
        index,
        `two sessions ${other.practitioner === session.practitioner ? `of "${session.practitioner}"` : `in the room "${session.room}"`} overlap: ${other.from}-${other.to} and ${session.from}-${session.to}`,
        'change the days or times of one of them',
      );
  });
}

/** Whether two templates need the same person or room at the same time in some week. */
function meet(a: CalendarSession, b: CalendarSession): boolean {
  const shared = a.practitioner === b.practitioner || (a.room !== undefined && a.room === b.room);
  const weeks = a.every_weeks === 1 || b.every_weeks === 1;
  const days = a.weekdays.some((day) => b.weekdays.includes(day));
  const hours = minutesOf(a.from) < minutesOf(b.to) && minutesOf(b.from) < minutesOf(a.to);
  const dates = (a.valid_from ?? '0') <= (b.valid_to ?? '9') && (b.valid_from ?? '0') <= (a.valid_to ?? '9');
  return shared && weeks && days && hours && dates;
}

function checkDays({ exceptions, leave, practitioners, locations }: HospitalCalendar, bad: Bad): void {
  const people = practitioners.map((one) => one.id);
  const places = locations.map((one) => one.id);
  exceptions.forEach((one, index) => {
    if (one.practitioner !== undefined && !people.includes(one.practitioner))
      bad(
        'exceptions',
        index,
        `the exception of ${one.date} names the unknown practitioner "${one.practitioner}"`,
        known('a practitioner', people),
      );
    if (one.location !== undefined && !places.includes(one.location))
      bad(
        'exceptions',
        index,
        `the exception of ${one.date} names the unknown location "${one.location}"`,
        known('a location', places),
      );
    const extra =
      one.practitioner !== undefined && one.location !== undefined && one.from !== undefined && one.to !== undefined;
    if (!one.closed && !extra)
      bad(
        'exceptions',
        index,
        `the exception of ${one.date} neither closes nor opens anything`,
        'write closed: true, or practitioner, location, from and to',
      );
    if (one.from !== undefined && one.to !== undefined && minutesOf(one.from) >= minutesOf(one.to))
      bad('exceptions', index, `the exception of ${one.date} ends before it begins`, 'swap from and to');
  });
  leave.forEach((one, index) => {
    if (!people.includes(one.practitioner))
      bad(
        'leave',
        index,
        `a leave names the unknown practitioner "${one.practitioner}"`,
        known('a practitioner', people),
      );
    if (one.from > one.to)
      bad('leave', index, `the leave of "${one.practitioner}" ends before it begins`, 'swap from and to');
  });
}
