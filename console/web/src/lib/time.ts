import { useEffect, useState } from 'react';
import type { Words } from '../i18n/en';

/** How far this machine's clock is behind the server's, ms. Desk clocks drift; windows and waiting times are the server's. */
let behind = 0;

/** Told with every answer of the API; the time an answer travels is no drift. */
export function hearServerTime(at: number): void {
  if (!Number.isFinite(at) || at <= 0) return;
  const now = at - Date.now();
  if (Math.abs(now - behind) > 5_000) behind = now;
}

const present = () => Date.now() + behind;

/** The present moment, moving in steps: waiting times grow without asking the server. */
export function useNow(everyMs = 15_000): number {
  const [now, set] = useState(present);
  useEffect(() => {
    const timer = setInterval(() => set(present()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** "3 min", "2 h 5 min", "4 days". */
export function span(ms: number, words: Words): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes < 1) return `< ${words.time.min(1)}`;
  if (minutes < 60) return words.time.min(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return words.time.h(hours, hours < 10 ? minutes % 60 : 0);
  return words.time.d(Math.floor(hours / 24));
}

const cache = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let made = cache.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, options);
    cache.set(key, made);
  }
  return made;
}

/** Times are the hospital's, wherever the person sits. */
export const clockTime = (at: number, locale: string, zone: string) =>
  format(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at);

export const dayKey = (at: number, zone: string) =>
  format('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(at);

export function dayName(at: number, now: number, locale: string, zone: string, words: Words): string {
  if (dayKey(at, zone) === dayKey(now, zone)) return words.time.today;
  if (dayKey(at, zone) === dayKey(now - 86_400_000, zone)) return words.time.yesterday;
  return format(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: zone }).format(at);
}

export const fullTime = (at: number, locale: string, zone: string) =>
  format(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(at);
