import type { Knex } from 'knex';
import type { Activity } from '../contracts';
import type { Act } from './act';
import { type AuditEntry, chain } from './audit';
import { runActs } from './booking/acts';
import type { ConversationRow, InboxEvent } from './claim';
import { lockConversations } from './contacts';
import type { Db } from './db';
import { Conflict, isSerializationFailure, isUniqueViolation } from './errors';
import { applyWrites, insertRows, type Row, resultRows, type Write } from './rows';
import type { Vault } from './vault';

/** Everything one turn decided, ready to be written. */
export interface TurnResult {
  readonly conversation: ConversationRow;
  readonly event: InboxEvent;
  readonly worker: string;
  /** The new state as JSON text. */
  readonly state: string;
  readonly locale: string;
  readonly patientId?: string;
  /** What is said, in order. */
  readonly said: readonly Said[];
  readonly writes: readonly Write[];
  /** Carried out after the writes; see act.ts. */
  readonly acts?: readonly Act[];
  readonly audit: readonly AuditEntry[];
  /** The event was given up: it becomes a dead letter with this code. */
  readonly dead?: string;
  /** Ownership changes with the turn (hand back). */
  readonly release?: boolean;
}

export interface Said {
  readonly activityId: string;
  readonly role: 'bot' | 'staff' | 'system';
  readonly activity: Activity;
  /** Physical messages for channels that are sent to; none for web chat. */
  readonly parts: readonly OutboxPart[];
}

export interface OutboxPart {
  readonly id: string;
  readonly payload: Record<string, unknown>;
  readonly safety: boolean;
  readonly purpose: string;
  readonly expiresAt?: number;
  /** The due message of ours it carries. */
  readonly outreachId?: string;
}

/** `won`: written. `lost`: another worker or a member of staff was first. `conflict`: a rule of the data said no. */
export type Outcome = 'won' | 'lost' | 'conflict';

/**
 * T2: all results as one transaction, one statement per table. Where the set breaks a unique rule, each turn commits by
 * itself, so that only the one at fault runs again.
 */
export async function commitTurns(
  db: Db,
  vault: Vault,
  now: number,
  results: readonly TurnResult[],
): Promise<readonly Outcome[]> {
  try {
    return await commitSet(db, vault, now, results);
  } catch (error) {
    if (!isUniqueViolation(error) && !(error instanceof Conflict) && !isSerializationFailure(error)) throw error;
    if (results.length === 1) return isSerializationFailure(error) ? ['lost'] : ['conflict'];
  }
  const outcomes: Outcome[] = [];
  for (const result of results) outcomes.push(...(await commitTurns(db, vault, now, [result])));
  return outcomes;
}

async function commitSet(db: Db, vault: Vault, now: number, results: readonly TurnResult[]): Promise<Outcome[]> {
  return db.transaction(async (trx) => {
    if (db.dialect === 'postgres')
      await lockConversations(
        trx,
        db.dialect,
        results.map((result) => result.conversation.id),
      );
    const audits = results.map((result) => {
      const { id, auditN, auditHash } = result.conversation;
      return chain(id, { n: auditN, hash: auditHash }, now, result.audit, vault);
    });
    const heads = await saveConversations(
      trx,
      db,
      vault,
      now,
      results,
      audits.map((audit) => audit.head),
    );
    const won = results.filter((result) => heads.has(result.conversation.id));
    await finishInbox(trx, db, now, won);
    await insertSaid(trx, db, vault, now, won, heads);
    await insertRows(
      trx,
      db.dialect,
      'audit',
      results.flatMap((result, index) => (heads.has(result.conversation.id) ? audits[index]!.rows : [])),
    );
    await applyWrites(
      trx,
      db.dialect,
      won.flatMap((result) => result.writes),
    );
    await runActs(
      trx,
      db,
      vault,
      now,
      won.flatMap((result) => result.acts ?? []),
    );
    return results.map((result) => (heads.has(result.conversation.id) ? 'won' : 'lost'));
  });
}

interface Head {
  readonly seq: number;
  readonly lastAt: number;
}

