import type { DayPart } from '../../contracts';
import { type ClockFact, takeClock } from './clocks';
import { dayOfMonth, monthDay, takeDay } from './days';
import { count, type DayFact, is, one, type Reader, skip, type Taken } from './facts';
import type { Token } from './lex';

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
  readonly early: boolean;
  readonly late: boolean;
  readonly lunch?: 'after' | 'before';
  readonly soonest: boolean;
  /** A number with nothing around it that says what it is. */
  readonly number?: number;
  /** Something about days or times was said that no rule took: what was read is asked back. */
  readonly left: boolean;
}

type Draft = { -readonly [K in keyof Phrase]: Phrase[K] extends readonly (infer T)[] ? T[] : Phrase[K] };

const BOUNDS: readonly (readonly [Parameters<typeof is>[1], Bound])[] = [
  ['not-before', 'not-before'],
  ['after', 'after'],
  ['before', 'before'],
  ['by', 'by'],
  ['from', 'not-before'],
];

/** Reads a phrase from left to right: at each place the rule that takes most wins, unknown words are passed over. */
export function readPhrase(tokens: readonly Token[], reader: Reader): Phrase {
  const draft: Draft = {
    days: [],
    ranges: [],
    clocks: [],
    spans: [],
    parts: [],
    every: [],
    never: [],
    early: false,
    late: false,
    soonest: false,
    left: false,
  };
  for (let at = 0; at < tokens.length; ) at += step(tokens, at, reader, draft);
  return draft;
}

const STEPS: readonly ((tokens: readonly Token[], at: number, reader: Reader, draft: Draft) => number)[] = [
  takeExcept,
  takeRange,
  takeBound,
  takeEveryWeekday,
  takeNamedDay,
  takeWords,
  takeTime,
  takeLooseNumber,
];

function step(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  for (const rule of STEPS) {
    const length = rule(tokens, at, reader, draft);
    if (length > 0) return length;
  }
  if (matters(tokens[at]!, draft)) draft.left = true;
  return 1;
}

/** Whether a token that no rule took would have changed the meaning. */
function matters(token: Token, draft: Draft): boolean {
  if (token.iso !== undefined || token.slashed !== undefined || token.clock !== undefined) return true;
  if (token.weekdays !== undefined || is(token, 'week', 'weekend', 'month', 'holiday', 'other', 'half', 'quarter'))
    return true;
  if (is(token, 'not', 'except')) return draft.days.length > 0 || draft.every.length > 0;
  if (is(token, 'after', 'before', 'not-before')) return draft.clocks.length > 0;
  return (token.number ?? 0) > 1 || (token.ordinal ?? 0) > 1;
}

/** "any day but Friday", "not on wednesdays", "los miércoles no". */
function takeExcept(tokens: readonly Token[], at: number, _reader: Reader, draft: Draft): number {
  if (is(tokens[at], 'not') && tokens[at + 1]?.comma === true) return 2;
  const negative = is(tokens[at], 'except', 'not') || (is(tokens[at], 'minus') && tokens[at - 1]?.number === undefined);
  if (negative) {
    const list = weekdayList(tokens, skip(tokens, at + 1, 'the', 'the-many', 'not', 'any'));
    if (list === undefined) return 0;
    // "can't do monday, tuesday is ok" and "not monday, tuesday" look alike: only the first is surely ruled out.
    const one = list.listed ? list : weekdayList(tokens.slice(0, list.first + 1), list.first)!;
    if (!list.listed && list.days.length > 1) draft.left = true;
    draft.never.push(...one.days);
    return one.end - at;
  }
  const list = weekdayList(tokens, skip(tokens, at, 'the', 'the-many'));
  if (list === undefined || !is(tokens[list.end], 'not') || tokens[list.end + 1] !== undefined) return 0;
  draft.never.push(...list.days);
  return list.end + 1 - at;
}

/** `listed`: joined by "and" or "or", not by commas alone. */
function weekdayList(
  tokens: readonly Token[],
  at: number,
): { days: number[]; first: number; end: number; listed: boolean } | undefined {
  const days: number[] = [];
  let end = at;
  let listed = false;
  for (let next = at; tokens[next]?.weekdays?.length === 1; ) {
    days.push(tokens[next]!.weekdays![0]!);
    end = next + 1;
    next = skip(tokens, end, 'and', 'or', 'the', 'the-many', 'not');
    if (next === end) break;
    listed ||= tokens.slice(end, next).some((token) => is(token, 'and', 'or')) && tokens[next]?.weekdays?.length === 1;
  }
  return days.length === 0 ? undefined : { days, first: at, end, listed };
}

