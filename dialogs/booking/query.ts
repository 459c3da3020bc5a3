import { DateTime } from 'luxon';
import type { BookingPort, DateWish, SlotQuery } from '../../bot/contracts';
import type { Want } from './state';

const start = (day: string, zone: string) => DateTime.fromISO(day, { zone }).startOf('day').toMillis();
const end = (day: string, zone: string) => DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toMillis();

export function today(now: number, zone: string): string {
  return DateTime.fromMillis(now, { zone }).toISODate()!;
}

/**
 * A wish as the calendar is asked for it. Urgent means today, whatever day was named; what triage wants seen within days is
 * looked for in those days, unless the patient names another.
 */
export function queryOf(want: Want, service: string, now: number, booking: BookingPort): SlotQuery {
  const { zone } = booking;
  const wish: DateWish =
    want.urgency === 'urgent'
      ? { ...want.wish, from: today(now, zone), to: today(now, zone) }
      : inTime(want)
        ? { ...want.wish, to: want.by! }
        : want.wish;
  const day = wish.from !== undefined && wish.from === wish.to ? wish.from : undefined;
  return {
    service,
    ...(want.practitioners === undefined ? {} : { practitioners: want.practitioners }),
    ...(want.gender === undefined ? {} : { gender: want.gender }),
    ...(want.language === undefined ? {} : { language: want.language }),
    ...(wish.from === undefined ? {} : { from: start(wish.from, zone) }),
    ...(wish.to === undefined ? {} : { to: end(wish.to, zone) }),
    ...(wish.weekdays === undefined ? {} : { weekdays: wish.weekdays }),
    ...(wish.parts === undefined ? {} : { parts: wish.parts }),
    ...(wish.earliest === undefined ? {} : { earliest: wish.earliest }),
    ...(wish.latest === undefined ? {} : { latest: wish.latest }),
    ...(wish.at === undefined || day === undefined
      ? wish.at === undefined
        ? {}
        : { earliest: wish.at }
      : { near: DateTime.fromISO(`${day}T${wish.at}`, { zone }).toMillis() }),
    pick: wish.at === undefined && want.wish.latest === undefined ? 'spread' : 'first',
    limit: 3,
  };
}

/** Whether the days of triage hold: it set them, and the patient named no day. */
export function inTime(want: Want): boolean {
  return want.by !== undefined && want.wish.from === undefined && want.wish.to === undefined;
}

/** The same wish without its days and times: what there is instead. */
export function nearest(want: Want, service: string, now: number, booking: BookingPort): SlotQuery {
  const { wish } = want;
  const near =
    wish.from === undefined
      ? now
      : DateTime.fromISO(`${wish.from}T${wish.at ?? '12:00'}`, { zone: booking.zone }).toMillis();
  return {
    service,
    ...(want.practitioners === undefined ? {} : { practitioners: want.practitioners }),
    ...(want.gender === undefined ? {} : { gender: want.gender }),
    ...(want.language === undefined ? {} : { language: want.language }),
    near: Math.max(now, near),
    limit: 3,
  };
}
