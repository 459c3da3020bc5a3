import type { Knex } from 'knex';
import type { Clock, Ids, InboundEvent, Received } from '../contracts';
import { type Contacts, lockConversations } from './contacts';
import type { Db } from './db';
import { groupCalls } from './group';
import { insertRows, type Row, resultRows } from './rows';
import type { Vault } from './vault';

/** T1: events into the inbox, messages into the transcript. When it resolves, they are on the disk. */
export type Receive = (events: readonly InboundEvent[]) => Promise<readonly Received[]>;

/** The conversation an event names does not exist. Web chat opens it again and retries. */
export class UnknownConversation extends Error {
  override readonly name = 'UnknownConversation';
}

interface Arrival {
  readonly event: InboundEvent;
  readonly conversationId: string;
  readonly activityId: string;
  readonly sealed: string;
  readonly shown: boolean;
}

/** Statements grow with the batch, latency with its length: 128 keeps a commit under a few milliseconds. */
const BATCH = 128;

export function createReceive(
  db: Db,
  vault: Vault,
  contacts: Contacts,
  clock: Clock,
  ids: Ids,
  stored: (conversationIds: readonly string[]) => void,
): Receive {
  const write = groupCalls<readonly Arrival[], readonly Received[]>(BATCH, async (calls) => {
    const received = await storeArrivals(db, clock.now(), calls.flat());
    stored([...new Set(received.filter((one) => !one.duplicate).map((one) => one.conversationId))]);
    let from = 0;
    return calls.map((call) => {
      from += call.length;
      return received.slice(from - call.length, from);
    });
  });

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
        shown: isShown(event),
      });
    }
    return write(arrivals);
  };
}

/** What the patient did is shown to the patient and to staff; timers, staff actions and channel news are not. */
function isShown({ activity }: InboundEvent): boolean {
  return activity.type === 'message' || (activity.type === 'event' && !(activity.name ?? '').startsWith('sathi/'));
}

async function storeArrivals(db: Db, now: number, arrivals: readonly Arrival[]): Promise<Received[]> {
  return db.transaction(async (trx) => {
    const there = await lockConversations(
      trx,
      db.dialect,
      arrivals.map((one) => one.conversationId),
    );
    const missing = arrivals.find((one) => !there.has(one.conversationId));
    if (missing !== undefined) throw new UnknownConversation('The conversation of an event does not exist.');

    const inserted = await insertRows(
      trx,
      db.dialect,
      'inbox',
      arrivals.map((one) => inboxRow(one, now)),
      'ignore',
      ['channel', 'external_id', 'activity_id'],
    );
    // Twice the same id inside one batch: only the row that was inserted counts, told apart by its activity id.
    const fresh = new Set(inserted.map((row) => `${row.channel} ${row.external_id} ${row.activity_id}`));
    const isFresh = (one: Arrival) =>
      fresh.has(`${one.event.address.channel} ${one.event.externalId} ${one.activityId}`);
    const news = arrivals.filter(isFresh);
    const heads = await advance(trx, db, now, news);
    const seqs = await insertTranscript(trx, db, news, heads);
    return arrivals.map((one) => ({
      conversationId: one.conversationId,
      activityId: one.activityId,
      duplicate: !isFresh(one),
      ...(seqs.has(one) ? { seq: seqs.get(one)! } : {}),
    }));
  });
}

function inboxRow(one: Arrival, now: number): Row {
  const { event } = one;
  return {
    conversation_id: one.conversationId,
    channel: event.address.channel,
    external_id: event.externalId,
    activity_id: one.activityId,
    payload: one.sealed,
    at: event.at,
    received_at: now,
  };
}

interface Head {
  readonly seq: number;
  readonly lastAt: number;
}

/** Gives out transcript positions and rings the conversation awake, one statement for all conversations. */
async function advance(
  trx: Knex.Transaction,
  db: Db,
  now: number,
  news: readonly Arrival[],
): Promise<Map<string, Head>> {
  if (news.length === 0) return new Map();
  const per = new Map<string, { id: string; n: number; inbound: number }>();
  for (const one of news) {
    const entry = per.get(one.conversationId) ?? { id: one.conversationId, n: 0, inbound: 0 };
    if (one.shown) entry.n += 1;
    if (one.event.activity.type === 'message') entry.inbound = Math.max(entry.inbound, one.event.at);
    per.set(one.conversationId, entry);
  }
  const list = JSON.stringify([...per.values()]);
  const [from, greatest] =
    db.dialect === 'postgres'
      ? ['json_to_recordset(?::json) AS x(id text, n bigint, inbound bigint)', 'GREATEST']
      : [
          "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.n') AS n, json_extract(value, '$.inbound') AS inbound FROM json_each(?)) AS x",
          'MAX',
        ];
  const rows = await trx.raw(
    `UPDATE conversation SET seq = seq + x.n, last_at = ${greatest}(last_at + x.n, ?),
       wake_at = CASE WHEN wake_at IS NULL OR wake_at > ? THEN ? ELSE wake_at END,
       last_inbound_at = CASE WHEN x.inbound > 0 THEN ${greatest}(COALESCE(last_inbound_at, 0), x.inbound) ELSE last_inbound_at END
     FROM ${from} WHERE conversation.id = x.id RETURNING conversation.id, seq, last_at`,
    [now, now, now, list],
  );
  return new Map(
    resultRows<{ id: string; seq: number; last_at: number }>(rows).map((row) => [
      row.id,
      { seq: row.seq, lastAt: row.last_at },
    ]),
  );
}

async function insertTranscript(
  trx: Knex.Transaction,
  db: Db,
  news: readonly Arrival[],
  heads: ReadonlyMap<string, Head>,
): Promise<Map<Arrival, number>> {
  const left = new Map<string, number>();
  const shown = news.filter((one) => one.shown);
  for (const one of shown) left.set(one.conversationId, (left.get(one.conversationId) ?? 0) + 1);
  const seqs = new Map<Arrival, number>();
  const rows = shown.map((one) => {
    const head = heads.get(one.conversationId)!;
    const behind = left.get(one.conversationId)! - 1;
    left.set(one.conversationId, behind);
    seqs.set(one, head.seq - behind);
    return {
      conversation_id: one.conversationId,
      seq: head.seq - behind,
      activity_id: one.activityId,
      role: 'patient',
      at: head.lastAt - behind,
      body: one.sealed,
    };
  });
  await insertRows(trx, db.dialect, 'transcript', rows);
  return seqs;
}
