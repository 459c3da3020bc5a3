import type { Activity, Clock } from '../contracts';
import type { Db } from './db';
import { resultRows } from './rows';
import type { Vault } from './vault';

/** A conversation this worker holds the lease of, with its oldest event that is not done. */
export interface Claimed {
  /** Name the lease is held under; whoever commits must still hold it. */
  readonly lease: string;
  readonly conversation: ConversationRow;
  readonly event: InboxEvent;
}

export interface ConversationRow {
  readonly id: string;
  readonly channel: string;
  readonly contactPointId: string;
  readonly patientId: string | undefined;
  readonly version: number;
  /** Opened JSON text of the state; undefined before the first turn. */
  readonly state: string | undefined;
  readonly ownerId: string | undefined;
  readonly locale: string | undefined;
  readonly lastInboundAt: number | undefined;
  readonly auditN: number;
  readonly auditHash: string;
}

export interface InboxEvent {
  readonly id: number;
  readonly activityId: string;
  readonly activity: Activity;
  readonly at: number;
  readonly receivedAt: number;
  /** Turns of this event that failed. */
  readonly attempts: number;
  /** Times it was taken up, crashes included. */
  readonly claims: number;
}

/** Longer than any turn: a model answers well before, and a dead worker's conversations are free again after it. */
export const LEASE_MS = 30_000;

/** Takes up to `limit` conversations that wait, oldest first, each with its oldest event. */
export async function claimConversations(
  db: Db,
  vault: Vault,
  clock: Clock,
  worker: string,
  limit: number,
): Promise<readonly Claimed[]> {
  const now = clock.now();
  return db.quick(async (trx) => {
    const skip = db.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
    const conversations = resultRows<Record<string, string | number | null>>(
      await trx.raw(
        `UPDATE conversation SET lease_owner = ?, lease_until = ? WHERE id IN (
           SELECT id FROM conversation WHERE wake_at <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY wake_at LIMIT ? ${skip}
         ) RETURNING id, channel, contact_point_id, patient_id, version, state, owner_id, locale, last_inbound_at, audit_n, audit_hash`,
        [worker, now + LEASE_MS, now, now, limit],
      ),
    );
    if (conversations.length === 0) return [];
    const list = JSON.stringify(conversations.map((row) => row.id));
    const ids =
      db.dialect === 'postgres'
        ? 'SELECT value FROM json_array_elements_text(?::json)'
        : 'SELECT value FROM json_each(?)';
    const events = resultRows<Record<string, string | number | null>>(
      await trx.raw(
        `UPDATE inbox SET claims = claims + 1 WHERE id IN (
           SELECT MIN(id) FROM inbox WHERE status = 0 AND conversation_id IN (${ids}) GROUP BY conversation_id
         ) RETURNING id, conversation_id, activity_id, payload, at, received_at, attempts, claims`,
        [list],
      ),
    );
    const byConversation = new Map(events.map((row) => [row.conversation_id as string, row]));
    const idle = conversations.filter((row) => !byConversation.has(row.id as string));
    // Woken for nothing: the conversation sleeps again.
    for (const row of idle)
      await trx.raw(
        'UPDATE conversation SET wake_at = NULL, lease_owner = NULL, lease_until = NULL WHERE id = ? AND lease_owner = ?',
        [row.id as string, worker],
      );
    return conversations
      .filter((row) => byConversation.has(row.id as string))
      .map((row) => ({
        lease: worker,
        conversation: conversationRow(row, vault),
        event: inboxEvent(byConversation.get(row.id as string)!, vault),
      }));
  });
}

/** A row of `conversation` as a turn reads it. */
export function conversationRow(row: Record<string, string | number | null>, vault: Vault): ConversationRow {
  const id = row.id as string;
  return {
    id,
    channel: row.channel as string,
    contactPointId: row.contact_point_id as string,
    patientId: (row.patient_id as string | null) ?? undefined,
    version: row.version as number,
    state: row.state === null ? undefined : vault.open(row.state as string, id),
    ownerId: (row.owner_id as string | null) ?? undefined,
    locale: (row.locale as string | null) ?? undefined,
    lastInboundAt: (row.last_inbound_at as number | null) ?? undefined,
    auditN: row.audit_n as number,
    auditHash: row.audit_hash as string,
  };
}

function inboxEvent(row: Record<string, string | number | null>, vault: Vault): InboxEvent {
  return {
    id: row.id as number,
    activityId: row.activity_id as string,
    activity: JSON.parse(vault.open(row.payload as string, row.conversation_id as string)) as Activity,
    at: row.at as number,
    receivedAt: row.received_at as number,
    attempts: row.attempts as number,
    claims: row.claims as number,
  };
}

/** Gives a conversation back after a failed turn, to be tried again at `wakeAt`. */
export async function releaseFailed(
  db: Db,
  lease: string,
  conversationId: string,
  inboxId: number,
  wakeAt: number,
  code: string,
): Promise<void> {
  await db.transaction(async (trx) => {
    const held = await trx('conversation')
      .where({ id: conversationId, lease_owner: lease })
      .update({ lease_owner: null, lease_until: null, wake_at: wakeAt });
    if (held > 0)
      await trx('inbox')
        .where({ id: inboxId, status: 0 })
        .update({ attempts: trx.raw('attempts + 1'), error_code: code });
  });
}

/** Gives a conversation back whose turn lost a race: it is looked at again at once. */
export async function releaseLost(db: Db, lease: string, conversationId: string): Promise<void> {
  await db.transaction((trx) =>
    trx('conversation')
      .where({ id: conversationId, lease_owner: lease })
      .update({ lease_owner: null, lease_until: null }),
  );
}

/**
 * Frees what an earlier process of this database held when it ended, so that nobody waits for a lease to run out. On
 * SQLite there is one process; a second one would lose its turns to the compare-and-set and run them again.
 */
export async function freeLeases(db: Db): Promise<void> {
  if (db.dialect !== 'sqlite') return;
  await db.transaction((trx) =>
    trx('conversation').whereNotNull('lease_owner').update({ lease_owner: null, lease_until: null }),
  );
}

/** When the next sleeping conversation wants to be woken, for the worker's own alarm. */
export async function nextWake(db: Db): Promise<number | undefined> {
  const row = (await db.read('conversation').whereNotNull('wake_at').min('wake_at as at').first()) as
    | { at: number | null }
    | undefined;
  return row?.at ?? undefined;
}
