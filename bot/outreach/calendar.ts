import { DateTime } from 'luxon';
import type { Instant } from '../contracts';

/** One local day of a zone, with its calendar week (from Monday) and the hours in which messages may be sent. */
export interface LocalDay {
  readonly iso: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly weekStart: Instant;
  readonly weekEnd: Instant;
  /** Ascending, not touching; empty never happens. */
  readonly open: readonly { readonly from: Instant; readonly to: Instant }[];
}

export interface Calendar {
  /** The day of a zone that holds this moment. */
  day(at: Instant, zone: string): LocalDay;
}

/** Days kept per zone: planning looks at today and a few days on. */
const KEPT = 24;

/**
 * Local days of any zone, worked out once each: a planner asks thousands of times about the same day.
 * @param quiet `HH:mm` to `HH:mm` in which nothing is sent; the same time twice means never.
 */
export function createCalendar(quiet: { readonly from: string; readonly to: string }): Calendar {
  const zones = new Map<string, LocalDay[]>();
  return {
    day(at, zone) {
      const days = zones.get(zone) ?? [];
      const known = days.find((one) => one.start <= at && at < one.end);
      if (known !== undefined) return known;
      const made = localDay(at, zone, quiet);
      zones.set(zone, [made, ...days].slice(0, KEPT));
      return made;
    },
  };
}

function localDay(at: Instant, zone: string, quiet: { from: string; to: string }): LocalDay {
  const local = DateTime.fromMillis(at, { zone });
  if (!local.isValid) throw new Error(`"${zone}" is not a time zone.`);
  const start = local.startOf('day');
  const end = start.plus({ days: 1 });
  const week = local.startOf('week');
  return {
    iso: start.toISODate() ?? '',
    start: start.toMillis(),
    end: end.toMillis(),
    weekStart: week.toMillis(),
    weekEnd: week.plus({ weeks: 1 }).toMillis(),
    open: openHours(start, quiet).filter((hours) => hours.from < hours.to),
  };
}

function openHours(start: DateTime, quiet: { from: string; to: string }): LocalDay['open'] {
  const from = clock(start, quiet.from);
  const to = clock(start, quiet.to);
  const [begin, end] = [start.toMillis(), start.plus({ days: 1 }).toMillis()];
  if (quiet.from === quiet.to) return [{ from: begin, to: end }];
  // Quiet over midnight leaves one stretch of the day open; quiet by day leaves two.
  if (quiet.from > quiet.to) return [{ from: to, to: from }];
  return [
    { from: begin, to: from },
    { from: to, to: end },
  ];
}

function clock(day: DateTime, time: string): Instant {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return day.set({ hour, minute }).toMillis();
}

/** Whether a text names a time zone. */
export function isZone(zone: string): boolean {
  return DateTime.local({ zone }).isValid;
}
