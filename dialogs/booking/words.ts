import { DateTime } from 'luxon';
import type {
  Appointment,
  BookingPort,
  Choice,
  Names,
  PromptKind,
  Say,
  ServiceInfo,
  Services,
  Slot,
} from '../../bot/contracts';
import type { Asked } from './state';

/** A sentence of the booking wording. */
export function say(name: string, values?: Say['values'], more: Partial<Say> = {}): Say {
  return { type: 'say', wording: `wording/booking.${name}`, ...(values === undefined ? {} : { values }), ...more };
}

export function question(
  name: string,
  kind: PromptKind,
  choices: readonly (string | { readonly id: string; readonly text: string })[] = [],
  values: Asked['values'] = {},
): Asked {
  return {
    name,
    values,
    kind,
    choices: choices.map((one) =>
      typeof one === 'string'
        ? { id: one, label: `wording/booking.choice-${one.replace(/_/g, '-')}`, literal: false }
        : { id: one.id, label: one.text, literal: true },
    ),
  };
}

export const YES_NO = ['yes', 'no'] as const;

export function sayAsked(asked: Asked, more: Partial<Say> = {}): Say {
  const choices: Choice[] = asked.choices.map(({ id, label, literal }) => ({
    id,
    label: literal ? { literal: label } : label,
  }));
  return say(asked.name, asked.values, {
    ask: { kind: asked.kind, ...(choices.length === 0 ? {} : { choices }) },
    ...more,
  });
}

export const inLocale = (names: Names, locale: string): string => names[locale] ?? names.en!;

/** "Tue, Mar 17, 9:00 AM" / "mar, 17 mar, 9:00", in the hospital's zone and in letters every phone has. */
export function whenText(at: number, services: Services, zone: string): string {
  return plain(DateTime.fromMillis(at, { zone, locale: services.locale }), services, 'slot');
}

/** "Tuesday, March 17" */
export function dayText(day: string, services: Pick<Services, 'content' | 'locale'>, zone: string): string {
  return plain(DateTime.fromISO(day, { zone, locale: services.locale }), services, 'day');
}

/** "Tuesday, March 17, 9:00 AM" */
export function fullText(at: number, services: Services, zone: string): string {
  return plain(DateTime.fromMillis(at, { zone, locale: services.locale }), services, 'full');
}

/** "March 12, 1985": for dates of birth. */
export function birthText(day: string, services: Services): string {
  return plain(DateTime.fromISO(day, { locale: services.locale }), services, 'birth');
}

function plain(
  date: DateTime,
  services: Pick<Services, 'content' | 'locale'>,
  size: 'slot' | 'day' | 'full' | 'birth',
): string {
  const format = services.content.text(`wording/booking.format-${size}`, services.locale);
  return date.toFormat(format).replace(/[\u202f\u00a0]/g, ' ');
}

/** What a slot or visit is called everywhere: names of service, person and place. */
export interface Shown {
  readonly service: string;
  readonly doctor: string;
  readonly place: string;
  readonly address: string;
  readonly when: string;
}

export async function shown(
  visit: Pick<Slot | Appointment, 'service' | 'practitioner' | 'location' | 'start'>,
  services: Services,
  booking: BookingPort,
): Promise<Shown> {
  const [offered, people, places] = await Promise.all([
    booking.services(),
    booking.practitioners(),
    booking.locations(),
  ]);
  const service = offered.find((one) => one.id === visit.service);
  const place = places.find((one) => one.id === visit.location);
  return {
    service: service === undefined ? visit.service : inLocale(service.name, services.locale),
    doctor: people.find((one) => one.id === visit.practitioner)?.name ?? '',
    place: place === undefined ? '' : inLocale(place.name, services.locale),
    address: place?.address ?? '',
    when: fullText(visit.start, services, booking.zone),
  };
}

/** "Tue, Mar 17, 9:00 AM, Dr. Elena Vargas". */
export async function slotLabel(slot: Slot, services: Services, booking: BookingPort): Promise<string> {
  const doctor = (await booking.practitioners()).find((one) => one.id === slot.practitioner);
  const when = whenText(slot.start, services, booking.zone);
  return doctor === undefined ? when : `${when}, ${shortName(doctor.name, doctor.family)}`;
}

/** "Dr. Vargas" of "Dr. Elena Vargas"; other names stay whole. */
export function shortName(name: string, family: string): string {
  return /^dra?\.? /i.test(name) ? `${name.split(' ')[0]} ${family}` : name;
}

export function serviceText(service: ServiceInfo, services: Services): string {
  return inLocale(service.name, services.locale);
}
