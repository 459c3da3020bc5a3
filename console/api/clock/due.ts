import type { Severity } from '../schema/common';
import type { ClockMinutes, Settings } from '../schema/settings';
import { addWorkingMinutes, type Calendar } from './calendar';

/**
 * How long a flag may wait for its first human answer. `always` counts every minute: life at risk has no office hours.
 * The product's defaults; a hospital sets its own minutes in the console's settings.
 */
export interface ClockRule {
  readonly minutes: number;
  readonly counts: 'always' | 'working';
}
export type ClockRules = Readonly<Record<Severity, ClockRule>>;

export const DEFAULT_CLOCKS: ClockRules = {
  1: { minutes: 5, counts: 'always' },
  2: { minutes: 60, counts: 'always' },
  3: { minutes: 8 * 60, counts: 'working' },
  4: { minutes: 16 * 60, counts: 'working' },
};

/** The rules with a hospital's own minutes. */
export function clockRules(minutes: ClockMinutes): ClockRules {
  const rule = (severity: Severity) => ({ ...DEFAULT_CLOCKS[severity], minutes: minutes[severity] });
  return { 1: rule(1), 2: rule(2), 3: rule(3), 4: rule(4) };
}

/** What holds until a hospital decides otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  onCall: [],
  clocks: {
    1: DEFAULT_CLOCKS[1].minutes,
    2: DEFAULT_CLOCKS[2].minutes,
    3: DEFAULT_CLOCKS[3].minutes,
    4: DEFAULT_CLOCKS[4].minutes,
  },
};

/** When somebody must have answered a flag raised at a moment. Never earlier for a later flag of the same severity. */
export function dueAt(
  raisedAt: number,
  severity: Severity,
  calendar: Calendar,
  rules: ClockRules = DEFAULT_CLOCKS,
): number {
  const { minutes, counts } = rules[severity];
  return counts === 'always' ? raisedAt + minutes * 60_000 : addWorkingMinutes(raisedAt, minutes, calendar);
}

const TWO_MONTHS_MS = 62 * 24 * 60 * 60_000;

/**
 * Flags of this severity raised up to the returned moment are past their clock now. Found by halving, since the due
 * time only grows with the time of raising: the database then counts with one comparison a row.
 */
export function lateBefore(
  now: number,
  severity: Severity,
  calendar: Calendar,
  rules: ClockRules = DEFAULT_CLOCKS,
): number {
  let late = now - TWO_MONTHS_MS;
  let fine = now;
  while (fine - late > 1) {
    const middle = Math.floor((late + fine) / 2);
    if (dueAt(middle, severity, calendar, rules) <= now) late = middle;
    else fine = middle;
  }
  return late;
}
