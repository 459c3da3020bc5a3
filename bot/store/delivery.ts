import type { Activity, Address, Clock, Ids } from '../contracts';
import type { Db } from './db';
import type { OutboxItem } from './outbox';
import { insertRows, resultRows } from './rows';
import type { Vault } from './vault';

/** What delivery needs to know about where a message goes. */
export interface Reachability {
  readonly optedOut: boolean;
  readonly invalid: boolean;
}

export async function reachability(db: Db, contactPointId: string): Promise<Reachability> {
  const row = (await db.read('contact_point').where({ id: contactPointId }).first('opted_out', 'invalid')) as
    | { opted_out: number; invalid: number }
    | undefined;
  return { optedOut: row?.opted_out === 1, invalid: row?.invalid === 1 };
}

export async function markOptedOut(db: Db, contactPointId: string, now: number): Promise<void> {
  await db.transaction((trx) =>
    trx('contact_point').where({ id: contactPointId, opted_out: 0 }).update({ opted_out: 1, opted_out_at: now }),
  );
}

/** Providers say "unknown handset" by mistake now and then: it counts only when it is said this often in a row. */
const MOST_FAILURES = 3;

export async function countUnreachable(db: Db, contactPointId: string): Promise<void> {
  await db.transaction((trx) =>
    trx('contact_point')
      .where({ id: contactPointId })
      .update({
        failures: trx.raw('failures + 1'),
        invalid: trx.raw('CASE WHEN failures + 1 >= ? THEN 1 ELSE invalid END', [MOST_FAILURES]),
      }),
  );
}

/** A conversation of the same patient on another address that can be written to, newest first. */
export interface OtherWay {
  readonly conversationId: string;
  readonly channel: string;
  readonly contactPointId: string;
  readonly address: Address;
  readonly locale: string | undefined;
  readonly lastInboundAt: number | undefined;
}

export async function otherWays(db: Db, vault: Vault, item: OutboxItem): Promise<readonly OtherWay[]> {
  const rows = (await db
    .read('conversation as mine')
    .join('conversation as c', 'c.patient_id', 'mine.patient_id')
    .join('contact_point as p', 'p.id', 'c.contact_point_id')
    .where('mine.id', item.conversationId)
    .whereNot('p.id', item.contactPointId)
    .where('p.opted_out', 0)
    .where('p.invalid', 0)
    .orderBy('c.last_inbound_at', 'desc')
    .select('c.id', 'c.channel', 'c.contact_point_id', 'c.locale', 'c.last_inbound_at', 'p.address')) as {
    id: string;
    channel: string;
    contact_point_id: string;
    locale: string | null;
    last_inbound_at: number | null;
    address: string;
  }[];
  return rows.map((row) => ({
    conversationId: row.id,
    channel: row.channel,
    contactPointId: row.contact_point_id,
    address: JSON.parse(vault.open(row.address, row.contact_point_id)) as Address,
    locale: row.locale ?? undefined,
    lastInboundAt: row.last_inbound_at ?? undefined,
  }));
}

/** The activity a physical message came from. */
export async function activityOf(db: Db, vault: Vault, item: OutboxItem): Promise<Activity | undefined> {
  const row = (await db
    .read('transcript')
    .where({ conversation_id: item.conversationId, seq: item.seq })
    .first('body')) as { body: string } | undefined;
  return row === undefined ? undefined : (JSON.parse(vault.open(row.body, item.conversationId)) as Activity);
}

export interface Resent {
  readonly id: string;
  readonly payload: Record<string, unknown>;
}

/**
 * Says something in a conversation outside a turn: a transcript line and its physical messages, in one transaction.
 * The ids of the messages make it happen once.
 */
export async function sayOutsideTurn(
  db: Db,
  vault: Vault,
  clock: Clock,
  ids: Ids,
  way: Pick<OtherWay, 'conversationId' | 'channel' | 'contactPointId'>,
  activity: Activity,
  parts: readonly Resent[],
): Promise<boolean> {
  const now = clock.now();
  return db.transaction(async (trx) => {
    const done = parts[0] === undefined ? undefined : await trx('outbox').where({ id: parts[0].id }).first('id');
    if (done !== undefined) return false;
    const head = resultRows<{ seq: number; last_at: number }>(
      await trx.raw(
        'UPDATE conversation SET seq = seq + 1, last_at = last_at + 1 WHERE id = ? RETURNING seq, last_at',
        [way.conversationId],
      ),
    )[0];
    if (head === undefined) return false;
    await insertRows(trx, db.dialect, 'transcript', [
      {
        conversation_id: way.conversationId,
        seq: head.seq,
        activity_id: ids.next('a'),
        role: 'bot',
        at: head.last_at,
        body: vault.seal(JSON.stringify(activity), way.conversationId),
      },
    ]);
    const rows = parts.map((part, index) => ({
      id: part.id,
      conversation_id: way.conversationId,
      seq: head.seq,
      part: index,
      channel: way.channel,
      contact_point_id: way.contactPointId,
      payload: vault.seal(JSON.stringify(part.payload), way.conversationId),
      safety: activity.channelData?.sathi?.safety === true ? 1 : 0,
      purpose: activity.channelData?.sathi?.purpose ?? 'conversation',
      status: 'queued',
      next_at: now,
      expires_at: activity.channelData?.sathi?.expiresAt ?? null,
      created_at: now,
      updated_at: now,
    }));
    await insertRows(trx, db.dialect, 'outbox', rows, 'ignore');
    return true;
  });
}

