import type { Knex } from 'knex';
import type { Clock } from '../../contracts';
import type { Db } from '../db';
import { insertRows, resultRows } from '../rows';
import type { Vault } from '../vault';

const MINUTE = 60_000;
/** Most recipients of one step: a commit stays short however fast a broadcast may go. */
const STEP = 500;

/**
 * Hands on the next recipients of running broadcasts, as many as the throttle allows since the last time. Each becomes a
 * due message like every other: hours, caps and consent are the planner's.
 * @returns how many were handed on.
 */
export async function feedBroadcasts(db: Db, vault: Vault, clock: Clock): Promise<number> {
  const running = (await db.read('broadcast').where({ status: 'running' }).select('id')) as { id: string }[];
  let fed = 0;
  for (const { id } of running) fed += await feed(db, vault, clock.now(), id);
  return fed;
}

async function feed(db: Db, vault: Vault, now: number, id: string): Promise<number> {
  return db.transaction(async (trx) => {
    const lock = db.dialect === 'postgres' ? ' FOR UPDATE' : '';
    const [row] = resultRows<{
      body: string;
      purpose: string;
      per_minute: number;
      window_hours: number;
      fed_at: number;
    }>(await trx.raw(`SELECT * FROM broadcast WHERE id = ? AND status = 'running'${lock}`, [id]));
    if (row === undefined) return 0;
    const allowed = Math.min(STEP, Math.floor(((now - row.fed_at) / MINUTE) * row.per_minute));
    if (allowed < 1) return 0;
    const next = (await trx('broadcast_recipient')
      .whereRaw('queued = 0 AND broadcast_id = ?', [id])
      .orderBy('conversation_id')
      .limit(allowed)
      .select('conversation_id', 'timer_id')) as { conversation_id: string; timer_id: string }[];
    await insertTimers(trx, db, vault, now, id, row, next);
    await trx('broadcast_recipient')
      .where({ broadcast_id: id })
      .whereIn(
        'conversation_id',
        next.map((one) => one.conversation_id),
      )
      .update({ queued: 1 });
    // Whole messages only: the rest of a minute is kept for the next step.
    const used = row.fed_at + Math.floor((allowed / row.per_minute) * MINUTE);
    const more = next.length === allowed;
    await trx('broadcast')
      .where({ id })
      .update({ fed_at: allowed === STEP ? now : used, ...(more ? {} : { status: 'done' }), updated_at: now });
    return next.length;
  });
}

async function insertTimers(
  trx: Knex.Transaction,
  db: Db,
  vault: Vault,
  now: number,
  id: string,
  row: { body: string; purpose: string; window_hours: number },
  next: readonly { conversation_id: string; timer_id: string }[],
): Promise<void> {
  const { texts } = JSON.parse(vault.open(row.body, id)) as { texts: Record<string, string> };
  const timers = next.map(({ conversation_id, timer_id }) => ({
    id: timer_id,
    conversation_id,
    key: `broadcast:${id}`,
    due_at: now,
    first_due_at: now,
    dialog: 'broadcast',
    payload: vault.seal(JSON.stringify({ broadcast: id, texts }), conversation_id),
    purpose: row.purpose,
    meets: 'wait',
    expires_at: now + row.window_hours * 60 * MINUTE,
    reason: `broadcast:${id}`,
    chosen: 0,
    chain: 0,
    created_at: now,
  }));
  await insertRows(trx, db.dialect, 'timer', timers, 'ignore');
}
