import { DateTime } from 'luxon';
import type { DateWish, Services } from '../../bot/contracts';
import { dayText } from './words';

type Speaking = Pick<Services, 'content' | 'locale'>;

/** A wish in the patient's language, to be asked back: "Tuesday, March 17, afternoon, after 14:00". */
export function wishText(wish: DateWish, services: Speaking, zone: string): string {
  const word = (name: string) => services.content.text(`wording/booking.wish-${name}`, services.locale);
  const time = (name: string, at: string | undefined) =>
    at === undefined ? [] : [`${word(name)} ${clock(at, services)}`];
  return [
    ...daysText(wish, services, zone, word),
    ...(wish.weekdays ?? []).map((day) => weekdayText(day, services)),
    ...(wish.parts ?? []).map((part) => word(part)),
    ...(wish.at === undefined ? [] : [clock(wish.at, services)]),
    ...time('after', wish.earliest),
    ...time('before', wish.latest),
  ].join(', ');
}

function daysText({ from, to }: DateWish, services: Speaking, zone: string, word: (name: string) => string): string[] {
  const day = (one: string) => dayText(one, services, zone);
  if (from !== undefined && to !== undefined) return [from === to ? day(from) : `${day(from)} - ${day(to)}`];
  if (from !== undefined) return [`${word('from')} ${day(from)}`];
  return to === undefined ? [] : [`${word('until')} ${day(to)}`];
}

/** Monday 5 January 1970 and its days are only there to have their names said. */
function weekdayText(weekday: number, { locale }: Speaking): string {
  return DateTime.fromObject({ year: 1970, month: 1, day: 4 + weekday }, { zone: 'utc', locale }).toFormat('cccc');
}

function clock(at: string, { content, locale }: Speaking): string {
  const format = content.text('wording/booking.format-clock', locale);
  return DateTime.fromISO(`1970-01-05T${at}`, { zone: 'utc', locale })
    .toFormat(format)
    .replace(/[\u202f\u00a0]/g, ' ');
}
