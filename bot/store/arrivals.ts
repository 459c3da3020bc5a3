import type { InboundEvent, Received } from '../contracts';
import { type Claimed, conversationRow, LEASE_MS } from './claim';
import type { Db } from './db';
import { insertRows, type Row, resultRows } from './rows';
import type { Statements } from './statements';
import type { StoredLine } from './transcript';
import type { Vault } from './vault';

/** An event on its way into the inbox. */
export interface Arrival {
  readonly event: InboundEvent;
  readonly conversationId: string;
  readonly activityId: string;
  readonly sealed: string;
}

/** A lease asked for together with the arrival: the worker of this process takes the event up at once. */
export interface Lease {
  readonly name: string;
  /** How many conversations may be taken. */
  readonly room: number;
}

/** What a set of arrivals came to. */
export interface Arrived {
  /** In the order given; undefined where the conversation does not exist. */
  readonly received: readonly (Received | undefined)[];
  readonly transcript: readonly Row[];
  readonly lines: ReadonlyMap<string, readonly StoredLine[]>;
  readonly claimed: readonly Claimed[];
  /** Conversations with an event that nobody has taken up yet. */
  readonly waiting: readonly string[];
}

/** Inbox ids of the arrivals whose conversation is there and that had not come before. */
export type Inserted = ReadonlyMap<Arrival, number>;

/** First half of T1 of a set: inbox rows, duplicates ignored by a unique key, events of unknown conversations left out. */
export async function insertArrivals(
  trx: Statements,
  db: Db,
  now: number,
  arrivals: readonly Arrival[],
): Promise<Inserted> {
  const rows = await insertRows(
    trx,
    db.dialect,
    'inbox',
    arrivals.map((one) => inboxRow(one, now)),
    'ignore',
    ['id', 'channel', 'external_id', 'activity_id'],
    // Not EXISTS: PostgreSQL makes a join of it, and rows of a join come in any order.
    '(SELECT 1 FROM conversation WHERE conversation.id = x.conversation_id) = 1',
  );
  // Twice the same id inside one batch: only the row that was inserted counts, told apart by its activity id.
  const ids = new Map(rows.map((row) => [`${row.channel} ${row.external_id} ${row.activity_id}`, row.id as number]));
  const inserted = new Map<Arrival, number>();
  for (const one of arrivals) {
    const id = ids.get(`${one.event.address.channel} ${one.event.externalId} ${one.activityId}`);
    if (id !== undefined) inserted.set(one, id);
  }
  return inserted;
}

/**
 * Second half: transcript positions, and, where nothing else of the conversation waits or runs, the lease in the same
 * commit. The caller inserts the transcript rows.
 */
export async function placeArrivals(
  trx: Statements,
  db: Db,
  vault: Vault,
  now: number,
  arrivals: readonly Arrival[],
  inserted: Inserted,
  lease: Lease | undefined,
): Promise<Arrived> {
  const inboxId = (one: Arrival) => inserted.get(one);
  // Whose row was not inserted came before, or speaks of a conversation that is not there.
  const doubtful = arrivals.filter((one) => !inserted.has(one));
  const there = doubtful.length === 0 ? new Set<string>() : await existing(trx, db, doubtful);
  const known = (one: Arrival) => inserted.has(one) || there.has(one.conversationId);
  const news = arrivals.filter((one) => inserted.has(one));
  const heads = await advance(trx, db, now, news, lease);
  const { transcript, lines, seqs } = placed(news, heads);
  const claimed: Claimed[] = [];
  const waiting: string[] = [];
  for (const [id, head] of heads) {
    if (head.claimed === undefined) {
      waiting.push(id);
      continue;
    }
    // Its later events, if any, are found when this turn has committed.
    const own = news.filter((one) => one.conversationId === id);
    const oldest = own.reduce((a, b) => (inboxId(b)! < inboxId(a)! ? b : a));
    claimed.push({
      lease: lease!.name,
      conversation: conversationRow(head.claimed, vault),
      event: {
        id: inboxId(oldest)!,
        activityId: oldest.activityId,
        activity: oldest.event.activity,
        at: oldest.event.at,
        receivedAt: now,
        attempts: 0,
        claims: 1,
      },
    });
  }
  return {
    received: arrivals.map((one) =>
      known(one)
        ? {
            conversationId: one.conversationId,
            activityId: one.activityId,
            duplicate: inboxId(one) === undefined,
            ...(seqs.has(one) ? { seq: seqs.get(one)! } : {}),
          }
        : undefined,
    ),
    transcript,
    lines,
    claimed,
    waiting,
  };
}

/** What the patient did is shown to the patient and to staff; timers, staff actions and channel news are not. */
function isShown({ event: { activity } }: Arrival): boolean {
  return activity.type === 'message' || (activity.type === 'event' && !(activity.name ?? '').startsWith('sathi/'));
}

