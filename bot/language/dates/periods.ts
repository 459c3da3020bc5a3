import { addDays, addMonths, type Day, mondayOf, monthOf, monthSpan, type Span, weekdayFrom, yearOf } from './calendar';
import { asked, type DayFact, IMPOSSIBLE, is, one, type Reader, skip, stretch, type Taken } from './facts';
import type { Token } from './lex';
import { wholeWeek } from './weekdays';

/** Thirds of a month: "early", "mid", "the end of". */
const FIRST_THIRD = 10;
const SECOND_THIRD = 20;

type Portion = 'start' | 'middle' | 'end';

/** Weeks, months and weekends, whole or in part: "next week", "a finales de marzo", "the first week of April". */
export function takePeriod(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const portion = portionOf(tokens[at]);
  if (portion !== undefined) {
    const inner = skip(tokens, at + 1, 'the', 'of', 'of-the', 'in');
    const whole = takeWhole(tokens, inner, reader, true);
    if (whole?.fact.span !== undefined && whole.kind !== 'weekend')
      return { length: inner + whole.length - at, fact: partOf(whole.fact.span, whole.kind, portion, reader) };
  }
  return numberedWeek(tokens, at, reader) ?? takeWhole(tokens, at, reader, false);
}

function portionOf(token: Token | undefined): Portion | undefined {
  if (is(token, 'start', 'early')) return 'start';
  if (is(token, 'middle')) return 'middle';
  return is(token, 'end', 'late') ? 'end' : undefined;
}

type Whole = Taken<DayFact> & { readonly kind: 'week' | 'month' | 'weekend' };

function takeWhole(tokens: readonly Token[], at: number, reader: Reader, inPart: boolean): Whole | undefined {
  const { today } = reader;
  const lead = is(tokens[at], 'in') ? at + 1 : at;
  const first = skip(tokens, lead, 'the');
  const week = wholeWeek(tokens, first);
  if (week !== undefined) return { kind: 'week', length: first + week.length - at, fact: weekFact(week.weeks, today) };
  const month = wholeMonth(tokens, first, today);
  if (month !== undefined) return { kind: 'month', length: first + month.length - at, fact: month.fact };
  const weekend = wholeWeekend(tokens, first, today);
  if (weekend !== undefined) return { kind: 'weekend', length: first + weekend.length - at, fact: weekend.fact };
  const named = tokens[first]?.month;
  if (named !== undefined && (inPart || lead > at || isNamedAlone(tokens, first)))
    return { kind: 'month', length: first + 1 - at, fact: monthFact(named, reader) };
  if (inPart && is(tokens[first], 'month', 'week')) {
    const kind = is(tokens[first], 'month') ? 'month' : 'week';
    const span = kind === 'month' ? monthSpan(yearOf(today), monthOf(today)) : weekSpan(0, today);
    return { kind, length: first + 1 - at, fact: { span } };
  }
  return undefined;
}

/** "may" is also a verb: alone it is a month only when nothing follows that reads like one. */
function isNamedAlone(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return tokens[at]!.text !== 'may' || next === undefined || next.classes.length > 0 || next.part !== undefined;
}

function weekSpan(weeks: number, today: Day): Span {
  const monday = addDays(mondayOf(today), weeks * 7);
  return { from: monday, to: addDays(monday, 6) };
}

function weekFact(weeks: number, today: Day): DayFact {
  const { from, to } = weekSpan(weeks, today);
  return stretch(weeks === 0 && from < today ? today : from, to);
}

function wholeMonth(tokens: readonly Token[], at: number, today: Day): Taken<DayFact> | undefined {
  const [first, second] = [tokens[at], tokens[at + 1]];
  const pair = is(second, 'month') ? first : is(first, 'month') ? second : undefined;
  const months = is(pair, 'next') ? 1 : is(pair, 'this') ? 0 : is(pair, 'last') ? -1 : undefined;
  if (months === undefined) return undefined;
  const base = addMonths(`${today.slice(0, 8)}01`, months);
  const span = monthSpan(yearOf(base), monthOf(base));
  return { length: 2, fact: stretch(months === 0 ? today : span.from, span.to) };
}

