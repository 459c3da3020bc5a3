import type { Knex } from 'knex';
import type { Clock, DeliveryReport, DeliveryStatus, NotSent } from '../contracts';
import type { Db } from './db';
import { groupCalls } from './group';
import { resultRows } from './rows';
import type { Vault } from './vault';

/** A physical message that waits to be sent. */
export interface OutboxItem {
  readonly id: string;
  readonly conversationId: string;
  readonly channel: string;
  readonly contactPointId: string;
  readonly seq: number;
  readonly part: number;
  readonly payload: Record<string, unknown>;
  readonly safety: boolean;
  readonly purpose: string;
  readonly attempts: number;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  /** It was being sent when its sender disappeared: whether it left is not known. */
  readonly interrupted: boolean;
}

const LEASE_MS = 60_000;

/**
 * Takes the first unsent part of up to `limit` conversations: parts of one conversation leave one after the other, in
 * order, because the second is not taken while the first is queued or being sent. The literal list of states lets both
 * engines use their partial indexes; without it each look reads the whole outbox.
 */
export async function claimOutbox(
  db: Db,
  vault: Vault,
  clock: Clock,
  worker: string,
  limit: number,
): Promise<readonly OutboxItem[]> {
  const now = clock.now();
  const skip = db.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
  const rows = await db.transaction(async (trx) =>
    resultRows<Record<string, string | number | null>>(
      await trx.raw(
        `UPDATE outbox SET status = 'sending', lease_owner = ?, lease_until = ?, attempts = attempts + 1, code = CASE WHEN status = 'sending' THEN 'interrupted' ELSE NULL END
         WHERE id IN (
           SELECT o.id FROM outbox o WHERE o.next_at <= ? AND o.status IN ('queued', 'sending') AND (o.status = 'queued' OR (o.status = 'sending' AND o.lease_until <= ?))
             AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.conversation_id = o.conversation_id AND e.status IN ('queued', 'sending')
                             AND (e.seq < o.seq OR (e.seq = o.seq AND e.part < o.part)))
           ORDER BY o.next_at LIMIT ? ${skip}
         ) RETURNING *`,
        [worker, now + LEASE_MS, now, now, limit],
      ),
    ),
  );
  return rows.map((row) => toItem(row, vault));
}

/** An outbox row as the dispatcher sees it. */
export function toItem(row: Record<string, string | number | null>, vault: Vault): OutboxItem {
  return {
    id: row.id as string,
    conversationId: row.conversation_id as string,
    channel: row.channel as string,
    contactPointId: row.contact_point_id as string,
    seq: row.seq as number,
    part: row.part as number,
    payload: JSON.parse(vault.open(row.payload as string, row.conversation_id as string)) as Record<string, unknown>,
    safety: row.safety === 1,
    purpose: row.purpose as string,
    attempts: row.attempts as number,
    createdAt: row.created_at as number,
    expiresAt: (row.expires_at as number | null) ?? undefined,
    interrupted: row.code === 'interrupted',
  };
}

/** T3: what sending came to. `queued` again means a later retry at `nextAt`. */
export interface Settled {
  readonly id: string;
  readonly status: 'sent' | 'failed' | 'expired' | 'queued' | 'held';
  readonly providerId?: string;
  readonly code?: string;
  readonly nextAt?: number;
}

/** Settles many parts in one commit: a dispatcher sends dozens at once, and each would wait for the disk alone. */
export function createSettle(db: Db, clock: Clock, worker: string): (settled: Settled) => Promise<void> {
  return groupCalls<Settled, void>(128, (batch) =>
    db.transaction(async (trx) => {
      for (const settled of batch) {
        await trx('outbox').where(mine(settled, worker)).update(outcomeOf(settled, clock.now()));
        if (settled.status === 'failed' || settled.status === 'expired') await unsent(trx, settled);
      }
      return batch.map(() => undefined);
    }),
  );
}

const WHY: Readonly<Record<string, NotSent>> = {
  opted_out: 'opted_out',
  invalid_address: 'invalid_address',
  too_old: 'expired',
};

/**
 * The due message this part carried did not get out, unless another part of it did. Where nobody knows whether a part
 * left, it goes on counting towards what the person gets: a second one may be one too many.
 */
