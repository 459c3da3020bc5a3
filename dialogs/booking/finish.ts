import type { BookingPort, Services, TurnEvent } from '../../bot/contracts';
import { type Before, type Offered, offer, show } from './offer';
import { askChanged, beginPerson, type PersonStep } from './person';
import { queryOf } from './query';
import type { BookingState, Want } from './state';
import { question, say, sayAsked, shown, YES_NO } from './words';

/** A time was picked: it is kept for this person while the rest is asked. */
export async function pick(
  current: BookingState,
  slotId: string,
  services: Services,
  booking: BookingPort,
): Promise<Offered> {
  const slot = await booking.slot(slotId);
  if (slot === undefined || !slot.free) return gone(current, slotId, services, booking);
  const hold: TurnEvent = { type: 'hold', slotId };
  const held: BookingState = { ...current, slot: slotId, start: slot.start };
  if (current.patient !== undefined)
    return checked(held, { patientId: current.patient, name: current.patientName, fresh: false }, services, booking, [
      hold,
    ]);
  const step = await beginPerson(current.want.child === true ? 'child' : 'self', services, booking);
  const offered = await withPerson(held, step, services, booking, [
    hold,
    ...('done' in step ? [] : [say('held', { minutes: booking.policy.holdMinutes })]),
  ]);
  return offered === 'unclear' ? { events: [], next: current } : offered;
}

/** Somebody was faster, or the time kept for them ran out: the nearest others. */
async function gone(current: BookingState, slotId: string, services: Services, booking: BookingPort): Promise<Offered> {
  const passed = [...current.passed, slotId];
  const start = current.shown.find((one) => one.id === slotId)?.start ?? current.start ?? services.clock.now();
  const found = await booking.search({ service: current.want.service!, near: start, except: passed, limit: 3 });
  if (found.length === 0)
    return offer(current.want, { ...known(current), passed }, services, booking, [say('just-taken')]);
  const before = { ...known(current), passed };
  return show({ ...current.want, wish: {} }, before, found, 'slots-instead', services, booking, [
    { type: 'releaseHold' },
    say('just-taken'),
  ]);
}

/** Who it is for, where that is known. */
function known({ patient, patientName, passed }: BookingState): Before {
  return {
    passed,
    ...(patient === undefined ? {} : { patient }),
    ...(patientName === undefined ? {} : { patientName }),
  };
}

/** What finding out who it is led to: the next question, or the confirmation. */
export async function withPerson(
  current: BookingState,
  step: PersonStep,
  services: Services,
  booking: BookingPort,
  lead: readonly TurnEvent[] = [],
): Promise<Offered | 'unclear'> {
  if ('unclear' in step) return 'unclear';
  if ('ended' in step) return { events: [...lead, ...step.events, { type: 'releaseHold' }], next: 'done' };
  if ('person' in step)
    return {
      events: [...lead, ...step.events],
      next: { ...current, at: 'person', person: step.person, asked: step.person.asked },
    };
  const { patientId, name } = step.done;
  const { person: _person, ...rest } = current;
  const proven: BookingState = { ...rest, patient: patientId, ...(name === undefined ? {} : { patientName: name }) };
  // Who it is was asked first, to find their usual doctor: now the times.
  if (proven.slot === undefined) return firstOffer(proven, services, booking, [...lead, ...step.events]);
  return checked(proven, step.done, services, booking, [...lead, ...step.events]);
}

/** Somebody on file is asked once in a conversation whether anything changed; then the visit is said once more. */
async function checked(
  current: BookingState,
  who: { patientId: string; name?: string | undefined; fresh: boolean },
  services: Services,
  booking: BookingPort,
  lead: readonly TurnEvent[],
): Promise<Offered> {
  const { patientId, name, fresh } = who;
  const known = fresh || services.facts.detailsChecked === true;
  if (known || current.want.move !== undefined || current.want.urgency === 'urgent') {
    const learnt: TurnEvent[] = fresh ? [{ type: 'learn', facts: { detailsChecked: true } }] : [];
    return confirm(current, patientId, name, services, booking, [...lead, ...learnt]);
  }
  const step = askChanged(
    { patientId, ...(name === undefined ? {} : { name }) },
    current.want.child === true ? 'child' : 'self',
  );
  return {
    events: [...lead, ...step.events],
    next: { ...current, patient: patientId, at: 'person', person: step.person, asked: step.person.asked },
  };
}

