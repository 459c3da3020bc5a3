import { addDays, mondayOf } from './calendar';
import { takeDay } from './days';
import type { Draft } from './draft';
import { type DayFact, is, one, type Reader, skip, stretch } from './facts';
import type { Token } from './lex';

const WEEKEND = [6, 7];

/** "any day but Friday", "not on wednesdays", "los miércoles no", "not tomorrow"; how many tokens it took. */
export function takeExcept(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  if (is(tokens[at], 'not') && tokens[at + 1]?.comma === true) return 2;
  return takeRuledOut(tokens, at, reader, draft) || takeTrailingNo(tokens, at, reader, draft);
}

function takeRuledOut(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const negative = is(tokens[at], 'except', 'not') || (is(tokens[at], 'minus') && tokens[at - 1]?.number === undefined);
  return negative ? ruleOut(tokens, at, at + 1, reader, draft) : 0;
}

/** Words between a no and what it rules out: with one it is clear, with more it is asked, with many it is about something else. */
const CLEARLY = 1;
const PERHAPS = 3;

/** "I can't come Monday", "no puedo ir mañana": the no stands a few words before. */
export function takeNegated(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const ago = draft.negating;
  if (ago === undefined || ago > PERHAPS) return 0;
  const length = ruleOut(tokens, at, at, reader, draft);
  if (length > 0 && ago > CLEARLY) draft.left = true;
  return length;
}

function ruleOut(tokens: readonly Token[], at: number, from: number, reader: Reader, draft: Draft): number {
  const first = skip(tokens, from, 'the', 'the-many', 'not', 'any');
  const list = weekdayList(tokens, first);
  if (list === undefined) {
    const part = tokens[first]?.part;
    if (part !== undefined) {
      draft.neverParts.push(part);
      return first + 1 - at;
    }
    if (is(tokens[first], 'early', 'late') && tokens[first]!.part === undefined) {
      // How early is too early is ours to propose, not to decide.
      draft.left = true;
      if (is(tokens[first], 'early')) draft.notEarly = true;
      else draft.notLate = true;
      return first + 1 - at;
    }
    const named = skip(tokens, from, 'not', 'any');
    const day = takeDay(tokens, named, reader);
    if (day === undefined) return 0;
    draft.excluded.push(day.fact);
    return named + day.length - at;
  }
  // "can't do monday, tuesday is ok" and "not monday, tuesday" look alike: only the first is surely ruled out.
  const sure = list.listed ? list : weekdayList(tokens.slice(0, list.first + 1), list.first)!;
  if (!list.listed && list.end > sure.end) draft.left = true;
  draft.never.push(...sure.days);
  return sure.end - at;
}

/** "los lunes no puedo", "tomorrow no, ..."; a day right behind the no could be what it rules out. */
function takeTrailingNo(tokens: readonly Token[], at: number, reader: Reader, draft: Draft): number {
  const list = weekdayList(tokens, skip(tokens, at, 'the', 'the-many'));
  const part = list === undefined ? tokens[at]?.part : undefined;
  const day = list === undefined && part === undefined ? takeDay(tokens, at, reader) : undefined;
  const no = list?.end ?? at + (part === undefined ? (day?.length ?? 0) : 1);
  if (no === at || !is(tokens[no], 'not')) return 0;
  const next = tokens.slice(no + 1).find(meansSomething);
  if (next !== undefined && next.comma !== true && !is(next, 'day-after', 'other', 'except')) return 0;
  if (list !== undefined) draft.never.push(...list.days);
  else if (part !== undefined) draft.neverParts.push(part);
  else draft.excluded.push(day!.fact);
  return no + 1 - at;
}

function meansSomething({ text: _text, classes, ...rest }: Token): boolean {
  return classes.length > 0 || Object.keys(rest).length > 0;
}

/** What stands for the day behind one that was ruled out: "not tomorrow, the day after", "not this week, the other". */
export function takeInstead(tokens: readonly Token[], at: number, { today }: Reader, draft: Draft): number {
  const span = draft.excluded.at(-1)?.span;
  if (span === undefined || draft.days.length > 0) return 0;
  const next = (fact: DayFact, length: number) => {
    draft.days.push({ fact, bound: 'at' });
    return length;
  };
  const exact = span.from === span.to;
  if (is(tokens[at], 'day-after') && exact) return next(one(addDays(span.to, 1)), 1);
  const weekAfter = is(tokens[at], 'week') && is(tokens[at + 1], 'after', 'day-after');
  if (!weekAfter && !is(tokens[at], 'other')) return 0;
  const length = weekAfter || is(tokens[at + 1], 'week') ? 2 : 1;
  const [from = today] = [span.from, today].sort().reverse();
  const monday = addDays(mondayOf(from), 7);
  return next(exact ? one(addDays(span.from, 7)) : stretch(monday, addDays(monday, 6)), length);
}

/** Weekdays one after the other; `listed`: joined by "and" or "or", not by commas alone. A weekend is two of them. */
export function weekdayList(
  tokens: readonly Token[],
  at: number,
): { days: number[]; first: number; end: number; listed: boolean } | undefined {
  const days: number[] = [];
  let end = at;
  let listed = false;
  for (let next = at; daysOf(tokens[next]).length > 0; ) {
    days.push(...daysOf(tokens[next]));
    end = next + 1;
    const joined = skip(tokens, end, 'and', 'or', 'the', 'the-many');
    // "neither Monday nor not Tuesday"; "Tuesday, not Wednesday" is one day and one ruled out.
    next = skipArticle(tokens, joined > end ? skip(tokens, joined, 'not') : joined);
    if (next === end && daysOf(tokens[next]).length === 0) break;
    listed ||= tokens.slice(end, next).some((token) => is(token, 'and', 'or')) && daysOf(tokens[next]).length > 0;
  }
  return days.length === 0 ? undefined : { days, first: at, end, listed };
}

/** "a Tuesday or a Thursday". */
const skipArticle = (tokens: readonly Token[], at: number) =>
  tokens[at]?.number === 1 && daysOf(tokens[at + 1]).length > 0 ? at + 1 : at;

function daysOf(token: Token | undefined): readonly number[] {
  if (is(token, 'weekends')) return WEEKEND;
  return token?.weekdays?.length === 1 ? token.weekdays : [];
}
