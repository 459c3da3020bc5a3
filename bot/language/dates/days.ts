import { addDays, addMonths, type Day, dayOf, mondayOf, monthOf, weekdayOf, yearOf } from './calendar';
import { asked, count, type DayFact, IMPOSSIBLE, is, one, type Reader, skip, stretch, type Taken } from './facts';
import type { Token } from './lex';
import { takeNthWeekday, takePeriod } from './periods';
import { takeWeekday, weekBehind } from './weekdays';

/** A day and month without a year that lies further ahead than this has more likely just passed. */
const FAR_DAYS = 330;

/** Days named at this place of the phrase; the longest reading first. */
export function takeDay(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const first = skip(tokens, at, 'the', 'of-the', 'the-many');
  const article = tokens.slice(at, first).some((token) => token.comma !== true);
  const found =
    takeDayAfter(tokens, first, reader) ??
    takeFixed(tokens, first, reader) ??
    takeMonthDay(tokens, first, reader, article) ??
    takeNthWeekday(tokens, first, reader) ??
    takeWeekday(tokens, first, reader, takeDate) ??
    takePeriod(tokens, first, reader) ??
    takeWeekOf(tokens, first, reader) ??
    takeOffset(tokens, first, reader) ??
    (article || is(tokens[first], 'day') ? takeDayOfMonth(tokens, first, reader) : takeOrdinal(tokens, first, reader));
  return found === undefined ? undefined : { ...found, length: found.length + first - at };
}

/** "the day after tomorrow", "the day after the 14th". One word ("pasado") stands for the day after by itself. */
function takeDayAfter(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  if (!is(tokens[at], 'day-after') || !tokens[at]!.text.includes(' ')) return undefined;
  const start = skip(tokens, at + 1, 'of', 'of-the');
  const base = takeDay(tokens, start, reader);
  const span = base?.fact.span;
  if (base === undefined || span === undefined || span.from !== span.to) return undefined;
  return { length: start + base.length - at, fact: one(addDays(span.to, 1)) };
}

/** A date with its month: what may follow the name of a weekday. */
function takeDate(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const first = skip(tokens, at, 'the', 'day');
  const found =
    takeMonthDay(tokens, first, reader, true) ??
    (tokens[first]?.slashed === undefined ? undefined : takeFixed(tokens, first, reader)) ??
    (first > at || tokens[first]?.ordinal !== undefined ? takeDayOfMonth(tokens, first, reader) : undefined);
  return found === undefined ? undefined : { ...found, length: found.length + first - at };
}

function takeFixed(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const token = tokens[at];
  if (token === undefined) return undefined;
  const { today } = reader;
  if (token.iso !== undefined) {
    const [year, month, day] = token.iso.split('-').map(Number);
    const found = dayOf(year!, month!, day!);
    return { length: 1, fact: found === undefined ? IMPOSSIBLE : one(found) };
  }
  if (token.slashed !== undefined) {
    const fact = slashedDay(token.slashed, reader);
    return fact === undefined ? undefined : { length: 1, fact };
  }
  const near = is(token, 'after-tomorrow')
    ? 2
    : is(token, 'tomorrow')
      ? 1
      : is(token, 'today', 'tonight')
        ? 0
        : undefined;
  // "tomorrow week" is a week after tomorrow.
  if (near !== undefined && weekBehind(tokens, at + 1)) return { length: 2, fact: one(addDays(today, near + 7)) };
  if (near !== undefined) return { length: 1, fact: one(addDays(today, near)) };
  if (is(token, 'yesterday')) return { length: 1, fact: one(addDays(today, -1)) };
  return undefined;
}

