import type { WhyAsk } from '../../contracts';
import type { Day, Span } from './calendar';
import type { Token } from './lex';
import type { Vocabulary } from './words';

/** Where and when a phrase is read. */
export interface Reader {
  readonly today: Day;
  readonly vocabulary: Vocabulary;
  readonly open: number;
  readonly close: number;
}

/** Days that a part of the phrase names. */
export interface DayFact {
  readonly span?: Span;
  /** One day rather than a stretch in which any will do. */
  readonly exact?: boolean;
  /** A bare weekday: which one depends on the rest ("Wednesday", said on a Wednesday). */
  readonly weekday?: number;
  /** Day of the month alone: a month said later in the phrase is its month. */
  readonly dayOfMonth?: number;
  readonly ask?: { readonly why: WhyAsk; readonly spans: readonly Span[] };
  readonly impossible?: true;
}

/** A part of the phrase that was understood, and how many tokens it took. */
export interface Taken<T> {
  readonly length: number;
  readonly fact: T;
}

export const one = (day: Day): DayFact => ({ span: { from: day, to: day }, exact: true });
export const stretch = (from: Day, to: Day): DayFact => ({ span: { from, to } });
export const asked = (why: WhyAsk, days: readonly (Day | undefined)[]): DayFact => ({
  exact: true,
  ask: {
    why,
    spans: [...new Set(days.filter((day): day is Day => day !== undefined))].map((day) => ({ from: day, to: day })),
  },
});
export const IMPOSSIBLE: DayFact = { impossible: true };

type Class = Token['classes'][number];
export const is = (token: Token | undefined, ...classes: readonly Class[]): boolean =>
  token !== undefined && classes.some((name) => token.classes.includes(name));

/** Index of the first token from `at` that is none of these small words. */
export function skip(tokens: readonly Token[], at: number, ...classes: readonly Class[]): number {
  let next = at;
  while (is(tokens[next], ...classes) || tokens[next]?.comma === true) next += 1;
  return next;
}

/** A number as digits or word, or an ordinal. */
export const count = (token: Token | undefined): number | undefined => token?.number ?? token?.ordinal;
