import type { BookingPort, PractitionerInfo, Services, Slot, TurnEvent } from '../../bot/contracts';
import { inTime, nearest, queryOf } from './query';
import type { BookingState, Want } from './state';
import { dayText, question, say, sayAsked, serviceText, slotLabel } from './words';

export interface Offered {
  readonly events: readonly TurnEvent[];
  readonly next: BookingState | 'done';
}

export type Before = Pick<BookingState, 'passed' | 'patient' | 'patientName'>;
export const NOTHING_BEFORE: Before = { passed: [] };

/** Looks for times and offers up to three, or says clearly why there are none and what there is instead. */
export async function offer(
  want: Want,
  before: Before,
  services: Services,
  booking: BookingPort,
  lead: readonly TurnEvent[] = [],
): Promise<Offered> {
  const service = want.service!;
  const now = services.clock.now();
  const query = { ...queryOf(want, service, now, booking), except: before.passed };
  const found = await booking.search(query);
  if (found.length > 0) {
    const late = tooLate(want) ? [say('later-than-advised', { day: dayText(want.by!, services, booking.zone) })] : [];
    const name = want.wish.soonest ? 'slots-first' : 'slots';
    return show(want, before, found, name, services, booking, [...lead, ...late]);
  }
  if (want.urgency === 'urgent') return noneToday(lead);
  const why = inTime(want)
    ? noneInTime(want, before, services, booking)
    : [await whyNone(want, service, before, services, booking)];
  const other = await booking.search({ ...nearest(want, service, now, booking), except: before.passed });
  if (other.length > 0) return show(want, before, other, 'slots-instead', services, booking, [...lead, ...why]);
  const { practitioners: _practitioners, gender: _gender, language: _language, ...anybody } = want;
  const others = await booking.search({ ...nearest(anybody, service, now, booking), except: before.passed });
  if (others.length > 0 && others.length > other.length)
    return show(anybody, before, others, 'slots-anybody', services, booking, [...lead, ...why]);
  return offerWaiting(want, before, lead);
}

/** The patient asks for a day after the one triage wants them seen by: theirs to choose, once it is said. */
function tooLate({ by, wish }: Want): boolean {
  return by !== undefined && wish.from !== undefined && wish.from > by;
}

/** Same day means today: when today is full a person is asked to find a place, and nothing later is offered. */
function noneToday(lead: readonly TurnEvent[]): Offered {
  const flag: TurnEvent = {
    type: 'flag',
    severity: 2,
    reason: 'no-slot-today',
    summary: 'Needs to be seen today after triage; no free time today. Please call.',
    team: 'nurse',
  };
  return { events: [...lead, say('none-today', undefined, { safety: true }), flag], next: 'done' };
}

/** Within days, and no time in them: later times are offered, and a person is asked to find a sooner place. */
function noneInTime(want: Want, before: Before, services: Services, booking: BookingPort): readonly TurnEvent[] {
  const told = say('none-in-time', { day: dayText(want.by!, services, booking.zone) });
  // Asked for other times: staff know already.
  if (before.passed.length > 0) return [told];
  return [
    told,
    {
      type: 'flag',
      severity: 3,
      reason: 'no-slot-in-time',
      summary: `Needs to be seen by ${want.by} after triage; no free time by then. Please find a place.`,
      team: 'nurse',
    },
  ];
}

async function whyNone(
  want: Want,
  service: string,
  before: Before,
  services: Services,
  booking: BookingPort,
): Promise<TurnEvent> {
  const { wish } = want;
  const person = await whoDoesNot(want, service, booking);
  if (person !== undefined)
    return say('doctor-not-service', { doctor: person.name, service: await serviceName(service, services, booking) });
  if (before.passed.length > 0) return say('no-more');
  const day = wish.from !== undefined && wish.from === wish.to ? wish.from : undefined;
  if (day === undefined) return say('none-as-wished');
  const kind = await booking.dayKind(day, service);
  const values = { day: dayText(day, services, booking.zone) };
  if (kind === 'holiday') return say('day-holiday', values);
  if (kind === 'closed') return say('day-closed', values);
  if (kind === 'too-far') return say('day-too-far', { days: booking.policy.horizonDays });
  return want.practitioners === undefined && wish.parts === undefined && wish.earliest === undefined
    ? say('day-full', values)
    : say('day-none-as-wished', values);
}

/** A doctor who was named and does not do this service. */
async function whoDoesNot(
  { practitioners }: Want,
  service: string,
  booking: BookingPort,
): Promise<PractitionerInfo | undefined> {
  const named = (await booking.practitioners()).filter((one) => practitioners?.includes(one.id) === true);
  return named.some((one) => one.services.includes(service)) ? undefined : named[0];
}

async function serviceName(service: string, services: Services, booking: BookingPort): Promise<string> {
  return serviceText((await booking.services()).find((one) => one.id === service)!, services);
}

/** Offers these times. */
export async function show(
  want: Want,
  before: Before,
  slots: readonly Slot[],
  name: 'slots' | 'slots-first' | 'slots-instead' | 'slots-anybody',
  services: Services,
  booking: BookingPort,
  lead: readonly TurnEvent[],
): Promise<Offered> {
  const service = await serviceName(want.service!, services, booking);
  const choices = await Promise.all(
    slots.map(async (slot) => ({ id: slot.id, text: await slotLabel(slot, services, booking) })),
  );
  const asked = question(name, 'choice', [...choices, 'other_times'], { service });
  const next: BookingState = {
    at: 'slots',
    want,
    ...before,
    shown: slots.map(({ id, start }) => ({ id, start })),
    asked,
  };
  return { events: [...lead, sayAsked(asked)], next };
}

/** Nothing at all: the waiting list. */
export function offerWaiting(want: Want, before: Before, lead: readonly TurnEvent[] = []): Offered {
  const asked = question('none-at-all', 'yesNo', ['yes', 'no']);
  return { events: [...lead, sayAsked(asked)], next: { at: 'none', want, ...before, shown: [], asked } };
}