/** The usual doctor first, once it is known whose that is. */
export async function firstOffer(
  current: BookingState,
  services: Services,
  booking: BookingPort,
  lead: readonly TurnEvent[] = [],
): Promise<Offered> {
  const { patient, want } = current;
  const usual = patient === undefined ? undefined : await booking.usual(patient);
  const fits = usual !== undefined && (want.service === undefined || usual.services.includes(want.service));
  const before = known(current);
  const free =
    want.practitioners === undefined &&
    want.anybody !== true &&
    want.gender === undefined &&
    want.language === undefined &&
    want.urgency !== 'urgent';
  if (usual !== undefined && fits && free && (want.usual === true || want.service !== undefined)) {
    const service = want.service ?? usual.services[0]!;
    const own: Want = { ...want, service, practitioners: [usual.id] };
    if (want.usual === true) return offer(own, before, services, booking, lead);
    // Put first without being asked for: only when there is a time that fits the wish.
    const [time] = await booking.search({
      ...queryOf(own, service, services.clock.now(), booking),
      except: before.passed,
    });
    if (time !== undefined)
      return offer({ ...own, preferred: true }, before, services, booking, [
        ...lead,
        say('usual-first', { doctor: usual.name }),
      ]);
  }
  if (want.usual === true && usual === undefined) {
    const service = want.service ?? (await booking.serviceFor('gp', 'routine'))?.id;
    return offer({ ...want, ...(service === undefined ? {} : { service }), usual: false }, before, services, booking, [
      ...lead,
      say('no-usual'),
    ]);
  }
  return offer(want, before, services, booking, lead);
}

/** Says everything once more before it counts; two visits at one time are asked about. */
export async function confirm(
  current: BookingState,
  patientId: string,
  name: string | undefined,
  services: Services,
  booking: BookingPort,
  lead: readonly TurnEvent[],
): Promise<Offered> {
  const slot = await booking.slot(current.slot!);
  if (slot === undefined || !slot.free) return gone(current, current.slot!, services, booking);
  const clash = await booking.clash(slot.id, patientId);
  const whose: BookingState = { ...current, patient: patientId };
  if (clash !== undefined && clash.id !== current.want.move) {
    const asked = question('clash', 'yesNo', YES_NO, { ...(await shown(clash, services, booking)) });
    return { events: [...lead, sayAsked(asked)], next: { ...whose, at: 'double', asked } };
  }
  const values = await shown(slot, services, booking);
  const kind =
    current.want.move !== undefined
      ? 'confirm-move'
      : current.want.child === true && name !== undefined
        ? 'confirm-child'
        : 'confirm';
  const asked = question(kind, 'yesNo', ['yes', 'other_times'], { ...values, name: name ?? '' });
  return { events: [...lead, sayAsked(asked)], next: { ...whose, at: 'confirm', asked } };
}

/** The visit is booked, all of it or nothing; said in the same turn. */
export async function book(current: BookingState, services: Services, booking: BookingPort): Promise<Offered> {
  const slot = await booking.slot(current.slot!);
  if (slot === undefined || !slot.free) return gone(current, current.slot!, services, booking);
  const appointmentId = services.ids.next('ap');
  const values = await shown(slot, services, booking);
  const { move, disposition } = current.want;
  const old = move === undefined ? undefined : await booking.appointment(move);
  const decided: TurnEvent =
    move === undefined || old === undefined
      ? {
          type: 'book',
          appointmentId,
          slotId: slot.id,
          patientId: current.patient!,
          ...(disposition === undefined ? {} : { disposition }),
        }
      : { type: 'reschedule', appointmentId: move, newId: appointmentId, slotId: slot.id };
  const service = (await booking.services()).find((one) => one.id === slot.service);
  const later = booking.confirms === 'later';
  const told = say(later ? 'requested' : move === undefined ? 'booked' : 'moved', { ...values });
  const link = [say('calendar', { link: await booking.calendarLink(appointmentId) })];
  const prepare =
    service?.preparation === undefined || later ? [] : [{ type: 'say' as const, wording: service.preparation }];
  return {
    events: [
      decided,
      told,
      ...(later ? [] : link),
      ...prepare,
      ...(move === undefined
        ? [{ type: 'begin' as const, dialog: 'pre-visit', args: { appointmentId, offer: true } }]
        : []),
    ],
    next: 'done',
  };
}