/** "between 10 and 12", "de 9 a 11", "from the 16th to the 18th of March", "9-11", "monday to thursday". */
function takeRange(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const opened = is(tokens[at], 'between', 'from', 'of', 'of-the');
  const start = opened && !is(tokens[at], 'of-the') ? at + 1 : at;
  const joins = (token: Token | undefined) =>
    is(token, 'to') || (is(tokens[at], 'between') && is(token, 'and')) || (opened && is(token, 'by'));
  const week = weekdayRange(tokens, skip(tokens, start, 'the'), joins);
  if (week !== undefined) {
    draft.every.push(...week.days);
    return week.end - at;
  }
  const pair = tokens[start]?.slashed;
  if (pair !== undefined && pair.mark === '-' && pair.year === undefined && pair.a <= 12 && pair.b <= 12) {
    draft.spans.push({ from: { hour: pair.a, minute: 0 }, to: { hour: pair.b, minute: 0 } });
    return start + 1 - at;
  }
  return dayRange(tokens, at, start, joins, reader, draft) || clockRange(tokens, at, start, joins, opened, draft);
}

function weekdayRange(tokens: readonly Token[], at: number, joins: (token: Token | undefined) => boolean) {
  const first = tokens[at]?.weekdays?.[0];
  if (first === undefined || !joins(tokens[at + 1])) return undefined;
  const last = skip(tokens, at + 2, 'the');
  const second = tokens[last]?.weekdays?.[0];
  if (second === undefined) return undefined;
  const days = Array.from({ length: ((second - first + 7) % 7) + 1 }, (_, n) => ((first - 1 + n) % 7) + 1);
  return { days, end: last + 1 };
}

function dayRange(
  tokens: readonly Token[],
  at: number,
  start: number,
  joins: (token: Token | undefined) => boolean,
  reader: Reader,
  draft: Draft,
): number {
  const first = takeDay(tokens, start, reader);
  if (first === undefined || first.fact.weekday !== undefined || !joins(tokens[start + first.length])) return 0;
  const after = start + first.length + 1;
  const second = takeDay(tokens, after, reader) ?? bareDay(tokens, after, first.fact, reader);
  if (second === undefined) return 0;
  draft.ranges.push({ from: sameMonth(first.fact, second.fact, reader), to: second.fact });
  return after + second.length - at;
}

/** "March 16 to 18": the second is a day of the first one's month. */
function bareDay(tokens: readonly Token[], at: number, first: DayFact, reader: Reader): Taken<DayFact> | undefined {
  const day = count(tokens[at]);
  const month = first.span?.from;
  if (day === undefined || day > 31 || month === undefined || first.exact !== true) return undefined;
  return { length: 1, fact: monthDay(Number(month.slice(5, 7)), day, Number(month.slice(0, 4)), reader) };
}

/** "the 16th to the 18th of April": the first is a day of the second one's month. */
function sameMonth(first: DayFact, second: DayFact, reader: Reader): DayFact {
  const month = second.span?.from;
  if (first.dayOfMonth === undefined || month === undefined || second.dayOfMonth !== undefined) return first;
  return monthDay(Number(month.slice(5, 7)), first.dayOfMonth, Number(month.slice(0, 4)), reader);
}

function clockRange(
  tokens: readonly Token[],
  at: number,
  start: number,
  joins: (token: Token | undefined) => boolean,
  opened: boolean,
  draft: Draft,
): number {
  const first = takeClock(tokens, start, opened || tokens[start]?.number !== undefined);
  if (first === undefined || !joins(tokens[start + first.length])) return 0;
  const after = start + first.length + 1;
  const second = takeClock(tokens, after, true);
  if (second === undefined) return 0;
  draft.spans.push({ from: first.fact, to: second.fact });
  return after + second.length - at;
}

