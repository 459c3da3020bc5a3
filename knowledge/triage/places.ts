import { addDays, instantAt, minutesOf, wallClock, weekdayOf } from '../calendar/instants';
import type { Hospital, Place } from '../schema/hospital';
import type { Level } from '../schema/triage-common';
import { LEVEL_HOURS, type Outcome } from './dispose';

const HOUR = 3_600_000;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Days looked at for the next opening; a deadline is at most three days away. */
const LOOK_AHEAD_DAYS = 4;

type Route = Outcome['route'];
type OpeningHours = Pick<Hospital, 'zone' | 'holidays' | 'places'>;

/** Where and when somebody can really be seen. */
export interface Placed {
  readonly level: Level;
  readonly route: Route;
  /** The place the rule names is closed for too long, and this is where the hospital sends people instead. */
  readonly instead: boolean;
  /** Nothing was open in time: the level is one step more urgent than the rule's. */
  readonly raised: boolean;
  /** When the place opens, if it is closed at this moment. */
  readonly opensAt?: number | undefined;
}

/**
 * Lays a level over the hospital's opening hours. The place the rule names, else those the hospital names for when it is
 * closed, must be open within the time allowed. When none is, the level moves one step up, never down, and in the end to
 * the emergency department, which never closes.
 * Only what is urgent but no emergency (D2, D3) is laid over the hours; "today" also ends at midnight where the hospital is.
 * @param at the moment of the advice
 */
export function placeFor(
  { level, route, hours }: Pick<Outcome, 'level' | 'route' | 'hours'>,
  at: number,
  hospital: OpeningHours,
): Placed {
  if ((level !== 'D2' && level !== 'D3') || hours === undefined) return { level, route, instead: false, raised: false };
  const chain = [route, ...(hospital.places[route]?.instead ?? [])];
  const limit = level === 'D2' ? sameDay(at, hours, hospital.zone) : at + hours * HOUR;
  const inTime = firstOpen(chain, at, limit, hospital);
  if (inTime !== undefined) return { level, ...inTime, instead: inTime.route !== route, raised: false };
  const today =
    level === 'D3'
      ? firstOpen(['gp_sameday', 'urgent_care'], at, sameDay(at, LEVEL_HOURS.D2!, hospital.zone), hospital)
      : undefined;
  return today === undefined
    ? { level: 'D1', route: 'ed', instead: true, raised: true }
    : { level: 'D2', ...today, instead: true, raised: true };
}

/** So many hours on, but not past midnight where the hospital is. */
function sameDay(at: number, hours: number, zone: string): number {
  return Math.min(at + hours * HOUR, instantAt(wallClock(at, zone).day, 24 * 60, zone));
}

function firstOpen(
  chain: readonly Route[],
  at: number,
  limit: number,
  hospital: OpeningHours,
): Pick<Placed, 'route' | 'opensAt'> | undefined {
  for (const route of chain) {
    const place = hospital.places[route];
    const opens = place === undefined ? at : nextOpening(place, at, hospital);
    if (opens !== undefined && opens < limit) return opens > at ? { route, opensAt: opens } : { route };
  }
  return undefined;
}

/** This moment if the place is open, else when it opens next; undefined when it does not within a few days. */
export function nextOpening(
  place: Place,
  at: number,
  { zone, holidays }: Pick<Hospital, 'zone' | 'holidays'>,
): number | undefined {
  const { day: first } = wallClock(at, zone);
  for (let n = 0; n <= LOOK_AHEAD_DAYS; n++) {
    const day = addDays(first, n);
    const spans = holidays.includes(day) ? place.on_holidays : (place.open[DAYS[weekdayOf(day) - 1]!] ?? []);
    for (const span of spans) {
      const [opens, closes] = span.split('-').map((clock) => instantAt(day, minutesOf(clock), zone)) as [
        number,
        number,
      ];
      if (at < closes) return Math.max(at, opens);
    }
  }
  return undefined;
}