function wholeWeekend(tokens: readonly Token[], at: number, today: Day): Taken<DayFact> | undefined {
  const saturday = addDays(mondayOf(today), 5);
  const weekend = (from: Day): Span => ({
    from: from < today ? today : from,
    to: addDays(saturday > from ? saturday : from, 1),
  });
  if (is(tokens[at], 'weekend') && is(tokens[at + 1], 'next')) return { length: 2, fact: nextWeekend(saturday, today) };
  if (is(tokens[at], 'weekend')) return { length: 1, fact: { span: weekend(saturday) } };
  if (!is(tokens[at + 1], 'weekend')) return undefined;
  if (is(tokens[at], 'next')) return { length: 2, fact: nextWeekend(saturday, today) };
  return is(tokens[at], 'this', 'coming') ? { length: 2, fact: { span: weekend(saturday) } } : undefined;
}

function nextWeekend(saturday: Day, today: Day): DayFact {
  const later = addDays(saturday, 7);
  if (saturday <= today) return { span: { from: later, to: addDays(later, 1) } };
  return asked('which-week', [saturday, later]);
}

function monthFact(month: number, { today }: Reader): DayFact {
  const year = yearOf(today) + (month < monthOf(today) ? 1 : 0);
  const span = monthSpan(year, month);
  return { span: { from: span.from < today ? today : span.from, to: span.to } };
}

function partOf({ from, to }: Span, kind: 'week' | 'month', portion: Portion, { today }: Reader): DayFact {
  const within = (first: Day, last: Day) => stretch(first < today ? today : first, last);
  if (kind === 'week') {
    const monday = mondayOf(from);
    if (portion === 'start') return within(monday, addDays(monday, 1));
    return portion === 'middle'
      ? within(addDays(monday, 2), addDays(monday, 2))
      : within(addDays(monday, 3), addDays(monday, 4));
  }
  const first = `${from.slice(0, 8)}01`;
  if (portion === 'start') return within(first, addDays(first, FIRST_THIRD - 1));
  if (portion === 'middle') return within(addDays(first, FIRST_THIRD), addDays(first, SECOND_THIRD - 1));
  return within(addDays(first, SECOND_THIRD), to);
}

/** "the first Monday in April", "el último viernes del mes"; without a month only "the first" means a day: the coming one. */
export function takeNthWeekday(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const last = is(tokens[at], 'last');
  const nth = last ? 5 : tokens[at]?.ordinal;
  const weekday = tokens[at + 1]?.weekdays?.[0];
  if (nth === undefined || nth > 5 || weekday === undefined) return undefined;
  const inner = skip(tokens, at + 2, 'of', 'of-the', 'the', 'in');
  const whole = takeWhole(tokens, inner, reader, true);
  if (whole?.kind !== 'month' || whole.fact.span === undefined) return undefined;
  const { to } = whole.fact.span;
  const first = weekdayFrom(`${to.slice(0, 8)}01`, weekday);
  const day = addDays(first, (nth - 1) * 7);
  const length = inner + whole.length - at;
  if (day <= to) return { length, fact: one(day) };
  return { length, fact: last ? one(addDays(first, 21)) : IMPOSSIBLE };
}

/** "first week of April": its days 1 to 7. */
function numberedWeek(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const last = is(tokens[at], 'last');
  const nth = last ? 5 : tokens[at]?.ordinal;
  if (nth === undefined || nth > 5 || !is(tokens[at + 1], 'week')) return undefined;
  const inner = skip(tokens, at + 2, 'of', 'of-the', 'the', 'in');
  const whole = takeWhole(tokens, inner, reader, true);
  if (whole?.kind !== 'month' || whole.fact.span === undefined) return undefined;
  const { to: end } = whole.fact.span;
  const from = last ? addDays(end, -6) : addDays(`${end.slice(0, 8)}01`, (nth - 1) * 7);
  const [until = from] = [addDays(from, 6), end].sort();
  return {
    length: inner + whole.length - at,
    fact: stretch(from, until),
  };
}