/** "after the 20th", "before 10", "nothing before April", "from Monday on". */
function takeBound(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const bound = BOUNDS.find(([name]) => is(tokens[at], name))?.[1];
  if (bound === undefined) return afterNext(tokens, at, reader, draft);
  const start = skip(tokens, at + 1, 'of');
  const day = takeDay(tokens, start, reader) ?? monthAfter(tokens, start, reader);
  if (day !== undefined) {
    draft.days.push({ fact: day.fact, bound });
    const end = start + day.length;
    return (is(tokens[end], 'onwards') ? end + 1 : end) - at;
  }
  const clockAt = skip(tokens, start, 'the', 'of-the');
  const clock = takeClock(tokens, clockAt, true);
  if (clock === undefined) return 0;
  draft.clocks.push({ fact: clock.fact, bound });
  return clockAt + clock.length - at;
}

/** "after next Tuesday": here the two words are not one. */
function afterNext(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  if (!is(tokens[at], 'after-next') || is(tokens[at - 1], 'week')) return 0;
  const day = takeDay([{ text: 'next', classes: ['next'] }, ...tokens.slice(at + 1)], 0, reader);
  if (day === undefined) return 0;
  draft.days.push({ fact: day.fact, bound: 'after' });
  return day.length;
}

/** A month behind a bound is a month also where it could be a verb. */
function monthAfter(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const month = tokens[at];
  if (month?.month === undefined) return undefined;
  const named = takeDay([{ text: 'in', classes: ['in'] }, month], 0, reader);
  return named === undefined ? undefined : { length: 1, fact: named.fact };
}

/** Weekdays as a rule: plural, several, or working days. */
function takeEveryWeekday(tokens: readonly Token[], at: number, _reader: Reader, draft: Draft): number {
  if (is(tokens[at], 'workdays')) {
    draft.every.push(1, 2, 3, 4, 5);
    return 1;
  }
  const start = skip(tokens, at, 'the', 'the-many', 'any');
  const list = weekdayList(tokens, start);
  if (list === undefined) return 0;
  const plural = is(tokens[at], 'the-many', 'any') || tokens[start]?.every === true;
  const more = count(tokens[list.end]) !== undefined && list.days.length > 1;
  if ((!plural && list.days.length < 2) || more) return 0;
  draft.every.push(...list.days);
  return list.end - at;
}

function takeNamedDay(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const day = takeDay(tokens, at, reader);
  if (day === undefined) return 0;
  if (is(tokens[at], 'tonight')) draft.parts.push('evening');
  draft.days.push({ fact: day.fact, bound: 'at' });
  const end = at + day.length;
  if (is(tokens[end], 'onwards') && tokens[end]!.text !== 'on') {
    draft.days[draft.days.length - 1] = { fact: day.fact, bound: 'not-before' };
    return end + 1 - at;
  }
  return day.length;
}

function takeWords(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const token = tokens[at];
  if (is(token, 'soonest')) draft.soonest = true;
  else if (is(token, 'after-lunch')) draft.lunch = 'after';
  else if (is(token, 'before-lunch')) draft.lunch = 'before';
  else if (is(token, 'early')) draft.early = true;
  else if (is(token, 'late')) draft.late = true;
  else if (token?.part !== undefined) draft.parts.push(token.part);
  else return takeThisPart(tokens, at, reader, draft);
  return 1;
}

/** "this afternoon" is today's. */
function takeThisPart(tokens: readonly Token[], at: number, { today }: Reader, draft: Draft): number {
  const part = tokens[at + 1]?.part;
  if (!is(tokens[at], 'this') || part === undefined) return 0;
  draft.parts.push(part);
  draft.days.push({ fact: one(today), bound: 'at' });
  return 2;
}

/** A clock time with a sign of one; a bare number behind a day is one too. */
function takeTime(tokens: readonly Token[], at: number, _reader: Reader, draft: Draft): number {
  const behindDay = draft.days.length > 0 && draft.clocks.length === 0 && draft.spans.length === 0;
  const clock = takeClock(tokens, at, behindDay && tokens[at]?.number !== undefined && /\d/.test(tokens[at]!.text));
  if (clock === undefined) return 0;
  const end = at + clock.length;
  const open = is(tokens[end], 'onwards') && tokens[end]!.text !== 'on';
  draft.clocks.push({ fact: clock.fact, bound: open ? 'not-before' : 'at' });
  return open ? clock.length + 1 : clock.length;
}

function takeLooseNumber(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const number = tokens[at]?.number;
  if (number === undefined || number > 31 || tokens.length > 3 || dayOfMonth(number, reader).impossible) return 0;
  draft.number = number;
  return 1;
}
