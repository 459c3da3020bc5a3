import type { Knex } from 'knex';
import type { Clock, Ids } from '../contracts';
import { appendAudit } from './audit';
import { lockConversations } from './contacts';
import type { Db } from './db';
import type { Vault } from './vault';

/** A newly prescribed medicine, from a feed or from a person of the care team. */
export interface NewPrescription {
  /** The other system's id, or one of ours: the same key twice is one counselling. */
  readonly key: string;
  /** Our id where it is known for certain, else the name as prescribed. */
  readonly medicine: string;
  /** Directions as written; shown to the patient as they are. */
  readonly label?: string;
  /** ISO date on which the supply ends. */
  readonly ends?: string;
}

export interface PrescriptionTools {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A counselling that cannot be offered in this time is not offered late. */
const OFFER_MS = 3 * 24 * 3_600_000;

/**
 * Keeps the prescription and sets the timer that offers counselling, both or none. When it is said is the planner's
 * business, as with everything we send by ourselves.
 *
 * @param by who began it, for the audit: `feed` or a staff id.
 */
export function startCounselling(
  tools: PrescriptionTools,
  conversationId: string,
  prescription: NewPrescription,
  by: string,
): Promise<'started' | 'known'> {
  return tools.db.transaction((trx) => start(tools, trx, conversationId, prescription, by));
}

async function start(
  { db, vault, clock, ids }: PrescriptionTools,
  trx: Knex.Transaction,
  conversationId: string,
  { key, ...prescribed }: NewPrescription,
  by: string,
): Promise<'started' | 'known'> {
  const now = clock.now();
  await lockConversations(trx, db.dialect, [conversationId]);
  const known = { conversation_id: conversationId, kind: 'prescription', subject: key };
  if ((await trx('record').where(known).first('id')) !== undefined) return 'known';
  const { patient_id } = await trx('conversation').where({ id: conversationId }).first('patient_id');
  const seal = (value: unknown) => vault.seal(JSON.stringify(value), conversationId);
  await trx('record').insert({ ...known, id: ids.next('rc'), patient_id, body: seal({ ...prescribed, by }), at: now });
  await trx('timer').insert({
    id: ids.next('t'),
    conversation_id: conversationId,
    key: `counselling:${key}`,
    due_at: now,
    first_due_at: now,
    dialog: 'counselling',
    payload: seal({ ...prescribed, prescribed: true }),
    purpose: 'care',
    meets: 'wait',
    expires_at: now + OFFER_MS,
    chosen: 0,
    chain: 0,
    created_at: now,
  });
  await appendAudit(trx, db, vault, now, conversationId, [
    {
      actor: by === 'feed' ? 'system' : by,
      action: 'prescription.received',
      detail: { medicine: prescribed.medicine },
    },
  ]);
  return 'started';
}
