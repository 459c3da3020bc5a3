import type { Knex } from 'knex';
import type { Clock, Ids, NotSent } from '../contracts';
import { lockConversations } from './contacts';
import type { Db } from './db';
import { fate, record } from './outreach/fates';
import { insertRows, type Row, resultRows } from './rows';
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
  /** Of a message we send by ourselves, after it was planned. */
  readonly outreach?: PlannedTimer;
}

export interface PlannedTimer {
  /** The timer's id, and the message's for good. */
  readonly id: string;
  readonly firstDueAt: number;
  /** What is said must leave before. */
  readonly until: number;
  readonly priority?: number;
  readonly reason?: string;
  readonly chosen: boolean;
  readonly chain: boolean;
  /** It was not sent: the dialog only says what comes next. */
  readonly missed?: NotSent;
}

export type TimerRow = Readonly<Record<string, string | number | null>>;

/** Not planned: part of a conversation that is going on, or of somebody's safety. Literals, so that the index is used. */
const PROMPT = "purpose IN ('conversation', 'safety')";
export const PLANNED = "purpose NOT IN ('conversation', 'safety')";

/**
 * Moves due timers of running conversations and of safety into their inboxes. What we send by ourselves is planned apart
 * (`outreach/fire.ts`) and never stands in their way.
 * @returns how many timers were taken, and the conversations that now have something to do.
 */
export async function firePrompt(
  db: Db,
  vault: Vault,
  clock: Clock,
  ids: Ids,
  limit: number,
): Promise<{ taken: number; woken: readonly string[]; unreadable: readonly string[] }> {
  const now = clock.now();
  const due = resultRows<TimerRow>(
    await db.read.raw(`SELECT id, conversation_id FROM timer WHERE due_at <= ? AND ${PROMPT} ORDER BY due_at LIMIT ?`, [
      now,
      limit,
    ]),
  );
  if (due.length === 0) return { taken: 0, woken: [], unreadable: [] };
  return db.transaction(async (trx) => {
    // Conversations first, as every turn does: whoever locks in one order never waits in a ring.
    const there = await lockConversations(
      trx,
      db.dialect,
      due.map((row) => row.conversation_id as string),
    );
    const taken = resultRows<TimerRow>(
      await trx.raw(`DELETE FROM timer WHERE id IN (${listOf(db)}) AND due_at <= ? RETURNING *`, [
        JSON.stringify(due.map((row) => row.id)),
        now,
      ]),
    );
    const unreadable: TimerRow[] = [];
    const rows = taken
      .filter((row) => there.has(row.conversation_id as string))
      .sort((a, b) => (a.due_at as number) - (b.due_at as number))
      .flatMap((row) => {
        const event = timerEvent(row, {}, vault, ids, now);
        if (event === undefined) unreadable.push(row);
        return event === undefined ? [] : [event];
      });
    await insertRows(trx, db.dialect, 'inbox', rows, 'ignore');
    const lost = { status: 'not_sent', why: 'unreadable' } as const;
    await record(
      trx,
      db,
      unreadable.map((row) => fate(row, undefined, now, lost)),
    );
    const woken = [...new Set(rows.map((row) => row.conversation_id as string))];
    await wake(trx, db, now, woken);
    return { taken: taken.length, woken, unreadable: unreadable.map((row) => row.id as string) };
  });
}

/**
 * The inbox row of a due timer; undefined when what it carries cannot be read. The external id names timer and due time,
 * so that a crash or a second scheduler repeats nothing.
 */
export function timerEvent(
  row: TimerRow,
  more: { readonly outreach?: PlannedTimer },
  vault: Vault,
  ids: Ids,
  now: number,
): Row | undefined {
  const conversationId = row.conversation_id as string;
  let args: unknown;
  try {
    args = row.payload === null ? undefined : JSON.parse(vault.open(row.payload as string, conversationId));
  } catch {
    return undefined;
  }
  const value: TimerPayload = {
    key: row.key as string,
    dialog: row.dialog as string,
    args,
    meets: row.meets as TimerPayload['meets'],
    purpose: row.purpose as string,
    dueAt: row.due_at as number,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at as number }),
    ...more,
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
}

/** When the next timer is due. */
export async function nextTimer(db: Db): Promise<number | undefined> {
  const [row] = resultRows<{ prompt: number | null; planned: number | null }>(
    await db.read.raw(
      `SELECT (SELECT MIN(due_at) FROM timer WHERE ${PROMPT}) AS prompt, (SELECT MIN(due_at) FROM timer WHERE ${PLANNED}) AS planned`,
    ),
  );
  const times = [row?.prompt, row?.planned].filter((at) => typeof at === 'number');
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Marks conversations as having something to do. */
export async function wake(
  trx: Knex.Transaction,
  db: Db,
  now: number,
  conversationIds: readonly string[],
): Promise<void> {
  if (conversationIds.length === 0) return;
  await trx.raw(
    `UPDATE conversation SET wake_at = CASE WHEN wake_at IS NULL OR wake_at > ? THEN ? ELSE wake_at END WHERE id IN (${listOf(db)})`,
    [now, now, JSON.stringify(conversationIds)],
  );
}

/** One bound JSON text as a list of ids. */
export function listOf(db: Pick<Db, 'dialect'>): string {
  return db.dialect === 'postgres'
    ? 'SELECT value FROM json_array_elements_text(?::json)'
    : 'SELECT value FROM json_each(?)';
}
