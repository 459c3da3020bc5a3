import { z } from 'zod';
import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { afterResult, takeBetter } from './after';
import { askAgain } from './again';
import { changeAnswer, takeAnswer, takeWhich, takeWho } from './answer';
import { text, together } from './ask';
import { askComplaint, beginRuns, fresh, takeComplaint, takeElse } from './begin';
import { decided } from './case';
import { FOLLOW_UP, SILENCE } from './conclude';
import { otherPerson } from './person';
import { nextSteps } from './result';
import { heardFrom, listen, listening, takeSilence } from './silence';
import { type TriageState, triageState } from './state';

const followUp = z.object({
  followUp: z.object({
    protocol: z.string(),
    level: z.enum(['D0', 'D1', 'D2', 'D3', 'D4', 'D5']),
    state: z.object({
      about: z.enum(['self', 'child', 'other']).optional(),
      ageMonths: z.union([z.number(), z.literal('unknown')]).optional(),
      sex: z.enum(['female', 'male', 'other', 'unknown']).optional(),
    }),
  }),
});

const silent = z.object({ silence: z.literal(true) });

const begun = z.object({ text: z.string().optional(), protocol: z.string().optional(), answer: z.string().optional() });

/** Finds how soon and where a person should be seen, says why, and stays until the next step is clear. Never a diagnosis. */
export const triage: Dialog<TriageState> = {
  id: 'triage',
  version: 1,
  state: triageState,
  migrate: {},
  async start(args, services) {
    return listening(begin(args, services), services);
  },
  async step(state, input, services) {
    if (input.kind === 'timer') return takeTimer(state, input, services);
    return listening(answered(heardFrom(state), input, services), services);
  },
  returning: (state, services) => returning(state, services),
};

function begin(args: unknown, services: Services): Step<TriageState> {
  // The questions were left before the silence was due: nobody is asked anything again.
  if (silent.safeParse(args).success) return { events: [], next: 'done' };
  const later = followUp.safeParse(args);
  if (later.success) return askBetter(later.data.followUp, services);
  const given = begun.safeParse(args);
  const { text: said, protocol } = given.success ? given.data : {};
  const state = fresh(services);
  if (protocol !== undefined && services.content.has('protocol', protocol))
    return beginRuns(state, [protocol], services, text('wording/triage.begin', services));
  if (said === undefined || said.trim() === '') return askComplaint(state, services, 'wording/triage.complaint');
  return takeComplaint(state, said, services);
}

function answered(state: TriageState, input: PatientInput, services: Services): Step<TriageState> {
  const other = state.at === 'complaint' || state.at === 'better' ? undefined : otherPerson(state, input, services);
  if (other !== undefined) return other;
  switch (state.at) {
    case 'complaint':
      return input.text.trim() === '' ? { events: [], next: 'unclear' } : takeComplaint(state, input.text, services);
    case 'which':
      return takeWhich(state, input, services);
    case 'who':
      return takeWho(state, input, services);
    case 'question':
      return takeAnswer(state, input, services);
    case 'else':
      return takeElse(state, input, services);
    case 'change':
      return changeAnswer(state, input, services);
    case 'result':
      return afterResult(state, input, services);
    case 'better':
      return takeBetter(state, input, services);
  }
}

function returning(state: TriageState, services: Services): readonly TurnEvent[] {
  switch (state.at) {
    case 'result':
      return [
        {
          ...together([text(`wording/triage.reminder-${(state.outcome?.level ?? 'D3').toLowerCase()}`, services)]),
          ask: { kind: 'choice', choices: nextSteps(decided(state, services).outcome, services) },
        },
      ];
    case 'better':
      return [betterQuestion(services)];
    default:
      return [
        ...askAgain(state, services, text('wording/triage.back-to-it', services)),
        ...listen(heardFrom(state), services),
      ];
  }
}

function askBetter(given: z.infer<typeof followUp>['followUp'], services: Services): Step<TriageState> {
  const version = services.content.has('protocol', given.protocol)
    ? services.content.get('protocol', given.protocol).version
    : '1';
  const { about, ageMonths, sex } = given.state;
  const state = fresh(services, {
    at: 'better',
    ...(about === undefined ? {} : { about }),
    ...(ageMonths === undefined ? {} : { ageMonths }),
    ...(sex === undefined ? {} : { sex }),
    runs: [{ protocol: given.protocol, version, answers: {}, order: [] }],
    outcome: { level: given.level, route: '', rule: '', protocol: given.protocol, version },
  });
  return {
    events: [{ ...betterQuestion(services, given.level), purpose: given.level <= 'D1' ? 'safety' : 'care' }],
    next: state,
  };
}

function betterQuestion(services: Services, level = 'D5'): TurnEvent & { type: 'say' } {
  return {
    ...together([text(level <= 'D1' ? 'wording/triage.how-now-urgent' : 'wording/triage.how-now', services)]),
    ask: {
      kind: 'choice',
      choices: ['better', 'same', 'worse', 'gone_in'].map((id) => ({ id, label: `wording/triage.now-${id}` })),
    },
  };
}

/** Silence in the questions, or the time to ask how it is. */
function takeTimer(state: TriageState, input: PatientInput, services: Services): Step<TriageState> {
  if (input.name === SILENCE) return takeSilence(state, services);
  if (input.name === FOLLOW_UP) {
    const later = followUp.safeParse(input.value);
    if (later.success) return askBetter(later.data.followUp, services);
  }
  return { events: [], next: state };
}
