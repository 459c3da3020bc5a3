import { DateTime } from 'luxon';

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

/** Both ends belong to it. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

const at = (day: Day) => DateTime.fromISO(day, { zone: 'utc' });
const iso = (date: DateTime): Day => date.toISODate()!;

export const addDays = (day: Day, days: number): Day => iso(at(day).plus({ days }));
export const addMonths = (day: Day, months: number): Day => iso(at(day).plus({ months }));
export const weekdayOf = (day: Day): number => at(day).weekday;
export const daysBetween = (from: Day, to: Day): number => Math.round(at(to).diff(at(from), 'days').days);

/** Monday of the week that a day is in. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day));

/** A day that exists; undefined for 30 February. */
export function dayOf(year: number, month: number, day: number): Day | undefined {
  const date = DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  return date.isValid ? iso(date) : undefined;
}

export const yearOf = (day: Day): number => at(day).year;
export const monthOf = (day: Day): number => at(day).month;

export function monthSpan(year: number, month: number): Span {
  const first = dayOf(year, month, 1)!;
  return { from: first, to: iso(at(first).endOf('month')) };
}

/** The first such weekday on or after a day. */
export function weekdayFrom(day: Day, weekday: number): Day {
  return addDays(day, (weekday - weekdayOf(day) + 7) % 7);
}

/** Days of a span that are one of these weekdays; every day without them. */
export function daysIn({ from, to }: Span, weekdays?: readonly number[]): Day[] {
  const count = Math.min(daysBetween(from, to), 366);
  return Array.from({ length: count + 1 }, (_, n) => addDays(from, n)).filter(
    (day) => weekdays === undefined || weekdays.includes(weekdayOf(day)),
  );
}

/** Whether a wall-clock time exists on that day in a zone: 02:30 does not when the clocks go forward. */
export function clockExists(day: Day, time: string, zone: string): boolean {
  return DateTime.fromISO(`${day}T${time}`, { zone }).toFormat('HH:mm') === time;
}