async function unsent(trx: Knex.Transaction, { id, code }: Settled): Promise<void> {
  await trx.raw(
    `UPDATE outreach SET status = 'not_sent', why = ?, counts = CASE
       WHEN EXISTS (SELECT 1 FROM outbox u WHERE u.outreach_id = outreach.id AND u.code = 'unknown_outcome') THEN counts
       ELSE 0 END
     WHERE id = (SELECT outreach_id FROM outbox WHERE id = ? AND outreach_id IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.outreach_id = outreach.id AND o.status IN ('queued', 'sending', 'held', 'sent', 'delivered', 'read'))`,
    [WHY[code ?? ''] ?? 'send_failed', id],
  );
}

function mine(settled: Settled, worker: string) {
  return { id: settled.id, lease_owner: worker, status: 'sending' };
}

function outcomeOf(settled: Settled, now: number) {
  return {
    status: settled.status,
    lease_owner: null,
    lease_until: null,
    updated_at: now,
    ...(settled.providerId === undefined ? {} : { provider_id: settled.providerId }),
    ...(settled.code === undefined ? {} : { code: settled.code }),
    ...(settled.nextAt === undefined ? {} : { next_at: settled.nextAt }),
  };
}

/** Later reports never move a message backwards. Source: clinical channels reference, rule 0.4. */
const RANK: Record<DeliveryStatus, number> = {
  accepted: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  failed: 6,
};
const RANK_SQL =
  "CASE status WHEN 'queued' THEN 1 WHEN 'sending' THEN 2 WHEN 'sent' THEN 3 WHEN 'delivered' THEN 4 WHEN 'read' THEN 5 WHEN 'failed' THEN 6 ELSE 7 END";

/**
 * Records delivery news, many in one commit. Failed does not overwrite delivered or read; delivered may follow failed
 * (another device). @returns for each report the conversation whose message it changed, if it changed any.
 */
export async function recordDeliveries(
  db: Db,
  reports: readonly DeliveryReport[],
): Promise<readonly (string | undefined)[]> {
  const telling = reports.map(
    (one) => one.status !== 'accepted' && one.status !== 'queued' && one.status !== 'sending',
  );
  if (!telling.includes(true)) return reports.map(() => undefined);
  return db.transaction(async (trx) => {
    const changed: (string | undefined)[] = [];
    for (const [index, report] of reports.entries())
      changed.push(telling[index]! ? await recordOne(trx, report) : undefined);
    return changed;
  });
}

async function recordOne(trx: Knex.Transaction, report: DeliveryReport): Promise<string | undefined> {
  const query = trx('outbox').where({ channel: report.channel });
  if (report.outboxId !== undefined) query.where({ id: report.outboxId });
  else query.where({ provider_id: report.providerId ?? '' });
  if (report.status === 'failed') query.whereNotIn('status', ['delivered', 'read', 'failed']);
  else if (report.status === 'sent') query.whereIn('status', ['queued', 'sending']);
  else query.where((either) => either.whereRaw(`${RANK_SQL} < ?`, [RANK[report.status]]).orWhere('status', 'failed'));
  const rows = (await query
    .update({
      status: report.status,
      updated_at: report.at,
      lease_owner: null,
      lease_until: null,
      ...(report.code === undefined ? {} : { code: report.code }),
    })
    .returning('conversation_id')) as { conversation_id: string }[];
  return rows[0]?.conversation_id;
}

/** One report, where there is only one. */
export async function recordDelivery(db: Db, report: DeliveryReport): Promise<{ changed: boolean }> {
  return { changed: (await recordDeliveries(db, [report]))[0] !== undefined };
}

/** The message a report is about. */
export async function reportedItem(db: Db, vault: Vault, report: DeliveryReport): Promise<OutboxItem | undefined> {
  const where = report.outboxId === undefined ? { provider_id: report.providerId ?? '' } : { id: report.outboxId };
  const row = (await db
    .write('outbox')
    .where({ channel: report.channel, ...where })
    .first()) as Record<string, string | number | null> | undefined;
  return row === undefined ? undefined : toItem(row, vault);
}

/** A message the provider took and then failed with: `queued` for another try, or `held` until the patient writes. */
export async function takeBack(
  db: Db,
  clock: Clock,
  id: string,
  to: { status: 'queued' | 'held'; nextAt?: number },
): Promise<void> {
  const now = clock.now();
  await db.transaction((trx) =>
    trx('outbox')
      .where({ id, status: 'failed' })
      .update({ status: to.status, next_at: to.nextAt ?? now, updated_at: now, provider_id: null }),
  );
}

/** When the next part wants to be sent. */
export async function nextOutbox(db: Db): Promise<number | undefined> {
  const row = (await db.read('outbox').whereIn('status', ['queued', 'sending']).min('next_at as at').first()) as
    | { at: number | null }
    | undefined;
  return row?.at ?? undefined;
}
