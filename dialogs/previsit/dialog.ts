import { z } from 'zod';
import type { Dialog, PatientInput, PrevisitAnswers, Services, Step } from '../../bot/contracts';
import { asked } from '../booking/state';
import { question, say, sayAsked, YES_NO } from '../booking/words';

const FIELDS = ['reason', 'allergies', 'medicines', 'conditions', 'questions'] as const;
type Field = (typeof FIELDS)[number];

const state = z.strictObject({
  at: z.enum(['offer', 'same', ...FIELDS]),
  appointmentId: z.string(),
  asked,
});
type State = z.infer<typeof state>;
type Result = Step<State>;

/** What the doctor should know before the visit: five short questions, each saved as it comes, read by staff. */
export const previsit: Dialog<State> = {
  id: 'pre-visit',
  version: 1,
  /** Five questions are an offer: any other wish leaves them. */
  offer: true,
  state,
  migrate: {},
  async start(args, services) {
    const { appointmentId, offer, answer } = (args ?? {}) as {
      appointmentId?: string;
      offer?: boolean;
      answer?: string;
    };
    if (appointmentId === undefined) return { events: [], next: 'done' };
    if (offer === true) {
      const now = question('previsit-offer', 'yesNo', YES_NO);
      return { events: [sayAsked(now)], next: { at: 'offer', appointmentId, asked: now } };
    }
    if (answer === 'no') return { events: [say('previsit-later')], next: 'done' };
    return begin(appointmentId, services);
  },
  async step(current, input, services) {
    if (input.kind !== 'message') return { events: [], next: current };
    const yesNo = input.choice?.id ?? input.yesNo;
    if (current.at === 'offer') {
      if (yesNo === 'no') return { events: [say('previsit-later')], next: 'done' };
      return yesNo === 'yes' ? begin(current.appointmentId, services) : { events: [], next: 'unclear' };
    }
    if (current.at === 'same') {
      if (yesNo === 'yes') return keepEarlier(current, services);
      return yesNo === 'no' ? ask(current.appointmentId, 'reason') : { events: [], next: 'unclear' };
    }
    return answered(current, current.at, input);
  },
  returning: (current) => [say('back'), sayAsked(current.asked)],
};

async function begin(appointmentId: string, services: Services): Promise<Result> {
  const earlier = await services.booking?.previsit(appointmentId);
  // Nothing of what was said before is shown: only whether it is still right.
  if (earlier?.from !== 'earlier') return ask(appointmentId, 'reason');
  const same = question('previsit-same', 'yesNo', YES_NO);
  return { events: [sayAsked(same)], next: { at: 'same', appointmentId, asked: same } };
}

async function keepEarlier(current: State, services: Services): Promise<Result> {
  const earlier = (await services.booking?.previsit(current.appointmentId))?.answers ?? {};
  const { reason: _reason, questions: _questions, ...lasting } = earlier;
  return {
    events: [
      { type: 'previsitAnswers', appointmentId: current.appointmentId, answers: lasting, complete: true },
      say('previsit-done'),
    ],
    next: 'done',
  };
}

function ask(appointmentId: string, field: Field): Result {
  const choices = field === 'reason' ? [] : ['none'];
  const next = question(`previsit-${field}`, 'text', choices);
  return { events: [sayAsked(next)], next: { at: field, appointmentId, asked: next } };
}

function answered(current: State, field: Field, input: PatientInput): Result {
  const { appointmentId } = current;
  const none = input.choice?.id === 'none' || input.yesNo === 'no';
  // "Yes" says that there is something, not what.
  if (field !== 'reason' && input.yesNo === 'yes' && input.text.trim().length <= 4)
    return { events: [sayAsked(current.asked)], next: current };
  const text = none ? '' : input.text.trim().slice(0, 1000);
  if (!none && text === '') return { events: [], next: 'unclear' };
  const following = FIELDS[FIELDS.indexOf(field) + 1];
  const answers: PrevisitAnswers = { [field]: none ? 'none' : text };
  const saved = { type: 'previsitAnswers' as const, appointmentId, answers, complete: following === undefined };
  if (following === undefined) return { events: [saved, say('previsit-done')], next: 'done' };
  const next = ask(appointmentId, following);
  return { events: [saved, ...next.events], next: next.next };
}
