import type { Clock, Ids } from '../contracts';
import { appendAudit } from './audit';
import { careEnded } from './care-ended';
import { lockConversations } from './contacts';
import type { Db } from './db';
import type { Vault } from './vault';

/** Somebody went home from a stay. */
export interface Discharge {
  /** The other system's id: the same key twice is one discharge. */
  readonly key: string;
  readonly endedAt: number;
  /** Code of the service they were with. */
  readonly service?: string;
}

/** Keeps the discharge and lets the conversation plan how it asks, both or none. */
export function startDischarge(
  { db, vault, clock, ids }: { db: Db; vault: Vault; clock: Clock; ids: Ids },
  conversationId: string,
  { key, endedAt, service }: Discharge,
): Promise<'started' | 'known'> {
  return db.transaction(async (trx) => {
    const now = clock.now();
    await lockConversations(trx, db.dialect, [conversationId]);
    const known = { conversation_id: conversationId, kind: 'discharge', subject: key };
    if ((await trx('record').where(known).first('id')) !== undefined) return 'known';
    const { patient_id } = await trx('conversation').where({ id: conversationId }).first('patient_id');
    const body = vault.seal(JSON.stringify({ endedAt, service: service ?? null }), conversationId);
    await trx('record').insert({ ...known, id: ids.next('rc'), patient_id, body, at: now });
    await careEnded(
      { trx, dialect: db.dialect, vault, now, next: (prefix) => ids.next(prefix) },
      conversationId,
      `discharge:${key}`,
      { kind: 'plan', trigger: 'discharge', about: service === undefined ? {} : { service }, endedAt },
    );
    await appendAudit(trx, db, vault, now, conversationId, [
      { actor: 'system', action: 'discharge.received', detail: {} },
    ]);
    return 'started';
  });
}
