import type { DateReading, DateWish, DayPart, WhyAsk } from '../../contracts';
import { addDays, clockExists, type Day, daysIn, type Span, weekdayFrom } from './calendar';
import { type ClockFact, hoursOf, timeOf } from './clocks';
import { dayOfMonth } from './days';
import type { Bound, Phrase } from './draft';
import type { DayFact, Reader } from './facts';

const PARTS: readonly DayPart[] = ['morning', 'afternoon', 'evening'];

export interface Now {
  readonly time: string;
  readonly zone: string;
}

/** What the parts of a phrase mean together. */
export function meaningOf(phrase: Phrase, reader: Reader, now: Now): DateReading {
  const times = timesOf(phrase, reader);
  if (times.kind !== 'times') return times;
  const days = daysOf(phrase, times.wishes, reader, now);
  if (days.kind !== 'days') return days;
  if (days.spans.length === 0 && times.wishes.length === 0 && phrase.number !== undefined)
    return numberAlone(phrase.number, reader);
  const every = everyOf(phrase);
  const wishes = (times.wishes.length === 0 ? [{}] : times.wishes).flatMap((time) =>
    (days.spans.length === 0 ? [undefined] : days.spans).map((span) => together(span, every, time, phrase)),
  );
  const why = times.why ?? days.why;
  if (why !== undefined) return { kind: 'ask', why, candidates: wishes };
  const [wish] = wishes;
  if (wish === undefined || Object.keys(wish).length === 0)
    return phrase.excluded.length > 0 ? { kind: 'ask', why: 'not-all', candidates: [] } : { kind: 'none' };
  if (phrase.left || contradicts(wish) || mixes(phrase)) return { kind: 'ask', why: 'not-all', candidates: [wish] };
  return settled(wish, reader, now);
}

/** "First thing or last thing": no time is both. */
function contradicts({ earliest, latest }: DateWish): boolean {
  return earliest !== undefined && latest !== undefined && earliest >= latest;
}

/** "Tuesday morning or Wednesday afternoon": which goes with which a wish cannot hold. */
function mixes({ days, every, parts, clocks, spans }: Phrase): boolean {
  const several = days.filter(({ bound }) => bound === 'at').length > 1 || every.length > 1;
  return (
    several && new Set(parts).size + clocks.length + spans.length > 1 && clocks.every(({ bound }) => bound === 'at')
  );
}

/** A day that is over, or a time that the clocks skip, is said so. */
function settled(wish: DateWish, { today }: Reader, { time, zone }: Now): DateReading {
  const { from, to, at } = wish;
  if (to !== undefined && to < today) return { kind: 'past', day: to, ...(at === undefined ? {} : { at }) };
  if (from !== undefined && from === to && at !== undefined) {
    if (!clockExists(from, at, zone)) return { kind: 'impossible', what: 'time' };
    if (from === today && at < time) return { kind: 'past', day: from, at };
  }
  return { kind: 'wish', wish: from !== undefined && from < today ? { ...wish, from: today } : wish };
}

type Times =
  | { kind: 'times'; wishes: readonly DateWish[]; why?: WhyAsk }
  | Extract<DateReading, { kind: 'impossible' }>;

