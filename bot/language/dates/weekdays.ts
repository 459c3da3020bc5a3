import { addDays, type Day, mondayOf, weekdayFrom, weekdayOf } from './calendar';
import { asked, count, type DayFact, is, one, type Reader, skip, type Taken } from './facts';
import type { Token } from './lex';

type TakeDate = (tokens: readonly Token[], at: number, reader: Reader) => Taken<DayFact> | undefined;

/** A weekday with what stands around it: "next Tuesday", "martes que viene", "Tuesday the 17th", "Friday next week". */
export function takeWeekday(
  tokens: readonly Token[],
  at: number,
  reader: Reader,
  takeDate: TakeDate,
): Taken<DayFact> | undefined {
  const before = is(tokens[at], 'this', 'coming', 'next', 'last') ? tokens[at] : undefined;
  const dayAt = before === undefined ? at : at + 1;
  const token = tokens[dayAt];
  const [weekday, other] = token?.weekdays ?? [];
  if (token === undefined || weekday === undefined) return undefined;
  const { today } = reader;
  const after = dayAt + 1;
  if (other !== undefined) {
    const days = token.weekdays!.map((one) => weekdayFrom(addDays(today, 1), one));
    return { length: after - at, fact: asked('which-day', days) };
  }
  const said =
    before ?? (is(tokens[after], 'next', 'last') && !isPeriod(tokens[after + 1]) ? tokens[after] : undefined);
  // "next Tuesday the 5th": the date says which.
  const sure = before === undefined ? undefined : datedWeekday(tokens, after, weekday, reader, takeDate);
  if (sure?.fact.span !== undefined) return { length: after + sure.length - at, fact: sure.fact };
  if (said !== undefined)
    return { length: (before === undefined ? after + 1 : after) - at, fact: relative(said, weekday, today) };
  if (weekBehind(tokens, after)) return { length: after + 1 - at, fact: weekAfter(weekday, today) };
  const weekOf = skip(tokens, after, 'of', 'of-the', 'the');
  const week = wholeWeek(tokens, weekOf);
  if (week !== undefined)
    return {
      length: weekOf + week.length - at,
      fact: one(addDays(mondayOf(today), week.weeks * 7 + weekday - 1)),
    };
  const dated = datedWeekday(tokens, after, weekday, reader, takeDate);
  if (dated !== undefined) return { length: after + dated.length - at, fact: dated.fact };
  return { length: after - at, fact: { weekday, exact: true } };
}

/** "Monday week": a week after the coming one. The word stands alone and in the singular. */
export function weekBehind(tokens: readonly Token[], at: number): boolean {
  return (
    is(tokens[at], 'week') &&
    /^(week|wk)$/.test(tokens[at]!.text) &&
    !is(tokens[at + 1], 'of', 'of-the', 'next', 'this', 'after-next')
  );
}

function weekAfter(weekday: number, today: Day): DayFact {
  const coming = weekdayFrom(today, weekday);
  return coming === today ? asked('which-week', [addDays(today, 7), addDays(today, 14)]) : one(addDays(coming, 7));
}

/** "next week", "la semana que viene": how many weeks on. */
export function wholeWeek(tokens: readonly Token[], at: number): { length: number; weeks: number } | undefined {
  const [first, second] = [tokens[at], tokens[at + 1]];
  const weeks = (token: Token | undefined) =>
    is(token, 'after-next') ? 2 : is(token, 'next') ? 1 : is(token, 'last') ? -1 : is(token, 'this') ? 0 : undefined;
  if (is(second, 'week') && weeks(first) !== undefined) return { length: 2, weeks: weeks(first)! };
  if (is(first, 'week') && weeks(second) !== undefined) return { length: 2, weeks: weeks(second)! };
  return undefined;
}

const isPeriod = (token: Token | undefined) => is(token, 'week', 'month', 'weekend');

/**
 * "Next Friday" on a Wednesday is the day after tomorrow to some and nine days off to others: asked back. When that
 * weekday of this week is over it can only be the coming one.
 */
function relative(said: Token, weekday: number, today: Day): DayFact {
  const ofThisWeek = addDays(mondayOf(today), weekday - 1);
  const coming = weekdayFrom(addDays(today, 1), weekday);
  if (is(said, 'last')) return one(ofThisWeek < today ? ofThisWeek : addDays(ofThisWeek, -7));
  if (is(said, 'coming')) return one(coming);
  if (is(said, 'this')) return ofThisWeek >= today ? one(ofThisWeek) : asked('which-week', [addDays(ofThisWeek, 7)]);
  return ofThisWeek > today ? asked('which-week', [ofThisWeek, addDays(ofThisWeek, 7)]) : one(coming);
}

/** "Tuesday the 17th", "martes 17", "lunes 6 de abril": both must agree, or it is asked which was meant. */
function datedWeekday(
  tokens: readonly Token[],
  at: number,
  weekday: number,
  reader: Reader,
  takeDate: TakeDate,
): Taken<DayFact> | undefined {
  const start = skip(tokens, at);
  const taken = takeDate(tokens, start, reader) ?? bareNumber(tokens, start, weekday, reader, takeDate);
  if (taken === undefined) return undefined;
  const length = taken.length + start - at;
  const { span, ask, impossible } = taken.fact;
  const days = span === undefined ? (ask?.spans ?? []).map(({ from }) => from) : [span.from];
  const fits = days.filter((day) => weekdayOf(day) === weekday);
  if (impossible === true || fits.length === 1) return { length, fact: fits.length === 1 ? one(fits[0]!) : taken.fact };
  const near = days.slice(0, 1).map((day) => weekdayFrom(addDays(day, -3), weekday));
  return { length, fact: asked('weekday-mismatch', [...days, ...near.filter((day) => day >= reader.today)]) };
}

/** "martes 17" is a date; "tuesday 9" is one only when the ninth is a Tuesday, otherwise an hour. */
function bareNumber(
  tokens: readonly Token[],
  at: number,
  weekday: number,
  reader: Reader,
  takeDate: TakeDate,
): Taken<DayFact> | undefined {
  const number = count(tokens[at]);
  if (number === undefined || tokens[at]?.ordinal !== undefined || (tokens[at + 1]?.number ?? 60) < 60)
    return undefined;
  if (is(tokens[at + 1], 'to', 'and', 'oclock', 'minus')) return undefined;
  // "martes 9 de la mañana" is an hour, "domingo 17 en la mañana" cannot be.
  if (tokens[at + 1]?.part !== undefined && number <= 12) return undefined;
  const read = takeDate([{ text: String(number), classes: [], ordinal: number }], 0, reader);
  const day = read?.fact.span?.from ?? read?.fact.ask?.spans[0]?.from;
  if (number > 12) return read;
  return day !== undefined && weekdayOf(day) === weekday ? read : undefined;
}