/** Opens a flag outside a turn, once per conversation and reason while it is open. */
export async function flagOutsideTurn(
  db: Db,
  vault: Vault,
  clock: Clock,
  ids: Ids,
  flag: { conversationId: string; severity: 1 | 2 | 3 | 4; reason: string; summary: string },
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const open = await trx('flag')
      .where({ conversation_id: flag.conversationId, reason: flag.reason, status: 'open' })
      .first('id');
    if (open !== undefined) return false;
    const conversation = (await trx('conversation').where({ id: flag.conversationId }).first('patient_id')) as
      | { patient_id: string | null }
      | undefined;
    await insertRows(trx, db.dialect, 'flag', [
      {
        id: ids.next('fl'),
        conversation_id: flag.conversationId,
        patient_id: conversation?.patient_id ?? null,
        severity: flag.severity,
        reason: flag.reason,
        summary: vault.seal(JSON.stringify(flag.summary), flag.conversationId),
        status: 'open',
        opened_at: clock.now(),
      },
    ]);
    return true;
  });
}

/** Part numbers from here on are notices that something waits, not parts of what was said. */
const NOTICE_PART = 900;
const NOTICE_EVERY_MS = 24 * 60 * 60_000;

/** Queues "we have a message for you" beside a held message, at most once a day per conversation. */
export async function insertNotice(
  db: Db,
  vault: Vault,
  clock: Clock,
  item: OutboxItem,
  payload: Record<string, unknown>,
): Promise<boolean> {
  const now = clock.now();
  return db.transaction(async (trx) => {
    const recent = await trx('outbox')
      .where({ conversation_id: item.conversationId })
      .where('part', '>=', NOTICE_PART)
      .where('created_at', '>', now - NOTICE_EVERY_MS)
      .first('id');
    if (recent !== undefined) return false;
    const row = {
      id: `${item.id}-notice`,
      conversation_id: item.conversationId,
      seq: item.seq,
      part: NOTICE_PART + item.part,
      channel: item.channel,
      contact_point_id: item.contactPointId,
      payload: vault.seal(JSON.stringify(payload), item.conversationId),
      safety: item.safety ? 1 : 0,
      purpose: item.purpose,
      status: 'queued',
      next_at: now,
      expires_at: item.expiresAt ?? null,
      created_at: now,
      updated_at: now,
    };
    await insertRows(trx, db.dialect, 'outbox', [row], 'ignore');
    return true;
  });
}

/** Held messages are kept this long for a patient who comes back. */
const HELD_MS = 7 * 24 * 60 * 60_000;

/**
 * Puts held messages of patients who have written since back into the queue, in their order, as free text. Those whose
 * time has passed are dropped by the dispatcher when it looks at them.
 */
export async function releaseHeld(db: Db, vault: Vault, clock: Clock, limit: number): Promise<number> {
  const now = clock.now();
  const rows = (await db
    .read('outbox as o')
    .join('conversation as c', 'c.id', 'o.conversation_id')
    // A literal, not a bound value: only so can the partial index of held messages be used.
    .whereRaw("o.id IN (SELECT h.id FROM outbox h WHERE h.status = 'held')")
    .whereRaw('c.last_inbound_at > o.updated_at')
    .limit(limit)
    .select('o.id', 'o.conversation_id', 'o.payload', 'o.created_at')) as {
    id: string;
    conversation_id: string;
    payload: string;
    created_at: number;
  }[];
  if (rows.length === 0) return 0;
  await db.transaction(async (trx) => {
    for (const row of rows) {
      const fresh = row.created_at > now - HELD_MS;
      const payload = opened(JSON.parse(vault.open(row.payload, row.conversation_id)) as Record<string, unknown>);
      await trx('outbox')
        .where({ id: row.id, status: 'held' })
        .update({
          status: fresh ? 'queued' : 'expired',
          payload: vault.seal(JSON.stringify(payload), row.conversation_id),
          attempts: 0,
          next_at: now,
          // Its age starts again: it was not late, it waited.
          created_at: fresh ? now : row.created_at,
          updated_at: now,
        });
    }
  });
  return rows.length;
}

/** A part rendered while the window was closed carries what is to be sent once it is open. */
function opened(payload: Record<string, unknown>): Record<string, unknown> {
  const body = payload.body as { whenOpen?: unknown } | undefined;
  return body?.whenOpen === undefined ? payload : { ...payload, body: body.whenOpen };
}
