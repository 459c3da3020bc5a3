import { takeClock } from './clocks';
import { dayOfMonth, monthDay, takeDay } from './days';
import { type Bound, type Draft, emptyDraft, type Phrase } from './draft';
import { takeExcept, takeInstead, takeNegated, weekdayList } from './except';
import { count, type DayFact, is, one, type Reader, skip, type Taken } from './facts';
import type { Token } from './lex';

const BOUNDS: readonly (readonly [Parameters<typeof is>[1], Bound])[] = [
  ['not-before', 'not-before'],
  ['after', 'after'],
  ['before', 'before'],
  ['by', 'by'],
  ['from', 'not-before'],
];

/** Reads a phrase from left to right: at each place the rule that takes most wins, unknown words are passed over. */
export function readPhrase(tokens: readonly Token[], reader: Reader): Phrase {
  const draft = emptyDraft();
  for (let at = 0; at < tokens.length; ) at += step(tokens, at, reader, draft);
  const { waiting, negating: _negating, ...phrase } = draft;
  return { ...phrase, open: waiting !== undefined };
}

const STEPS: readonly ((tokens: readonly Token[], at: number, reader: Reader, draft: Draft) => number)[] = [
  takeNegated,
  takeExcept,
  takeInstead,
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
    if (length === 0) continue;
    delete draft.negating;
    return length;
  }
  if (is(tokens[at], 'not')) draft.negating = 0;
  else if (tokens[at]?.comma === true) delete draft.negating;
  else if (draft.negating !== undefined) draft.negating += 1;
  if (matters(tokens[at]!, draft, tokens[at + 1])) draft.left = true;
  draft.waiting =
    BOUNDS.find(([name]) => name !== 'from' && name !== 'by' && is(tokens[at], name))?.[1] ?? draft.waiting;
  return 1;
}

/** Whether a token that no rule took would have changed the meaning. */
function matters(token: Token, draft: Draft, next: Token | undefined): boolean {
  if (token.iso !== undefined || token.slashed !== undefined || token.clock !== undefined) return true;
  if (token.weekdays !== undefined || is(token, 'week', 'weekend', 'month', 'holiday', 'other', 'half', 'quarter'))
    return true;
  if (is(token, 'not', 'except') && !BOUNDS.some(([name]) => is(next, name)))
    return draft.days.length > 0 || draft.every.length > 0;
  // "after 6 or saturdays": a wish holds only what is true together.
  if (is(token, 'or') && next !== undefined && namesDay(next))
    return draft.days.length === 0 && draft.every.length === 0 && saysTime(draft);
  if (is(token, 'after', 'before', 'not-before')) return draft.clocks.length > 0 || draft.days.length > 0;
  // "this Friday or next".
  if (is(token, 'next') && next === undefined) return draft.days.length > 0;
  if (is(token, 'after-next', 'to-clock', 'to-hour', 'fortnight')) return true;
  return (token.number ?? 0) > 1 || (token.ordinal ?? 0) > 1;
}

const saysTime = ({ clocks, spans, parts }: Draft) => clocks.length + spans.length + parts.length > 0;

/** What a bound is under a no: "can't before 10" is not before 10. */
const UNDER_NO: Partial<Record<Bound, Bound>> = { before: 'not-before', by: 'not-before', after: 'by' };

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
  const said = BOUNDS.find(([name]) => is(tokens[at], name))?.[1];
  const bound = said === undefined || draft.negating === undefined ? said : (UNDER_NO[said] ?? said);
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
  if (is(tokens[start], 'weekends') && list.days.length === 2) {
    draft.every.push(...list.days);
    return list.end - at;
  }
  const plural = is(tokens[at], 'the-many', 'any') || tokens[start]?.every === true;
  const more = count(tokens[list.end]) !== undefined && list.days.length > 1;
  if ((!plural && list.days.length < 2) || more) return 0;
  draft.every.push(...list.days);
  return list.end - at;
}

function takeNamedDay(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const day = takeDay(tokens, at, reader);
  if (day === undefined) return 0;
  // "after my dialysis on Tuesday": the day is not what comes after.
  if (draft.waiting !== undefined) draft.left = true;
  delete draft.waiting;
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
  if (is(token, 'soonest')) {
    draft.soonest = true;
    // "as early as possible" is about the hours where a day is named, and about the day where none is.
    draft.early ||= is(token, 'early') && tokens.some(namesDay);
  } else if (is(token, 'lunch')) draft.lunch = 'at';
  else if (is(token, 'before-work')) draft.beforeWork = true;
  else if (is(token, 'am', 'pm') && namesDayOrPeriod(tokens[at - 1]))
    draft.parts.push(is(token, 'am') ? 'morning' : 'afternoon');
  else if (is(token, 'after-lunch')) draft.lunch = 'after';
  else if (is(token, 'before-lunch')) draft.lunch = 'before';
  else if (is(token, 'early')) draft.early = true;
  else if (is(token, 'late')) draft.late = true;
  else if (token?.part !== undefined) draft.parts.push(token.part);
  else return takeThisPart(tokens, at, reader, draft);
  return 1;
}

/** "Wednesday am"; "am I ..." is a verb. */
const namesDayOrPeriod = (token: Token | undefined) =>
  token !== undefined && (namesDay(token) || is(token, 'week', 'weekend', 'workdays'));

const namesDay = (token: Token) =>
  token.weekdays !== undefined ||
  token.ordinal !== undefined ||
  token.slashed !== undefined ||
  is(token, 'today', 'tomorrow', 'after-tomorrow');

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
  if (draft.negating !== undefined) draft.left = true;
  draft.clocks.push({ fact: clock.fact, bound: open ? 'not-before' : (draft.waiting ?? 'at') });
  delete draft.waiting;
  return open ? clock.length + 1 : clock.length;
}

function takeLooseNumber(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const number = tokens[at]?.number;
  if (number === undefined || number > 31 || tokens.length > 3 || dayOfMonth(number, reader).impossible) return 0;
  draft.number = number;
  return 1;
}
