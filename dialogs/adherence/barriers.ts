import type { Services, TurnEvent } from '../../bot/contracts';
import { card, hasCard, nameOf, pharmacyTask, record, say, sections } from '../medication/words';

/** Why doses are missed (clinical reference 4.13); each gets its own answer, none a reproach. */
export const BARRIERS = ['forgot', 'side_effect', 'money', 'feels_well', 'no_more', 'belief', 'other_reason'] as const;
export type Barrier = (typeof BARRIERS)[number];

export interface BarrierAnswer {
  readonly events: readonly TurnEvent[];
  /** What the dialog offers next. */
  readonly offer: 'reminders' | 'refill' | 'done';
}

export function answerBarrier(services: Services, medicine: string, barrier: Barrier): BarrierAnswer {
  const name = nameOf(services, medicine);
  const noted = record('adherence-barrier', medicine, { barrier });
  const known = hasCard(services, medicine);
  const critical = known && card(services, medicine).critical_missed;
  const task = (why: string, severity: 2 | 3 | 4) =>
    pharmacyTask(`adherence-${barrier}`, severity, `${medicine}: ${why}`, medicine);
  switch (barrier) {
    case 'forgot':
      return {
        events: [noted, say('barrier-forgot'), ...(known ? sections(services, medicine, ['missed']) : [])],
        offer: 'reminders',
      };
    case 'side_effect':
      return {
        events: [noted, { type: 'begin', dialog: 'medication', args: { medicine, topic: 'side_effects' } }],
        offer: 'done',
      };
    case 'money':
      return {
        events: [
          noted,
          ...(known ? sections(services, medicine, ['cost']) : []),
          task('cannot afford it', critical ? 3 : 4),
          say('told-team'),
        ],
        offer: 'done',
      };
    case 'feels_well':
      return {
        events: [
          noted,
          say('barrier-feels-well', { name }),
          ...(known ? sections(services, medicine, ['purpose', 'stopping']) : []),
          ...(critical ? [task('feels well and wants to stop', 2), say('told-team')] : []),
        ],
        offer: 'done',
      };
    case 'no_more':
      return known && card(services, medicine).opioid
        ? { events: [noted, ...sections(services, medicine, ['running_out'])], offer: 'done' }
        : { events: [noted, ...(known ? sections(services, medicine, ['running_out']) : [])], offer: 'refill' };
    case 'belief':
      return {
        events: [
          noted,
          say('barrier-belief', { name }),
          ...(known ? sections(services, medicine, ['purpose', 'stopping']) : []),
          task('has doubts about it', critical ? 3 : 4),
          say('told-team'),
        ],
        offer: 'done',
      };
    case 'other_reason':
      return {
        events: [noted, task('does not take it, reason not given', critical ? 2 : 3), say('told-team')],
        offer: 'done',
      };
  }
}
