import type { BookingPort, Services, TurnEvent } from '../../bot/contracts';
import { askWhen, pass } from './again';
import { NOTHING_BEFORE, type Offered, offer, show } from './offer';
import type { BookingState } from './state';
import type { Heard } from './understand';
import { question, say, sayAsked, YES_NO } from './words';

/** What is made of offered times: earlier, later, none of these. */
export async function takeTalk(
  current: BookingState,
  talk: NonNullable<Heard['talk']>,
  services: Services,
  port: BookingPort,
): Promise<Offered> {
  const again = pass(current);
  const before = {
    ...NOTHING_BEFORE,
    ...(current.patient === undefined ? {} : { patient: current.patient }),
    ...(current.patientName === undefined ? {} : { patientName: current.patientName }),
  };
  const [first] = current.shown;
  const last = current.shown.at(-1);
  if (talk === 'none' || first === undefined || last === undefined) return askWhen(again, []);
  if (current.want.urgency === 'urgent')
    return offer(current.want, { ...before, passed: again.passed }, services, port);
  const query = {
    service: current.want.service!,
    ...(current.want.practitioners === undefined ? {} : { practitioners: current.want.practitioners }),
    except: again.passed,
    limit: 3,
  };
  const found = await port.search(
    talk === 'earlier' ? { ...query, to: first.start, near: first.start } : { ...query, from: last.start },
  );
  if (found.length === 0) {
    const asked = question(talk === 'earlier' ? 'none-earlier' : 'none-later', 'yesNo', YES_NO);
    return { events: [sayAsked(asked)], next: { ...again, at: 'none', asked } };
  }
  return show({ ...current.want, wish: {} }, { ...before, passed: again.passed }, found, 'slots', services, port, []);
}

/** The waiting list, where nothing is free that would do. */
export function waitlist(current: BookingState, services: Services): Offered {
  if (current.patient === undefined || current.want.service === undefined)
    return { events: [say('waitlist-call')], next: 'done' };
  const { wish, practitioners, service } = current.want;
  const join: TurnEvent = {
    type: 'joinWaitlist',
    entryId: services.ids.next('wl'),
    patientId: current.patient,
    query: {
      service,
      ...(practitioners === undefined ? {} : { practitioners }),
      ...(wish.weekdays === undefined ? {} : { weekdays: wish.weekdays }),
      ...(wish.parts === undefined ? {} : { parts: wish.parts }),
    },
    ...(current.want.move === undefined ? {} : { appointment: current.want.move }),
  };
  return { events: [join, say('waitlist-joined')], next: 'done' };
}
