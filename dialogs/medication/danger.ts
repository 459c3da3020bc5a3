import type { Services, TurnEvent } from '../../bot/contracts';
import { medicineRules } from './rules';
import { pharmacyTask, say } from './words';

/** Dangers this dialog can hear of by a choice; the red flag behind each is content (`medicine-rules`). */
export type Danger = 'self_harm' | 'severe_effect';

/**
 * The emergency instruction first, then the record, the task for staff, and the dialog that stays with the person.
 * `because` is the reason staff read.
 */
export function danger(services: Services, which: Danger, because: string, medicine?: string): TurnEvent[] {
  const flag = services.content.get('red-flag', medicineRules(services).red_flags[which]);
  const ref = `red-flag/${flag.id}@${flag.version}`;
  return [
    say(which === 'self_harm' ? 'crisis' : 'severe', undefined, { safety: true, purpose: 'safety' }),
    {
      type: 'assess',
      protocol: ref,
      disposition: 'D0',
      route: flag.route,
      deadlineHours: 0,
      rule: `medication:${which}`,
      answers: [],
      because: [because],
      facts: services.facts,
    },
    {
      ...pharmacyTask(`medicine-${which.replace('_', '-')}`, 1, because, medicine),
      team: flag.kind === 'crisis' ? 'crisis' : 'pharmacy',
    },
    { type: 'begin', dialog: 'emergency', args: { flag: flag.id, version: flag.version } },
  ];
}
