import type { Knex } from 'knex';
import type { Clock, Ids } from '../contracts';
import { lockConversations } from './contacts';
import type { Db } from './db';
import { insertRows, resultRows } from './rows';
import type { Vault } from './vault';

/** What a due timer becomes: an event of its conversation. */
export interface TimerPayload {
  readonly key: string;
  readonly dialog: string;
  readonly args?: unknown;
  readonly meets: 'interrupt' | 'wait' | 'skip';
  readonly purpose: string;
  readonly dueAt: number;
  readonly expiresAt?: number;
}

/**
 * Moves due timers into their conversations' inboxes: deleting and inserting is one transaction, and the event's
 * external id names timer and due time, so that a crash or a second scheduler repeats nothing.
 * @returns the conversations that now have something to do.
 */
export async function fireTimers(
  db: Db,
  vault: Vault,
  clock: Clock,
  ids: Ids,
  limit: number,
): Promise<readonly string[]> {
  const now = clock.now();
  return db.transaction(async (trx) => {
    const skip = db.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
    const due = resultRows<Record<string, string | number | null>>(
      await trx.raw(
        `DELETE FROM timer WHERE id IN (SELECT id FROM timer WHERE due_at <= ? ORDER BY due_at LIMIT ? ${skip})
         RETURNING id, conversation_id, key, due_at, dialog, payload, purpose, meets, expires_at`,
        [now, limit],
      ),
    );
    if (due.length === 0) return [];
    const conversationIds = [...new Set(due.map((row) => row.conversation_id as string))];
    const there = await lockConversations(trx, db.dialect, conversationIds);
    const rows = due
      .filter((row) => there.has(row.conversation_id as string))
      .sort((a, b) => (a.due_at as number) - (b.due_at as number))
      .map((row) => {
        const conversationId = row.conversation_id as string;
        const value: TimerPayload = {
          key: row.key as string,
          dialog: row.dialog as string,
          args: row.payload === null ? undefined : JSON.parse(vault.open(row.payload as string, conversationId)),
          meets: row.meets as TimerPayload['meets'],
          purpose: row.purpose as string,
          dueAt: row.due_at as number,
          ...(row.expires_at === null ? {} : { expiresAt: row.expires_at as number }),
        };
        return {
          conversation_id: conversationId,
          channel: 'timer',
          external_id: `${row.id}:${row.due_at}`,
          activity_id: ids.next('a'),
          payload: vault.seal(JSON.stringify({ type: 'event', name: 'sathi/timer', value }), conversationId),
          at: row.due_at as number,
          received_at: now,
        };
      });
    await insertRows(trx, db.dialect, 'inbox', rows, 'ignore');
    await wake(trx, db, now, conversationIds);
    return conversationIds;
  });
}

/** When the next timer is due. */
export async function nextTimer(db: Db): Promise<number | undefined> {
  const row = (await db.read('timer').min('due_at as at').first()) as { at: number | null } | undefined;
  return row?.at ?? undefined;
}

/** Marks conversations as having something to do. */
export async function wake(
  trx: Knex.Transaction,
  db: Db,
  now: number,
  conversationIds: readonly string[],
): Promise<void> {
  const ids =
    db.dialect === 'postgres'
      ? 'SELECT value FROM json_array_elements_text(?::json)'
      : 'SELECT value FROM json_each(?)';
  await trx.raw(
    `UPDATE conversation SET wake_at = CASE WHEN wake_at IS NULL OR wake_at > ? THEN ? ELSE wake_at END WHERE id IN (${ids})`,
    [now, now, JSON.stringify(conversationIds)],
  );
}