async function existing(trx: Statements, db: Db, arrivals: readonly Arrival[]): Promise<Set<string>> {
  const list = JSON.stringify([...new Set(arrivals.map((one) => one.conversationId))]);
  const ids =
    db.dialect === 'postgres'
      ? 'SELECT value FROM json_array_elements_text(?::json)'
      : 'SELECT value FROM json_each(?)';
  const rows = await trx.raw(`SELECT id FROM conversation WHERE id IN (${ids})`, [list]);
  return new Set(resultRows<{ id: string }>(rows).map((row) => row.id));
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
  /** The conversation's row, when its lease is ours now. */
  readonly claimed?: Record<string, string | number | null>;
}

const ROW = `conversation.id, seq, last_at, lease_owner, channel, contact_point_id, patient_id, version, owner_id, locale,
  last_inbound_at, audit_n, audit_hash`;

/**
 * Gives out transcript positions and rings the conversation awake, one statement for all conversations. The lease is
 * given only where nothing waits (`wake_at`) and nobody works: then the event that came is the oldest.
 */
async function advance(
  trx: Statements,
  db: Db,
  now: number,
  news: readonly Arrival[],
  lease: Lease | undefined,
): Promise<Map<string, Head>> {
  if (news.length === 0) return new Map();
  const per = new Map<string, { id: string; n: number; inbound: number; take: number }>();
  let room = lease?.room ?? 0;
  for (const one of news) {
    const entry = per.get(one.conversationId) ?? { id: one.conversationId, n: 0, inbound: 0, take: room-- > 0 ? 1 : 0 };
    if (isShown(one)) entry.n += 1;
    if (one.event.activity.type === 'message') entry.inbound = Math.max(entry.inbound, one.event.at);
    per.set(one.conversationId, entry);
  }
  const [from, greatest] =
    db.dialect === 'postgres'
      ? ['json_to_recordset(?::json) AS x(id text, n bigint, inbound bigint, take int)', 'GREATEST']
      : [
          "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.n') AS n, json_extract(value, '$.inbound') AS inbound, json_extract(value, '$.take') AS take FROM json_each(?)) AS x",
          'MAX',
        ];
  const free = 'x.take = 1 AND wake_at IS NULL AND lease_until IS NULL';
  const [big, text] = db.dialect === 'postgres' ? ['?::bigint', '?::text'] : ['?', '?'];
  const rows = resultRows<Record<string, string | number | null>>(
    await trx.raw(
      `UPDATE conversation SET seq = seq + x.n, last_at = ${greatest}(last_at + x.n, ${big}),
         lease_owner = CASE WHEN ${free} THEN ${text} ELSE lease_owner END,
         lease_until = CASE WHEN ${free} THEN ${big} ELSE lease_until END,
         wake_at = CASE WHEN wake_at IS NULL OR wake_at > ${big} THEN ${big} ELSE wake_at END,
         last_inbound_at = CASE WHEN x.inbound > 0 THEN ${greatest}(COALESCE(last_inbound_at, 0), x.inbound) ELSE last_inbound_at END
       FROM ${from} WHERE conversation.id = x.id
       RETURNING ${ROW}, CASE WHEN lease_owner = ${text} THEN state END AS state`,
      [now, lease?.name ?? '', now + LEASE_MS, now, now, JSON.stringify([...per.values()]), lease?.name ?? ''],
    ),
  );
  return new Map(
    rows.map((row) => [
      row.id as string,
      {
        seq: row.seq as number,
        lastAt: row.last_at as number,
        ...(lease !== undefined && row.lease_owner === lease.name ? { claimed: row } : {}),
      },
    ]),
  );
}

function placed(
  news: readonly Arrival[],
  heads: ReadonlyMap<string, Head>,
): { transcript: Row[]; lines: Map<string, StoredLine[]>; seqs: Map<Arrival, number> } {
  const left = new Map<string, number>();
  const shown = news.filter(isShown);
  for (const one of shown) left.set(one.conversationId, (left.get(one.conversationId) ?? 0) + 1);
  const seqs = new Map<Arrival, number>();
  const lines = new Map<string, StoredLine[]>();
  const transcript = shown.map((one) => {
    const id = one.conversationId;
    const head = heads.get(id)!;
    const behind = left.get(id)! - 1;
    left.set(id, behind);
    const [seq, at] = [head.seq - behind, head.lastAt - behind];
    seqs.set(one, seq);
    const line = { seq, activityId: one.activityId, at, activity: one.event.activity };
    lines.set(id, [...(lines.get(id) ?? []), line]);
    return { conversation_id: id, seq, activity_id: one.activityId, role: 'patient', at, body: one.sealed };
  });
  return { transcript, lines, seqs };
}