/** 20/3 can only be one thing; 3/4 is asked back in every language: both orders are written everywhere by somebody. */
function slashedDay({ a, b, year, mark }: NonNullable<Token['slashed']>, reader: Reader): DayFact | undefined {
  // "9-11" is from nine to eleven; "3-20" is no pair of hours.
  if (mark === '-' && year === undefined && a <= 12 && b <= 12) return undefined;
  const readings = [
    { month: a, day: b },
    { month: b, day: a },
  ]
    .filter(({ month }) => month >= 1 && month <= 12)
    .map(({ month, day }) => monthDay(month, day, year, reader))
    .filter((fact) => fact.impossible === undefined);
  const [first, second] = readings;
  if (first === undefined) return IMPOSSIBLE;
  if (second === undefined || first.span?.from === second.span?.from) return first;
  return asked(
    'day-or-month',
    readings.map((fact) => fact.span?.from ?? fact.ask?.spans[0]?.from),
  );
}

/** "March 20", "20 de marzo de 2026", "the 20th of March"; also "March 16 to 18". */
function takeMonthDay(
  tokens: readonly Token[],
  at: number,
  reader: Reader,
  article: boolean,
): Taken<DayFact> | undefined {
  const month = tokens[at]?.month;
  if (month !== undefined) {
    const dayAt = skip(tokens, at + 1, 'the');
    const day = tokens[dayAt]?.clock === undefined ? count(tokens[dayAt]) : undefined;
    if (day === undefined || day > 31) return undefined;
    return withYear(tokens, at, dayAt + 1, month, day, reader);
  }
  const start = is(tokens[at], 'day') ? at + 1 : at;
  const day = count(tokens[start]);
  if (day === undefined || day > 99) return undefined;
  const monthAt = skip(tokens, start + 1, 'of', 'of-the');
  const named = tokens[monthAt]?.month;
  if (named === undefined || (day > 31 && !article)) return undefined;
  return withYear(tokens, at, monthAt + 1, named, day, reader);
}

function withYear(
  tokens: readonly Token[],
  at: number,
  next: number,
  month: number,
  day: number,
  reader: Reader,
): Taken<DayFact> {
  const yearAt = skip(tokens, next, 'of', 'of-the');
  const year = yearIn(tokens[yearAt]);
  if (year !== undefined && year >= 1900 && year <= 2100)
    return { length: yearAt + 1 - at, fact: monthDay(month, day, year, reader) };
  return { length: next - at, fact: monthDay(month, day, undefined, reader) };
}

/** "1945" behind a day and month is a year, though it could be a time. */
function yearIn(token: Token | undefined): number | undefined {
  return token?.clock !== undefined && /^\d{4}$/.test(token.text) ? Number(token.text) : token?.number;
}

/** The next such day; one that has just passed is asked back rather than moved a year on. */
export function monthDay(month: number, day: number, year: number | undefined, { today }: Reader): DayFact {
  if (year !== undefined) {
    const found = dayOf(year, month, day);
    return found === undefined ? IMPOSSIBLE : one(found);
  }
  const thisYear = yearOf(today);
  const now = dayOf(thisYear, month, day);
  if (now !== undefined && now >= today) return one(now);
  const next = dayOf(thisYear + 1, month, day);
  if (next === undefined) return now === undefined ? IMPOSSIBLE : asked('passed', []);
  return next <= addDays(today, FAR_DAYS) ? one(next) : asked('passed', [next]);
}

/** "the 14th", "el 14", "día 14": this month, or asked back when that has passed. */
function takeDayOfMonth(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const start = is(tokens[at], 'day') ? at + 1 : at;
  const day = count(tokens[start]);
  if (day === undefined || day > 99) return undefined;
  const monthAt = skip(tokens, start + 1, 'of', 'of-the', 'the');
  const month = takePeriod(tokens, monthAt, reader)?.fact.span?.to;
  if (month !== undefined && tokens.slice(monthAt, monthAt + 2).some((token) => is(token, 'month'))) {
    const found = dayOf(yearOf(month), monthOf(month), day);
    return { length: monthAt + 2 - at, fact: found === undefined ? IMPOSSIBLE : one(found) };
  }
  return { length: start + 1 - at, fact: dayOfMonth(day, reader) };
}

/** Words for higher ordinals are days of the month too; "second" may be the second one shown. */
const SURELY_DAY = 10;

/** An ordinal in figures is a day of the month also without an article: "20th at 10". */
function takeOrdinal(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const token = tokens[at];
  if (token?.ordinal === undefined || (!/\d/.test(token.text) && token.ordinal < SURELY_DAY)) return undefined;
  return { length: 1, fact: dayOfMonth(token.ordinal, reader) };
}

