import type { Ids, InboundEvent, Received } from '../contracts';
import type { Arrival } from './arrivals';
import type { Contacts } from './contacts';
import type { Ledger } from './ledger';
import type { Vault } from './vault';

/** T1: events into the inbox, messages into the transcript. When it resolves, they are on the disk. */
export type Receive = (events: readonly InboundEvent[]) => Promise<readonly Received[]>;

export function createReceive(vault: Vault, contacts: Contacts, ids: Ids, ledger: Ledger): Receive {
  return async (events) => {
    if (events.length === 0) return [];
    const arrivals: Arrival[] = [];
    for (const event of events) {
      const conversationId = event.conversationId ?? (await contacts.conversationOf(event.address));
      arrivals.push({
        event,
        conversationId,
        activityId: event.activity.id ?? ids.next('a'),
        sealed: vault.seal(JSON.stringify(event.activity), conversationId),
      });
    }
    return ledger.arrive(arrivals);
  };
}