/** Times of day; two wishes when an hour may be in the morning or the evening. */
function timesOf(phrase: Phrase, reader: Reader): Times {
  const part = phrase.parts[0];
  const loose = looseTimes(phrase, part, reader);
  const named = phrase.parts.filter((one) => !phrase.neverParts.includes(one));
  const parts =
    named.length === 0 && phrase.neverParts.length > 0
      ? PARTS.filter((one) => !phrase.neverParts.includes(one))
      : named;
  const span = phrase.spans[0];
  if (span !== undefined) {
    const between = clockSpan(span, part, reader);
    return between === undefined ? { kind: 'impossible', what: 'time' } : { kind: 'times', wishes: [between] };
  }
  let wishes: DateWish[] = [loose];
  let why: WhyAsk | undefined;
  const exact = phrase.clocks.filter(({ bound }) => bound === 'at');
  if (exact.length > 0 && exact.length < phrase.clocks.length)
    return { ...timesOf(withoutExact(phrase), reader), why: 'not-all' } as Times;
  if (exact.length > 1) return eitherTime(phrase, reader);
  for (const { fact, bound } of phrase.clocks) {
    const hours = hoursOf(fact, part, reader);
    if (hours.length === 0) return { kind: 'impossible', what: 'time' };
    const certain = bound === 'at' ? hours : [bounded(hours, reader)];
    if (certain.length > 1) why = 'am-or-pm';
    wishes = wishes.flatMap((wish) =>
      certain.map((hour) => ({ ...wish, ...clockWish(timeOf(hour, fact.minute), bound) })),
    );
  }
  const timed = phrase.clocks.length > 0;
  wishes = wishes.map((wish) => {
    const { parts: loosely, ...rest } = wish;
    if (timed && rest.at !== undefined) return { at: rest.at };
    const all = [...new Set<DayPart>([...parts, ...(loosely ?? [])])];
    return { ...rest, ...(all.length === 0 || timed ? {} : { parts: all }) };
  });
  const told = wishes.filter((wish) => Object.keys(wish).length > 0);
  return { kind: 'times', wishes: told, ...(why === undefined ? {} : { why }) };
}

/** "I finish at 2, so after half past": the bound is the wish, and it is asked whether it is. */
const withoutExact = (phrase: Phrase): Phrase => ({
  ...phrase,
  clocks: phrase.clocks.filter(({ bound }) => bound !== 'at'),
});

/** "3 or 4 in the afternoon": each is a wish of its own, and it is asked which. */
function eitherTime(phrase: Phrase, reader: Reader): Times {
  const each = phrase.clocks.map((clock) => timesOf({ ...phrase, clocks: [clock] }, reader));
  const impossible = each.find((one) => one.kind === 'impossible');
  if (impossible !== undefined) return impossible;
  return { kind: 'times', wishes: each.flatMap((one) => (one.kind === 'times' ? one.wishes : [])), why: 'which-time' };
}

/** "Early", "late afternoon", "after lunch": on the clock as the words of the language say. */
function looseTimes(phrase: Phrase, part: DayPart | undefined, { vocabulary: { hours } }: Reader): DateWish {
  const [lunchBegins, lunchOver] = hours.lunch;
  return {
    ...(phrase.early ? { latest: hours.early_until[part ?? 'morning'], parts: [part ?? 'morning'] } : {}),
    ...(phrase.late ? { earliest: part === undefined ? hours.late : hours.late_from[part] } : {}),
    ...(phrase.notEarly ? { earliest: hours.early_until[part ?? 'morning'] } : {}),
    ...(phrase.notLate ? { latest: part === undefined ? hours.late : hours.late_from[part] } : {}),
    ...(phrase.beforeWork ? { latest: hours.work_begins } : {}),
    ...(phrase.lunch === 'after' ? { earliest: lunchOver, parts: ['afternoon'] as const } : {}),
    ...(phrase.lunch === 'before' ? { latest: lunchBegins } : {}),
    ...(phrase.lunch === 'at' ? { earliest: lunchBegins, latest: lunchOver } : {}),
  };
}

/** A bound may lie outside the hours: "after 6" is the evening, "before 9" the morning. */
function bounded(hours: readonly number[], { open, close }: Reader): number {
  return hours.find((hour) => hour >= open && hour <= close) ?? hours[hours.length - 1]!;
}

function clockWish(time: string, bound: Bound): DateWish {
  if (bound === 'at') return { at: time };
  return bound === 'after' || bound === 'not-before' ? { earliest: time } : { latest: time };
}

