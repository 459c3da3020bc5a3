import { DateTime } from 'luxon';

/** Hours in which somebody of the care team reads, in the hospital's zone. */
export interface Calendar {
  readonly zone: string;
  /** Per weekday (`mon` to `sun`), `HH:mm-HH:mm`, in order. */
  readonly hours: Readonly<Record<string, readonly string[]>>;
  /** ISO dates without work. */
  readonly holidays: readonly string[];
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Far enough for any holiday season; a calendar without any hours ends here instead of never. */
const LONGEST_SEARCH_DAYS = 60;

/**
 * The moment at which so many working minutes have passed since a moment. Daylight saving is right because each span is
 * made from wall-clock times of its own day. Without any working hours within two months: plain time.
 */
export function addWorkingMinutes(from: number, minutes: number, calendar: Calendar): number {
  let left = minutes * 60_000;
  const start = DateTime.fromMillis(from, { zone: calendar.zone });
  for (let day = 0; day < LONGEST_SEARCH_DAYS; day += 1) {
    for (const [opens, closes] of spansOf(start.startOf('day').plus({ days: day }), calendar)) {
      const begin = Math.max(opens, from);
      if (closes <= begin) continue;
      if (closes - begin >= left) return begin + left;
      left -= closes - begin;
    }
  }
  return from + minutes * 60_000;
}

function spansOf(day: DateTime, calendar: Calendar): [number, number][] {
  if (calendar.holidays.includes(day.toISODate()!)) return [];
  const hours = calendar.hours[DAYS[day.weekday - 1]!] ?? [];
  return hours.map((span) => {
    const [opens, closes] = span.split('-') as [string, string];
    return [at(day, opens), at(day, closes)];
  });
}

function at(day: DateTime, time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  if (hour === 24) return day.plus({ days: 1 }).startOf('day').toMillis();
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
