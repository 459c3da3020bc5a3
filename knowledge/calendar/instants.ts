import { IANAZone } from 'luxon';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The first moment of a local day at which a clock on the wall shows `minute` (0 to 1440) or later. A time that the spring
 * change leaves out begins where the clock jumps to; a time that autumn shows twice means the first. 1440 is the end of
 * the day.
 * @param day `YYYY-MM-DD`
 * @param zone IANA zone
 */
export function instantAt(day: string, minute: number, zone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE;
  const offsetAt = (at: number) => offset(at, zone);
  // Every offset in force around this wall time; the earliest moment that really shows it.
  const offsets = [...new Set([offsetAt(wall - DAY), offsetAt(wall), offsetAt(wall + DAY)])];
  const shown = offsets
    .map((offset) => wall - offset)
    .filter((at) => at + offsetAt(at) === wall)
    .sort((a, b) => a - b);
  return shown[0] ?? jump(wall - Math.max(...offsets), wall - Math.min(...offsets), offsetAt);
}

/** The moment between two at which the offset changes: zones change on whole minutes. */
function jump(before: number, after: number, offsetAt: (at: number) => number): number {
  const old = offsetAt(before);
  let low = before;
  let high = after;
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** Asking the platform costs more than everything else about a slot. Clocks change on quarter hours of UTC. */
const QUARTER = 15 * MINUTE;
const MOST_KEPT = 50_000;
const kept = new Map<string, number>();

/** Milliseconds that local time is ahead of UTC. */
function offset(at: number, zone: string): number {
  const key = `${zone} ${Math.floor(at / QUARTER)}`;
  const found = kept.get(key);
  if (found !== undefined) return found;
  if (kept.size >= MOST_KEPT) kept.clear();
  const ms = IANAZone.create(zone).offset(at) * MINUTE;
  kept.set(key, ms);
  return ms;
}

/** What the clock on the wall shows: the local day, the minute of the day and the ISO weekday (1 Monday). */
export function wallClock(at: number, zone: string): { day: string; minute: number; weekday: number } {
  const local = new Date(at + offset(at, zone));
  return {
    day: local.toISOString().slice(0, 10),
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
    weekday: ((local.getUTCDay() + 6) % 7) + 1,
  };
}

/** `08:30` as minutes of the day. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** The day `n` days later. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);
}

export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** `3d`, `24h`, `30m` in milliseconds. */
export function durationMs(text: string): number {
  const unit = { m: MINUTE, h: 60 * MINUTE, d: DAY }[text.slice(-1)] ?? 0;
  return Number(text.slice(0, -1)) * unit;
}