function clockSpan(
  { from, to }: { from: ClockFact; to: ClockFact },
  part: DayPart | undefined,
  reader: Reader,
): DateWish | undefined {
  const starts = hoursOf(from, from.part ?? to.part ?? part, reader);
  const ends = hoursOf(to, to.part ?? part, reader);
  const start = starts.length === 1 ? starts[0]! : starts.find((hour) => hour >= reader.open - 1);
  const all = [
    ...new Set([...ends, ...(to.half === undefined && to.hour <= 12 ? [to.hour % 12, (to.hour % 12) + 12] : [])]),
  ];
  const end = all.sort((a, b) => a - b).find((hour) => start !== undefined && hour > start);
  if (start === undefined || end === undefined) return undefined;
  return { earliest: timeOf(start, from.minute), latest: timeOf(end, to.minute) };
}

type Days =
  | { kind: 'days'; spans: readonly OpenSpan[]; why?: WhyAsk }
  | Extract<DateReading, { kind: 'impossible' | 'ask' }>;
type OpenSpan = { readonly from?: Day; readonly to?: Day };

function daysOf(phrase: Phrase, times: readonly DateWish[], reader: Reader, now: Now): Days {
  const ranged = phrase.ranges[0];
  if (ranged !== undefined) {
    if (ranged.from.impossible || ranged.to.impossible) return { kind: 'impossible', what: 'day' };
    const from = (ranged.from.span ?? ranged.from.ask?.spans[0])?.from;
    const until = (ranged.to.span ?? ranged.to.ask?.spans[0])?.to;
    const to = ranged.to.weekday === undefined ? until : weekdayFrom(from ?? reader.today, ranged.to.weekday);
    const why = ranged.from.ask?.why ?? ranged.to.ask?.why;
    return {
      kind: 'days',
      spans: [{ ...(from && { from }), ...(to && { to }) }],
      ...(why === undefined ? {} : { why }),
    };
  }
  const weekday = weekdayOfStretch(phrase);
  if (weekday !== undefined) return { kind: 'days', spans: [weekday] };
  const first = firstAfterExcluded(phrase, reader);
  if (first !== undefined) return { kind: 'days', spans: [{ from: first }] };
  const facts = phrase.days.map(({ fact, bound }) => ({ fact: resolved(fact, bound, times, reader, now), bound }));
  if (facts.some(({ fact }) => fact.impossible)) return { kind: 'impossible', what: 'day' };
  const asking = facts.find(({ fact }) => fact.ask !== undefined);
  if (asking !== undefined)
    return {
      kind: 'days',
      spans: asking.fact.ask!.spans.map((span) => boundSpan(span, asking.bound)),
      why: asking.fact.ask!.why,
    };
  const spans = facts.flatMap(({ fact, bound }) => (fact.span === undefined ? [] : [boundSpan(fact.span, bound)]));
  if (spans.length < 2) return { kind: 'days', spans };
  const days = spans.flatMap(({ from, to }) => (from !== undefined && from === to ? [from] : [])).sort();
  if (days.length === spans.length && neighbours(days))
    return { kind: 'days', spans: [{ from: days[0]!, to: days.at(-1)! }] };
  const both = narrowed(spans);
  // "the 17th or the 19th": no stretch holds both, and which of them is not ours to choose.
  return both === undefined ? { kind: 'days', spans, why: 'which-day' } : { kind: 'days', spans: [both] };
}

/** "next week, Wednesday": the weekday picks a day of the stretch. */
function weekdayOfStretch({ days }: Phrase): OpenSpan | undefined {
  const weekdays = days.flatMap(({ fact, bound }) =>
    bound === 'at' && fact.weekday !== undefined ? [fact.weekday] : [],
  );
  const wide = days.find(({ fact, bound }) => bound === 'at' && fact.exact !== true && fact.span !== undefined);
  if (wide?.fact.span === undefined || weekdays.length === 0) return undefined;
  const [day, more] = daysIn(wide.fact.span, weekdays);
  return day !== undefined && more === undefined ? { from: day, to: day } : undefined;
}

