import { z } from 'zod';
import {
  type BookingPort,
  type Choice,
  type Dialog,
  type Say,
  type Services,
  type Step,
  VISIT_DIALOG,
  type VisitNotice,
} from '../../bot/contracts';
import { say, shown } from '../booking/words';

const state = z.strictObject({ at: z.literal('said') });
type State = z.infer<typeof state>;
type Result = Step<State>;
type Args = VisitNotice & { readonly answer?: string };

const OVER = new Set(['cancelled', 'fulfilled', 'noshow', 'entered-in-error']);
const DAY = 24 * 60 * 60_000;

/** What happens around a visit: reminders that can be answered, offers of the waiting list, late clinics, missed visits. */
export const visit: Dialog<State> = {
  id: VISIT_DIALOG,
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const port = services.booking;
    if (port === undefined) return { events: [], next: 'done' };
    const notice = args as Args;
    return 'offerId' in notice ? offered(notice, services, port) : noticed(notice, services, port);
  },
  /** A notice that comes due while an earlier one waits for its answer. */
  async step(_current, input, services) {
    const port = services.booking;
    if (port === undefined || input.kind !== 'timer') return { events: [], next: 'done' };
    const notice = input.value as Args;
    return 'offerId' in notice ? offered(notice, services, port) : noticed(notice, services, port);
  },
  returning: () => [],
};

const done = (...events: Result['events'][number][]): Result => ({ events, next: 'done' });

/** A message of ours that waits for an answer, however much later it comes. */
function outreach(
  name: string,
  values: Say['values'],
  ids: readonly (string | Choice)[],
  args: Args,
  expiresAt: number,
  about: string,
): Say {
  const choices = ids.map((one) =>
    typeof one === 'string' ? { id: one, label: `wording/booking.choice-${one.replace(/_/g, '-')}` } : one,
  );
  return say(name, values, {
    purpose: args.notice === 'reminder' ? 'reminder' : 'care',
    ask: {
      kind: choices.some((one) => one.id === 'yes') ? 'yesNo' : 'choice',
      choices,
      outlives: { dialog: VISIT_DIALOG, args, about: `wording/booking.about-${about}`, expiresAt },
    },
  });
}

type Offer = Extract<Args, { offerId: string }>;
type About = Exclude<Args, { offerId: string }>;

async function offered(notice: Offer, services: Services, port: BookingPort): Promise<Result> {
  const offer = await port.offer(notice.offerId);
  if (notice.notice === 'offer-expired' || offer === undefined || offer.state === 'expired')
    return done(say(notice.answer === undefined ? 'offer-expired' : 'offer-gone', undefined, { purpose: 'care' }));
  if (offer.state !== 'open') return done(say('offer-gone'));
  const values = { ...(await shown(offer.slot, services, port)) };
  if (notice.answer === undefined)
    return done(
      outreach(
        'offer',
        { ...values, minutes: Math.max(1, Math.round((offer.expiresAt - services.clock.now()) / 60_000)) },
        ['yes', 'no'],
        notice,
        offer.expiresAt,
        'offer',
      ),
    );
  const answer = notice.answer === 'yes' ? 'accept' : 'decline';
  if (answer === 'accept' && (await port.slot(offer.slot.id)) === undefined) return done(say('offer-gone'));
  const appointmentId = services.ids.next('ap');
  return done(
    { type: 'answerOffer', offerId: offer.id, answer, appointmentId },
    answer === 'accept' ? say('offer-accepted', values) : say('offer-declined'),
  );
}

async function noticed(notice: About, services: Services, port: BookingPort): Promise<Result> {
  const one = await port.appointment(notice.appointmentId);
  if (one === undefined) return done();
  const values = { ...(await shown(one, services, port)) };
  const over = OVER.has(one.status);
  const begin = (task: 'move' | 'cancel'): Result =>
    done({ type: 'begin', dialog: 'my-appointments', args: { task, appointment: one.id } });
  const rebook = (): Result => done({ type: 'begin', dialog: 'booking', args: { service: one.service } });
  switch (notice.notice) {
    case 'reminder':
      if (over || one.start <= services.clock.now())
        return notice.answer === undefined ? done() : done(say('no-such-visit'));
      if (notice.answer === 'coming')
        return done({ type: 'confirmAttendance', appointmentId: one.id }, say('coming', values));
      if (notice.answer === 'move') return begin('move');
      if (notice.answer === 'cancel_visit') return begin('cancel');
      return done(
        notice.reply === 'none'
          ? say('reminder-plain', values, { purpose: 'reminder', expiresAt: one.start })
          : outreach('reminder', values, ['coming', 'move', 'cancel_visit'], notice, one.start, 'reminder'),
      );
    case 'prepare': {
      const service = (await port.services()).find((given) => given.id === one.service);
      if (over || service?.preparation === undefined) return done();
      return done(say('prepare-lead', values, { purpose: 'reminder' }), {
        type: 'say',
        wording: service.preparation,
        purpose: 'reminder',
      });
    }
    case 'previsit':
      if (over) return done();
      if (notice.answer !== undefined)
        return done({ type: 'begin', dialog: 'pre-visit', args: { appointmentId: one.id, answer: notice.answer } });
      return done(outreach('previsit-invite', values, ['yes', 'no'], notice, one.start, 'previsit'));
    case 'missed':
      return missed(notice, one.id, values, services, port, rebook);
    case 'late':
      return over ? done() : done(say('clinic-late', { ...values, minutes: notice.minutes }, { purpose: 'care' }));
    case 'clinic-cancelled':
      if (notice.answer === 'yes') return rebook();
      if (notice.answer === 'no') return done(say('left'));
      return done(
        outreach('clinic-cancelled', values, ['yes', 'no'], notice, services.clock.now() + 7 * DAY, 'clinic-cancelled'),
      );
    case 'confirmed':
      return done(say('confirmed', { ...values, link: one.calendarLink }, { purpose: 'care' }));
    case 'refused':
      if (notice.answer === 'yes') return rebook();
      if (notice.answer === 'no') return done(say('left'));
      return done(
        outreach('refused', values, ['yes', 'no'], notice, services.clock.now() + 7 * DAY, 'clinic-cancelled'),
      );
  }
}

/** Kindly: why it did not work, and another time if they like. */
function missed(
  notice: About & { notice: 'missed' },
  id: string,
  values: Say['values'],
  services: Services,
  port: BookingPort,
  rebook: () => Result,
): Result {
  const { answer } = notice;
  const week = services.clock.now() + 7 * DAY;
  if (answer === undefined) {
    const reasons: Choice[] = port.policy.missedReasons.map((code) => ({
      id: code,
      label: `wording/booking.missed-reason-${code}`,
    }));
    return done(outreach('missed', values, reasons, notice, week, 'missed'));
  }
  if (answer === 'yes') return rebook();
  if (answer === 'no') return done(say('left'));
  const again = outreach('missed-rebook', values, ['yes', 'no'], notice, week, 'missed');
  return done({ type: 'missedReason', appointmentId: id, reason: answer }, again);
}
