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
  const days = daysOf(calendar);
  const first = Math.floor((from + zoneOffset(from, calendar.zone)) / DAY_MS);
  for (let day = first; day < first + LONGEST_SEARCH_DAYS; day += 1) {
    for (const [opens, closes] of days(day)) {
      const begin = Math.max(opens, from);
      if (closes <= begin) continue;
      if (closes - begin >= left) return begin + left;
      left -= closes - begin;
    }
  }
  return from + minutes * 60_000;
}

const DAY_MS = 24 * 60 * 60_000;
const zoneOffset = (at: number, zone: string) => DateTime.fromMillis(at, { zone }).offset * 60_000;

type Spans = readonly (readonly [number, number])[];
const remembered = new WeakMap<Calendar['hours'], Map<string, Spans>>();

/** The working spans of a local day, counted in days since 1970; made once, since the queue asks again and again. */
function daysOf(calendar: Calendar): (day: number) => Spans {
  const known = remembered.get(calendar.hours) ?? new Map<string, Spans>();
  remembered.set(calendar.hours, known);
  return (day) => {
    const key = `${calendar.zone} ${day}`;
    let spans = known.get(key);
    if (spans === undefined) {
      spans = spansOf(
        DateTime.fromMillis(day * DAY_MS, { zone: 'utc' }).setZone(calendar.zone, { keepLocalTime: true }),
        calendar,
      );
      known.set(key, spans);
    }
    return spans;
  };
}

function spansOf(day: DateTime, calendar: Calendar): Spans {
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