/** Compare and set on version and lease: whoever lost either writes nothing. */
async function saveConversations(
  trx: Knex.Transaction,
  db: Db,
  vault: Vault,
  now: number,
  results: readonly TurnResult[],
  heads: readonly { n: number; hash: string }[],
): Promise<Map<string, Head>> {
  const list = JSON.stringify(
    results.map((result, index) => ({
      id: result.conversation.id,
      version: result.conversation.version,
      worker: result.worker,
      inbox: result.event.id,
      n: result.said.length,
      state: vault.seal(result.state, result.conversation.id),
      locale: result.locale,
      patient: result.patientId ?? result.conversation.patientId ?? null,
      release: result.release === true ? 1 : 0,
      audit_n: heads[index]!.n,
      audit_hash: heads[index]!.hash,
    })),
  );
  const columns = {
    id: 'text',
    version: 'int',
    worker: 'text',
    inbox: 'bigint',
    n: 'int',
    state: 'text',
    locale: 'text',
    patient: 'text',
    release: 'int',
    audit_n: 'int',
    audit_hash: 'text',
  };
  const from =
    db.dialect === 'postgres'
      ? `json_to_recordset(?::json) AS x(${Object.entries(columns)
          .map(([name, type]) => `${name} ${type}`)
          .join(', ')})`
      : `(SELECT ${Object.keys(columns)
          .map((name) => `json_extract(value, '$.${name}') AS ${name}`)
          .join(', ')} FROM json_each(?)) AS x`;
  const greatest = db.dialect === 'postgres' ? 'GREATEST' : 'MAX';
  const rows = await trx.raw(
    `UPDATE conversation SET version = conversation.version + 1, state = x.state, locale = x.locale, patient_id = x.patient,
       seq = seq + x.n, last_at = CASE WHEN x.n > 0 THEN ${greatest}(last_at + x.n, ?) ELSE last_at END,
       owner_id = CASE WHEN x.release = 1 THEN NULL ELSE owner_id END, owner_since = CASE WHEN x.release = 1 THEN NULL ELSE owner_since END,
       audit_n = x.audit_n, audit_hash = x.audit_hash, lease_owner = NULL, lease_until = NULL, updated_at = ?,
       wake_at = (SELECT MIN(received_at) FROM inbox WHERE inbox.conversation_id = conversation.id AND status = 0 AND inbox.id <> x.inbox)
     FROM ${from}
     WHERE conversation.id = x.id AND conversation.version = x.version AND conversation.lease_owner = x.worker AND conversation.lease_until > ?
     RETURNING conversation.id, seq, last_at`,
    [now, now, list, now],
  );
  return new Map(
    resultRows<{ id: string; seq: number; last_at: number }>(rows).map((row) => [
      row.id,
      { seq: row.seq, lastAt: row.last_at },
    ]),
  );
}

async function finishInbox(trx: Knex.Transaction, db: Db, now: number, won: readonly TurnResult[]): Promise<void> {
  const done = won.filter((result) => result.dead === undefined).map((result) => result.event.id);
  if (done.length > 0) {
    const ids =
      db.dialect === 'postgres'
        ? 'SELECT value::bigint FROM json_array_elements_text(?::json)'
        : 'SELECT value FROM json_each(?)';
    await trx.raw(`UPDATE inbox SET status = 1, payload = NULL, done_at = ? WHERE id IN (${ids})`, [
      now,
      JSON.stringify(done),
    ]);
  }
  // A dead letter keeps its payload: staff may look at it and send it round again.
  for (const result of won) {
    if (result.dead !== undefined)
      await trx('inbox').where({ id: result.event.id }).update({ status: 2, done_at: now, error_code: result.dead });
  }
}

async function insertSaid(
  trx: Knex.Transaction,
  db: Db,
  vault: Vault,
  now: number,
  won: readonly TurnResult[],
  heads: ReadonlyMap<string, Head>,
): Promise<void> {
  const transcript: Row[] = [];
  const outbox: Row[] = [];
  for (const { conversation, said } of won) {
    const head = heads.get(conversation.id)!;
    said.forEach((one, index) => {
      const behind = said.length - 1 - index;
      const seq = head.seq - behind;
      transcript.push({
        conversation_id: conversation.id,
        seq,
        activity_id: one.activityId,
        role: one.role,
        at: head.lastAt - behind,
        body: vault.seal(JSON.stringify(one.activity), conversation.id),
      });
      one.parts.forEach((part, number) => {
        outbox.push({
          id: part.id,
          conversation_id: conversation.id,
          seq,
          part: number,
          channel: conversation.channel,
          contact_point_id: conversation.contactPointId,
          payload: vault.seal(JSON.stringify(part.payload), conversation.id),
          safety: part.safety ? 1 : 0,
          purpose: part.purpose,
          status: 'queued',
          next_at: now,
          expires_at: part.expiresAt ?? null,
          outreach_id: part.outreachId ?? null,
          created_at: now,
          updated_at: now,
        });
      });
    });
  }
  await insertRows(trx, db.dialect, 'transcript', transcript);
  await insertRows(trx, db.dialect, 'outbox', outbox);
}
