import { is, type Reader, type Taken } from './facts';
import type { ClockText, Token } from './lex';

/** Minutes of a spoken fraction. */
const HALF_HOUR = 30;
const QUARTER_HOUR = 15;

export type ClockFact = ClockText & {
  /** Said with its part of the day: "3 de la tarde". */
  readonly part?: Token['part'];
};

/**
 * A clock time at this place. `loose` also takes a bare number, where the words around it have said that a time comes:
 * after "after", between two others, behind a day.
 */
export function takeClock(tokens: readonly Token[], at: number, loose: boolean): Taken<ClockFact> | undefined {
  let start = at;
  let sign = loose;
  while (is(tokens[start], 'at', 'around', 'at-maybe')) {
    sign = true;
    start += 1;
  }
  const token = tokens[start];
  if (token === undefined) return undefined;
  const lead = start - at;
  if (is(token, 'noon')) return { length: lead + 1, fact: { hour: 12, minute: 0, half: 'pm' } };
  if (is(token, 'midnight')) return { length: lead + 1, fact: { hour: 0, minute: 0, half: 'am' } };
  const spoken = fraction(tokens, start) ?? minutesBefore(tokens, start);
  if (spoken !== undefined) return withPart(tokens, at, start + spoken.length, spoken.fact);
  if (token.clock !== undefined) return withPart(tokens, at, start + 1, token.clock);
  if (token.number === undefined || token.number > 31 || token.month !== undefined) return undefined;
  // "by a doctor": the article is a number only where something is counted.
  if (token.number === 1 && /^an?$/.test(token.text)) return undefined;
  const behind = numberTail(tokens, start, token.number, sign);
  const certain = sign || behind.certain || tokens[start + behind.length]?.part !== undefined;
  return certain ? withPart(tokens, at, start + behind.length, behind.fact) : undefined;
}

/** "half past nine", "quarter to four", "cuarto para las cuatro". */
function fraction(tokens: readonly Token[], at: number): Taken<ClockFact> | undefined {
  const hourAt = (from: number) => {
    const next = is(tokens[from], 'at', 'at-maybe') ? from + 1 : from;
    const hour = tokens[next]?.number;
    return hour === undefined || hour > 24 ? undefined : { hour, end: next + 1 };
  };
  if (is(tokens[at], 'to-hour')) {
    const found = hourAt(at + 1);
    return found && { length: found.end - at, fact: before(found.hour, QUARTER_HOUR) };
  }
  if (!is(tokens[at], 'half', 'quarter') || !is(tokens[at + 1], 'past', 'after')) return undefined;
  const found = hourAt(at + 2);
  const minute = is(tokens[at], 'half') ? HALF_HOUR : QUARTER_HOUR;
  return found && { length: found.end - at, fact: { hour: found.hour, minute } };
}

/** Minutes people name before or past an hour. */
const SPOKEN_MINUTES: readonly (number | undefined)[] = [5, 10, 20, 25];

/** "twenty to four", "ten past 9", "cinco para las cuatro". "Ten to four" may be a stretch of hours and is none of these. */
function minutesBefore(tokens: readonly Token[], at: number): Taken<ClockFact> | undefined {
  const minutes = tokens[at]?.number;
  const link = tokens[at + 1];
  const hour = tokens[at + 2]?.number;
  if (minutes === undefined || hour === undefined || hour < 1 || hour > 12 || !SPOKEN_MINUTES.includes(minutes))
    return undefined;
  if (is(link, 'past')) return { length: 3, fact: { hour, minute: minutes } };
  const surely = is(link, 'to-clock') || (is(link, 'to') && minutes > 12);
  return surely ? { length: 3, fact: before(hour, minutes) } : undefined;
}

const before = (hour: number, minutes: number): ClockFact => ({
  hour: hour === 1 ? 12 : hour - 1,
  minute: 60 - minutes,
});

/** What follows the hour: "y media", "menos cuarto", "thirty", "o'clock". */
function numberTail(
  tokens: readonly Token[],
  at: number,
  hour: number,
  sign: boolean,
): { length: number; fact: ClockFact; certain: boolean } {
  const [first, second] = [tokens[at + 1], tokens[at + 2]];
  const minute = (token: Token | undefined) =>
    is(token, 'half') ? HALF_HOUR : is(token, 'quarter') ? QUARTER_HOUR : undefined;
  if (is(first, 'and') && minute(second) !== undefined)
    return { length: 3, fact: { hour, minute: minute(second)! }, certain: true };
  if (is(first, 'minus') && minute(second) !== undefined)
    return { length: 3, fact: before(hour, minute(second)!), certain: true };
  const few =
    SPOKEN_MINUTES.includes(second?.number) && tokens[at + 3]?.month === undefined ? second!.number! : undefined;
  if (is(first, 'minus') && few !== undefined) return { length: 3, fact: before(hour, few), certain: true };
  if (sign && is(first, 'and') && few !== undefined) return { length: 3, fact: { hour, minute: few }, certain: true };
  if (is(first, 'oclock')) return { length: 2, fact: { hour, minute: 0 }, certain: true };
  const spoken = first?.number;
  if (hour <= 24 && spoken !== undefined && spoken >= 10 && spoken < 60 && /[a-z]/.test(first!.text))
    return { length: 2, fact: { hour, minute: spoken }, certain: true };
  return { length: 1, fact: { hour, minute: 0 }, certain: false };
}

function withPart(tokens: readonly Token[], at: number, next: number, fact: ClockFact): Taken<ClockFact> {
  const half = is(tokens[next], 'am') ? 'am' : is(tokens[next], 'pm') ? 'pm' : undefined;
  if (half !== undefined) return { length: next + 1 - at, fact: { ...fact, half } };
  const after = is(tokens[next], 'oclock') ? next + 1 : next;
  const part = tokens[after]?.part;
  return part === undefined || fact.half !== undefined
    ? { length: after - at, fact }
    : { length: after + 1 - at, fact: { ...fact, part } };
}

/** Wall-clock hours a time can mean; empty when there is no such time. */
export function hoursOf(clock: ClockFact, part: Token['part'], { open, close }: Reader): number[] {
  const { hour, minute, half } = clock;
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return [];
  if (half !== undefined)
    return hour < 1 && half === 'pm' ? [] : hour > 12 ? [hour] : [(hour % 12) + (half === 'pm' ? 12 : 0)];
  if (hour === 0 || hour > 12) return [hour % 24];
  const said = clock.part ?? part;
  if (said === 'morning') return [hour === 12 ? 12 : hour];
  if (said !== undefined) return [hour === 12 ? 12 : hour + 12];
  const both = [hour % 12, (hour % 12) + 12];
  const inHours = both.filter((one) => one >= open && one < close);
  return inHours.length === 1 ? inHours : both;
}

export const timeOf = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
