import type { TurnEvent } from '../../contracts';
import type { Applied, ApplyContext } from './context';

/** STOP and START for everything we send by ourselves on this address. Answers to what a patient writes go on. */
export function applyConsent(event: Extract<TurnEvent, { type: 'optOut' | 'optIn' }>, context: ApplyContext): Applied {
  const out = event.type === 'optOut';
  const audit = [{ actor: 'bot', action: out ? 'consent.stopped' : 'consent.started', detail: { scope: event.scope } }];
  if (event.scope !== 'all') {
    return { writes: [], audit, rings: [] };
  }
  return {
    writes: [
      {
        op: 'update',
        table: 'contact_point',
        where: { id: context.conversation.contactPointId },
        set: { opted_out: out ? 1 : 0, opted_out_at: out ? context.now : null },
      },
    ],
    audit,
    rings: [],
  };
}
