import type { Services, TurnEvent } from '../../bot/contracts';
import { askChange } from './answer';
import { askPlaces, askWho, text, together } from './ask';
import { askElse, askIs } from './begin';
import type { TriageState } from './state';

/** Asks once more what is open, after the words of `lead`. Nothing where a result is told or asked about. */
export function askAgain(state: TriageState, services: Services, lead: string): readonly TurnEvent[] {
  switch (state.at) {
    case 'complaint':
      return [{ ...together([lead, text('wording/triage.complaint', services)]), ask: { kind: 'text' } }];
    case 'which':
      return [askIs(state, services, lead)];
    case 'who':
      return askWho(state, services, lead);
    case 'question':
      return askPlaces(state, services, lead);
    case 'change':
      return [askChange(state, services, lead)];
    case 'else':
      return [askElse(services, lead)];
    case 'result':
    case 'better':
      return [];
  }
}
