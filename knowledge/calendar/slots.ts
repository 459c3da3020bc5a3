import type { CalendarService, CalendarSession, HospitalCalendar } from '../schema/calendar';
import { WEEKDAYS } from '../schema/calendar';
import { addDays, instantAt, minutesOf, wallClock, weekdayOf } from './instants';

/** A time at which a service can begin, as the templates give it; whether it is free is the database's to say. */
export interface PlannedSlot {
  /** Follows from practitioner, service and start: planning the same day twice gives the same ids. */
  readonly id: string;
  readonly service: string;
  readonly practitioner: string;
  readonly location: string;
  /** The session's own room. */
  readonly room?: string;
  /** What the patient is told. */
  readonly start: number;
  readonly end: number;
  /** With buffers: what is taken of the practitioner. */
  readonly busyFrom: number;
  readonly busyTo: number;
  readonly day: string;
  readonly minute: number;
  readonly weekday: number;
}

/** A stretch of a practitioner's time that is not worked, from a leave or a blocked time. */
export interface Absence {
  readonly practitioner: string;
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;

/** Every slot of a local day. Pure; the same inputs give the same slots in the same order. */
export function slotsOfDay(calendar: HospitalCalendar, day: string, absences: readonly Absence[] = []): PlannedSlot[] {
  const services = new Map(calendar.services.map((one) => [one.id, one]));
  const offered = new Map(calendar.practitioners.map((one) => [one.id, one.services]));
  const away = (practitioner: string, from: number, to: number) =>
    absences.some((one) => one.practitioner === practitioner && one.from < to && from < one.to);
  return sessionsOfDay(calendar, day).flatMap((session) => {
    const from = instantAt(day, minutesOf(session.from), calendar.zone);
    const to = instantAt(day, minutesOf(session.to), calendar.zone);
    return (session.services ?? offered.get(session.practitioner) ?? [])
      .map((id) => services.get(id))
      .filter((service) => service !== undefined)
      .flatMap((service) => grid(session, service, from, to, calendar.zone))
      .filter((slot) => !away(slot.practitioner, slot.busyFrom, slot.busyTo));
  });
}

/** Sessions worked on a day: the weekly templates, without holidays, leave and closings, with extra sessions. */
export function sessionsOfDay(calendar: HospitalCalendar, day: string): CalendarSession[] {
  const weekday = WEEKDAYS[weekdayOf(day) - 1]!;
  const holiday = calendar.holidays.some((one) => one.date === day);
  const exceptions = calendar.exceptions.filter((one) => one.date === day);
  const closed = (session: CalendarSession) =>
    exceptions.some(
      (one) =>
        one.closed &&
        (one.practitioner === undefined || one.practitioner === session.practitioner) &&
        (one.location === undefined || one.location === session.location),
    );
  const onLeave = (session: CalendarSession) =>
    calendar.leave.some((one) => one.practitioner === session.practitioner && one.from <= day && day <= one.to);
  const regular = holiday
    ? []
    : calendar.sessions.filter(
        (session) => session.weekdays.includes(weekday) && runs(session, day) && !closed(session),
      );
  // A hospital that opens on a holiday says so as an extra session.
  const extra = exceptions.flatMap((one): CalendarSession[] =>
    one.closed ||
    one.practitioner === undefined ||
    one.location === undefined ||
    one.from === undefined ||
    one.to === undefined
      ? []
      : [
          {
            practitioner: one.practitioner,
            location: one.location,
            weekdays: [weekday],
            from: one.from,
            to: one.to,
            every_weeks: 1,
            ...(one.services === undefined ? {} : { services: one.services }),
          },
        ],
  );
  return [...regular, ...extra].filter((session) => !onLeave(session));
}

/** Whether a template holds in the week of this day. */
function runs(session: CalendarSession, day: string): boolean {
  if (session.valid_from !== undefined && day < session.valid_from) return false;
  if (session.valid_to !== undefined && day > session.valid_to) return false;
  if (session.every_weeks === 1) return true;
  const weeks = (monday(day) - monday(session.valid_from ?? '2024-01-01')) / (7 * 24 * 60 * MINUTE);
  return weeks % session.every_weeks === 0;
}

function monday(day: string): number {
  return Date.parse(`${addDays(day, 1 - weekdayOf(day))}T00:00:00Z`);
}

/** Slots one after the other, buffers between them, none past the end. Steps are real minutes, also on a change of clocks. */
function grid(
  session: CalendarSession,
  service: CalendarService,
  from: number,
  to: number,
  zone: string,
): PlannedSlot[] {
  const before = service.buffer_before * MINUTE;
  const long = service.minutes * MINUTE;
  const step = before + long + service.buffer_after * MINUTE;
  const slots: PlannedSlot[] = [];
  for (let busyFrom = from; busyFrom + step <= to; busyFrom += step) {
    const start = busyFrom + before;
    slots.push({
      id: slotId(session.practitioner, service.id, start),
      service: service.id,
      practitioner: session.practitioner,
      location: session.location,
      ...(session.room === undefined ? {} : { room: session.room }),
      start,
      end: start + long,
      busyFrom,
      busyTo: busyFrom + step,
      ...wallClock(start, zone),
    });
  }
  return slots;
}

/** Opaque to everybody but this file; stable over a new import of the same calendar. */
export function slotId(practitioner: string, service: string, start: number): string {
  return `${practitioner}.${service}.${(start / MINUTE).toString(36)}`;
}
