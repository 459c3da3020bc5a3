import type { OperationsStore } from '../../../console/api/ports';
import type { Activity } from '../../contracts';
import { appendAudit } from '../audit';
import { wake } from '../timers';
import type { ActionTools } from './actions';
import { readTrouble } from './trouble';

interface DeadRow {
  id: number;
  conversation_id: string;
  channel: string;
  received_at: number;
  attempts: number;
  error_code: string | null;
  payload: string | null;
}

const DAY_MS = 24 * 60 * 60_000;

/** What keeps the product running: queues, channels, and what was given up. */
export function createOperationsStore(tools: ActionTools): OperationsStore {
  const { db, vault } = tools;
  const dead = (id: string) => ({ id: Number(id), status: 2 });
  const isNumber = (id: string) => /^\d{1,15}$/.test(id);

  /** Status 0 sends it round again with fresh attempts; 3 is set aside for good, kept for the record. */
  async function settle(id: string, actor: string, now: number, status: 0 | 3): Promise<string | undefined> {
    if (!isNumber(id)) return undefined;
    return db.transaction(async (trx) => {
      const row = await trx<DeadRow & { status: number }>('inbox').where(dead(id)).first();
      if (!row) return undefined;
      const change =
        status === 0 ? { status, attempts: 0, claims: 0, done_at: null } : { status, payload: null, done_at: now };
      if ((await trx('inbox').where(dead(id)).update(change)) === 0) return undefined;
      if (status === 0) await wake(trx, db, now, [row.conversation_id]);
      const action = status === 0 ? 'console.dead_letter_retried' : 'console.dead_letter_discarded';
      await appendAudit(trx, db, vault, now, row.conversation_id, [{ actor, action, detail: { inbox: row.id } }]);
      return row.conversation_id;
    });
  }

  return {
    trouble: (now) => readTrouble(db, vault, now),
    async view(now) {
      const [inbox, outbox, timers, letters, inbound, sent] = await Promise.all([
        db.read('inbox').where({ status: 0 }).count({ n: '*' }).min({ oldest: 'received_at' }).first(),
        db
          .read('outbox')
          .whereIn('status', ['queued', 'sending'])
          .count({ n: '*' })
          .min({ oldest: 'created_at' })
          .first(),
        db.read('timer').count({ n: '*' }).first(),
        db.read('inbox').where({ status: 2 }).count({ n: '*' }).first(),
        db
          .read('conversation')
          .whereNot('channel', 'console')
          .groupBy('channel')
          .select('channel')
          .max({ last: 'last_inbound_at' }) as unknown as Promise<{ channel: string; last: number | null }[]>,
        db
          .read('outbox')
          .where('created_at', '>', now - DAY_MS)
          .groupBy('channel', 'status')
          .select('channel', 'status')
          .count({ n: '*' }) as unknown as Promise<{ channel: string; status: string; n: number | string }[]>,
      ]);
      const n = (row: unknown) => Number((row as { n?: number | string } | undefined)?.n ?? 0);
      const oldest = (row: unknown) => (row as { oldest: number | null } | undefined)?.oldest ?? null;
      const count = (channel: string, statuses: readonly string[]) =>
        sent
          .filter((row) => row.channel === channel && statuses.includes(row.status))
          .reduce((sum, row) => sum + Number(row.n), 0);
      return {
        inboxWaiting: n(inbox),
        oldestInboxAt: oldest(inbox),
        outboxWaiting: n(outbox),
        oldestOutboxAt: oldest(outbox),
        timers: n(timers),
        deadLetters: n(letters),
        channels: inbound
          .map(({ channel, last }) => ({
            channel,
            lastInboundAt: last,
            sent: count(channel, ['sent', 'delivered', 'read']),
            delivered: count(channel, ['delivered', 'read']),
            failed: count(channel, ['failed', 'expired']),
          }))
          .sort((a, b) => (a.channel < b.channel ? -1 : 1)),
      };
    },
    async deadLetters() {
      const rows: DeadRow[] = await db.read('inbox').where({ status: 2 }).orderBy('id', 'desc').limit(200);
      return rows.map((row) => ({
        id: String(row.id),
        conversationId: row.conversation_id,
        channel: row.channel,
        receivedAt: row.received_at,
        attempts: row.attempts,
        code: row.error_code,
        // What kind of event it was; its words stay where they are.
        kind: row.payload === null ? '' : kindOf(JSON.parse(vault.open(row.payload, row.conversation_id)) as Activity),
      }));
    },
    async isDeadLetter(id) {
      return isNumber(id) && (await db.read('inbox').where(dead(id)).first('id')) !== undefined;
    },
    retry: (id, actor, now) => settle(id, actor.staffId, now, 0),
    discard: (id, actor, now) => settle(id, actor.staffId, now, 3),
  };
}

const kindOf = (activity: Activity) => activity.name ?? activity.type;