export function dayOfMonth(day: number, { today }: Reader): DayFact {
  if (day < 1 || day > 31) return { ...IMPOSSIBLE, dayOfMonth: day };
  const here = dayOf(yearOf(today), monthOf(today), day);
  if (here !== undefined && here >= today) return { ...one(here), dayOfMonth: day };
  const next = [1, 2, 3]
    .map((months) => addMonths(`${today.slice(0, 8)}01`, months))
    .map((first) => dayOf(yearOf(first), monthOf(first), day))
    .find((found) => found !== undefined);
  return { ...asked('passed', [next]), dayOfMonth: day };
}

/** "the week of April 6", "la semana del 6 de abril". */
function takeWeekOf(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  if (!is(tokens[at], 'week') || !is(tokens[at + 1], 'of', 'of-the', 'from')) return undefined;
  const start = is(tokens[at + 1], 'of-the') ? at + 1 : at + 2;
  const day = takeDay(tokens, start, reader);
  if (day?.fact.span === undefined || day.fact.exact !== true) return undefined;
  const monday = mondayOf(day.fact.span.from);
  const [from = monday] = [monday, reader.today].sort().reverse();
  return { length: start + day.length - at, fact: stretch(from, addDays(monday, 6)) };
}

/** "in two weeks", "3 days from now", "a week from Tuesday", "de hoy en ocho". */
function takeOffset(tokens: readonly Token[], at: number, reader: Reader): Taken<DayFact> | undefined {
  const { today, vocabulary } = reader;
  if (is(tokens[at], 'today-in')) {
    const days = tokens[at + 1]?.number;
    if (days === undefined) return undefined;
    const length = is(tokens[at + 2], 'day') ? 3 : 2;
    return { length, fact: one(addDays(today, vocabulary.looseDays[days] ?? days)) };
  }
  const ahead = is(tokens[at], 'in');
  const within = is(tokens[at], 'within');
  const start = ahead || within ? skip(tokens, at + 1, 'around') : at;
  const bare = within && is(tokens[start], 'day', 'week', 'month', 'fortnight');
  const many = bare ? 1 : tokens[start]?.number;
  const unit = tokens[bare ? start : start + 1];
  if (many === undefined || many > 366 || !is(unit, 'day', 'week', 'month', 'fortnight')) return undefined;
  const forward = (day: Day) =>
    is(unit, 'month')
      ? addMonths(day, many)
      : addDays(day, many * (is(unit, 'week') ? 7 : is(unit, 'fortnight') ? 14 : 1));
  const next = start + (bare ? 1 : 2);
  if (within) return { length: next - at, fact: stretch(today, forward(today)) };
  if (is(tokens[next], 'from-now')) return { length: next + 1 - at, fact: one(forward(today)) };
  if (is(tokens[next], 'from')) {
    const base = takeDay(tokens, next + 1, reader);
    const day = base?.fact.span?.from ?? bareWeekday(base?.fact, today);
    if (base !== undefined && day !== undefined)
      return { length: next + 1 + base.length - at, fact: one(forward(day)) };
  }
  // "a week tomorrow", "two weeks today"; behind "in" a day is a wish of its own.
  const counted = ahead || is(unit, 'day') ? undefined : takeFixed(tokens, next, reader)?.fact.span;
  if (counted !== undefined) return { length: next + 1 - at, fact: one(forward(counted.from)) };
  if (!ahead && !is(unit, 'fortnight')) return undefined;
  const loose = is(unit, 'day') ? vocabulary.looseDays[many] : undefined;
  const fact =
    loose === undefined ? one(forward(today)) : asked('about-a-week', [addDays(today, loose), forward(today)]);
  return { length: next - at, fact };
}

function bareWeekday(fact: DayFact | undefined, today: Day): Day | undefined {
  return fact?.weekday === undefined ? undefined : addDays(today, (fact.weekday - weekdayOf(today) + 7) % 7 || 7);
}
