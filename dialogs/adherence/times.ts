import { DateTime } from 'luxon';

/** The next moment a wall-clock time (`HH:mm`) comes in a zone, strictly after `after`; DST moves it, never skips a day. */
export function nextAt(time: string, zone: string, after: number): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = DateTime.fromMillis(after, { zone }).set({ hour, minute, second: 0, millisecond: 0 });
  const due = today.toMillis() > after ? today : today.plus({ days: 1 }).set({ hour, minute });
  return due.toMillis();
}

/** Times in a text: "8am and 9:30 pm", "a las 8 y a las 20:00", sorted, at most four. */
export function readTimes(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.toLowerCase().matchAll(/(?<![\d:])(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?\s?m\b|p\.?\s?m\b)?/g)) {
    const minute = Number(match[2] ?? 0);
    let hour = Number(match[1]);
    const half = match[3]?.[0];
    if (half !== undefined && (hour < 1 || hour > 12)) continue;
    if (half === 'p' && hour < 12) hour += 12;
    if (half === 'a' && hour === 12) hour = 0;
    if (hour > 23 || minute > 59) continue;
    found.add(`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  }
  return [...found].sort().slice(0, 4);
}

/** Days from now until an ISO date begins in a zone; negative once it is over. */
export function daysUntil(date: string, zone: string, now: number): number {
  const end = DateTime.fromISO(date, { zone }).startOf('day');
  return Math.round(end.diff(DateTime.fromMillis(now, { zone }).startOf('day'), 'days').days);
}

/** When a notice `days` before an ISO date goes out: at `time` of that day. */
export function daysBefore(date: string, days: number, time: string, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return DateTime.fromISO(date, { zone }).minus({ days }).set({ hour, minute }).toMillis();
}