/** "Not today", "as soon as possible but not this week": from the day behind what was ruled out. */
function firstAfterExcluded({ days, every, excluded, soonest }: Phrase, { today }: Reader): Day | undefined {
  const span = excluded.length === 1 ? excluded[0]!.span : undefined;
  if (span === undefined || days.length > 0 || every.length > 0 || span.from > today) return undefined;
  return soonest || span.to === today ? addDays(span.to, 1) : undefined;
}

/** Several stretches said of one wish are all true: "after the 20th, before April". */
function narrowed(spans: readonly OpenSpan[]): OpenSpan | undefined {
  const from = spans
    .flatMap((span) => span.from ?? [])
    .sort()
    .at(-1);
  const to = spans.flatMap((span) => span.to ?? []).sort()[0];
  if (from !== undefined && to !== undefined && to < from) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** "Wednesday", said on a Wednesday: this one when the time is still ahead, the next when it is over, else asked. */
function resolved(fact: DayFact, bound: Bound, times: readonly DateWish[], { today }: Reader, now: Now): DayFact {
  if (fact.weekday === undefined) return fact;
  const day = weekdayFrom(today, fact.weekday);
  const only = (one: Day): DayFact => ({ span: { from: one, to: one }, exact: true });
  if (day !== today) return only(day);
  if (bound !== 'at') return only(addDays(day, 7));
  const [at] = times.flatMap((wish) => wish.at ?? []);
  if (at !== undefined && at <= now.time) return only(addDays(day, 7));
  const spans: Span[] = [day, addDays(day, 7)].map((one) => ({ from: one, to: one }));
  return { exact: true, ask: { why: 'which-week', spans } };
}

function boundSpan({ from, to }: Span, bound: Bound): OpenSpan {
  switch (bound) {
    case 'after':
      return { from: addDays(to, 1) };
    case 'not-before':
      return { from };
    case 'before':
      return { to: addDays(from, -1) };
    case 'by':
      return { to };
    default:
      return { from, to };
  }
}

/** Weekdays that are left over; undefined when all are. */
function everyOf({ every, never }: Phrase): readonly number[] | undefined {
  if (every.length === 0 && never.length === 0) return undefined;
  const base = every.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : [...new Set(every)].sort();
  return base.filter((day) => !never.includes(day));
}

function together(
  span: OpenSpan | undefined,
  weekdays: readonly number[] | undefined,
  time: DateWish,
  phrase: Phrase,
): DateWish {
  const narrowedTo =
    span?.from !== undefined && span.to !== undefined && weekdays !== undefined
      ? daysIn({ from: span.from, to: span.to }, weekdays)
      : undefined;
  const days =
    narrowedTo !== undefined && narrowedTo.length > 0 && phrase.never.length === 0 && neighbours(narrowedTo)
      ? { from: narrowedTo[0]!, to: narrowedTo.at(-1)! }
      : { ...span, ...(weekdays === undefined ? {} : { weekdays }) };
  const wish: DateWish = { ...days, ...time };
  return Object.keys(wish).length === 0 && phrase.soonest ? { soonest: true } : wish;
}

/** Days without a gap: a stretch of their own. */
function neighbours(days: readonly Day[]): boolean {
  return days.every((day, n) => n === 0 || addDays(days[n - 1]!, 1) === day);
}

function numberAlone(number: number, reader: Reader): DateReading {
  const day = dayOfMonth(number, reader);
  const spans = day.span === undefined ? (day.ask?.spans ?? []) : [day.span];
  const hours = number <= 24 ? hoursOf({ hour: number, minute: 0 }, undefined, reader) : [];
  return {
    kind: 'ask',
    why: 'day-or-hour',
    candidates: [...spans.map(({ from, to }) => ({ from, to })), ...hours.map((hour) => ({ at: timeOf(hour, 0) }))],
  };
}
