import { enrolmentReason, type Schedule, type Services, type TurnEvent } from '../../bot/contracts';
import type { Programme, ProgrammeStep } from '../../knowledge/schema/programme';
import { say, stepSay } from './words';

const HOUR = 3_600_000;
/** Working minutes until somebody looks why a person fell silent. */
const TASK_MINUTES = 960;

export interface SilenceArgs {
  readonly kind: 'silence';
  readonly programme: string;
  readonly step: string;
  /** 1: asked once more; 2: a person looks. */
  readonly stage: 1 | 2;
}

export function silenceKey(programme: string): string {
  return `programme-silence:${programme}`;
}

/** Watches for an answer, by the step's own rule. */
export function watch(services: Services, programme: Programme, step: ProgrammeStep, stage: 1 | 2): Schedule[] {
  if (step.silence === undefined || (stage === 2 && step.silence.afterwards === 'nothing')) return [];
  const at = services.clock.now() + step.silence.after_hours * HOUR;
  const timer = {
    type: 'schedule' as const,
    key: silenceKey(programme.id),
    at,
    dialog: 'programme',
    args: { kind: 'silence', programme: programme.id, step: step.id, stage } satisfies SilenceArgs,
    reason: enrolmentReason(programme.id),
  };
  // Asking again is a message to the patient and planned like one; telling staff is not.
  return stage === 1
    ? [{ ...timer, purpose: 'programme', meets: 'wait', chain: true, expiresAt: at + 24 * HOUR }]
    : [{ ...timer, purpose: 'conversation', meets: 'interrupt' }];
}

export function onSilence(services: Services, programme: Programme, step: ProgrammeStep, stage: 1 | 2): TurnEvent[] {
  if (stage === 1) {
    const expiresAt = services.clock.now() + (step.silence?.after_hours ?? 48) * HOUR;
    const again = stepSay(services, programme, step, expiresAt);
    return [say('silent', undefined, { purpose: 'programme' }), again, ...watch(services, programme, step, 2)];
  }
  const summary = services.content.text('wording/programme.staff-silent', 'en', {
    title: programme.title.en,
    step: step.id,
  });
  return [
    { type: 'task', kind: 'clinical', summary, withinMinutes: TASK_MINUTES },
    { type: 'record', kind: 'programme-answer', subject: programme.id, data: { step: step.id, answer: null } },
  ];
}
