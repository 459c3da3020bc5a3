import type { DayPart } from '../../contracts';
import type { ClockFact } from './clocks';
import type { DayFact } from './facts';

/** How a time or day bounds the wish. */
export type Bound = 'at' | 'after' | 'not-before' | 'before' | 'by';

/** Everything a phrase says, before it is decided what it means together. */
export interface Phrase {
  readonly days: readonly { readonly fact: DayFact; readonly bound: Bound }[];
  readonly ranges: readonly { readonly from: DayFact; readonly to: DayFact }[];
  readonly clocks: readonly { readonly fact: ClockFact; readonly bound: Bound }[];
  readonly spans: readonly { readonly from: ClockFact; readonly to: ClockFact }[];
  readonly parts: readonly DayPart[];
  /** Weekdays as a rule ("mondays or wednesdays"), and those ruled out. */
  readonly every: readonly number[];
  readonly never: readonly number[];
  /** Other days that were ruled out: "not tomorrow". A wish cannot hold them, so another day has to be said with them. */
  readonly excluded: readonly DayFact[];
  /** Parts of the day that were ruled out. */
  readonly neverParts: readonly DayPart[];
  readonly early: boolean;
  readonly late: boolean;
  /** "not too early", "no muy tarde". */
  readonly notEarly: boolean;
  readonly notLate: boolean;
  readonly lunch?: 'after' | 'before' | 'at';
  readonly beforeWork: boolean;
  readonly soonest: boolean;
  /** A number with nothing around it that says what it is. */
  readonly number?: number;
  /** A bound was said and nothing found that it bounds. */
  readonly open: boolean;
  /** Something about days or times was said that no rule took: what was read is asked back. */
  readonly left: boolean;
}

/** A phrase while it is read. */
export type Draft = { -readonly [K in keyof Phrase]: Phrase[K] extends readonly (infer T)[] ? T[] : Phrase[K] } & {
  /** "after I drop the kids at 9": a bound that waits for its time. */
  waiting?: Bound;
  /** "I can't come before 10": a no that waits for what it rules out, and how many words ago it was said. */
  negating?: number;
};

export const emptyDraft = (): Draft => ({
  days: [],
  ranges: [],
  clocks: [],
  spans: [],
  parts: [],
  every: [],
  never: [],
  excluded: [],
  neverParts: [],
  early: false,
  late: false,
  notEarly: false,
  notLate: false,
  beforeWork: false,
  soonest: false,
  open: false,
  left: false,
});
