import type { MachineTrouble } from '../../../console/api/ports';
import type { Db } from '../db';
import { resultRows } from '../rows';
import { SealBroken, type Vault } from '../vault';

const DAY_MS = 24 * 60 * 60_000;
const UNREADABLE_MS = 7 * DAY_MS;
const QUARTER_MS = 15 * 60_000;
/** Fewer tries say nothing about a channel. */
const TRIES = 3;
/** Messages of a week from which a channel counts as heard daily. */
const USUAL = 35;
/** A refused template is looked for among the last of what was refused. */
const LOOKED_AT = 50;

/** What no page shows and nobody would notice: looked for whenever somebody opens the operations page. */
export async function readTrouble(db: Db, vault: Vault, now: number): Promise<MachineTrouble> {
  const [clockSkewMs, keyMissing, templatesRejected, channelsDown, silent, unreadable] = await Promise.all([
    clockSkew(db),
    isKeyMissing(db, vault),
    rejectedTemplates(db, vault, now),
    downChannels(db, now),
    silentChannels(db, now),
    unreadableTimers(db, now),
  ]);
  return { clockSkewMs, keyMissing, templatesRejected, channelsDown, silent, unreadable };
}

/** Both sides of one question: half of the way there and back is taken off. SQLite has the machine's own clock. */
async function clockSkew(db: Db): Promise<number> {
  if (db.dialect === 'sqlite') return 0;
  const before = Date.now();
  const [row] = resultRows<{ ms: string | number }>(
    await db.read.raw('SELECT EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS ms'),
  );
  const after = Date.now();
  return Math.round(Number(row?.ms ?? before) - (before + after) / 2);
}

/** The oldest and the newest sealed values stand for the keys they were sealed with. */
async function isKeyMissing(db: Db, vault: Vault): Promise<boolean> {
  const columns = ['conversation_id', 'body'] as const;
  const [oldest, newest] = await Promise.all(
    (['asc', 'desc'] as const).map((order) =>
      db
        .read('transcript')
        .orderBy('conversation_id', order)
        .orderBy('seq', order)
        .first<{ conversation_id: string; body: string } | undefined>(...columns),
    ),
  );
  return [oldest, newest].some((row) => {
    if (!row) return false;
    try {
      vault.open(row.body, row.conversation_id);
      return false;
    } catch (error) {
      return error instanceof SealBroken;
    }
  });
}

async function rejectedTemplates(db: Db, vault: Vault, now: number): Promise<{ name: string; count: number }[]> {
  const rows = (await db
    .read('outbox')
    .where({ status: 'failed', code: 'rejected' })
    .where('updated_at', '>', now - DAY_MS)
    .orderBy('updated_at', 'desc')
    .limit(LOOKED_AT)
    .select('payload', 'conversation_id')) as { payload: string; conversation_id: string }[];
  const counts = new Map<string, number>();
  for (const row of rows) {
    const { body } = JSON.parse(vault.open(row.payload, row.conversation_id)) as {
      body?: { kind?: string; name?: string; template?: string };
    };
    if (body?.kind !== 'template') continue;
    const name = body.name ?? body.template ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count }));
}

async function downChannels(db: Db, now: number): Promise<{ channel: string; count: number }[]> {
  const rows = (await db
    .read('outbox')
    .where('updated_at', '>', now - QUARTER_MS)
    .groupBy('channel', 'status', 'code')
    .select('channel', 'status', 'code')
    .count({ n: '*' })) as { channel: string; status: string; code: string | null; n: number | string }[];
  const channels = [...new Set(rows.map((row) => row.channel))].sort();
  return channels.flatMap((channel) => {
    const mine = rows.filter((row) => row.channel === channel);
    const through = mine.some((row) => ['sent', 'delivered', 'read'].includes(row.status));
    const tried = mine
      .filter((row) => ['connection', 'provider_error', 'config'].includes(row.code ?? ''))
      .reduce((sum, row) => sum + Number(row.n), 0);
    return !through && tried >= TRIES ? [{ channel, count: tried }] : [];
  });
}

/** Set aside by the clockwork: what should have been said then was not, and nobody else would notice. */
async function unreadableTimers(db: Db, now: number): Promise<{ count: number; since: number | null }> {
  const row = (await db
    .read('outreach')
    .where({ status: 'not_sent', why: 'unreadable' })
    .where('at', '>', now - UNREADABLE_MS)
    .count({ n: '*' })
    .min({ since: 'at' })
    .first()) as { n: number | string; since: number | null } | undefined;
  return { count: Number(row?.n ?? 0), since: row?.since ?? null };
}

async function silentChannels(db: Db, now: number): Promise<{ channel: string; since: number }[]> {
  const rows = (await db
    .read('inbox')
    .where('received_at', '>', now - 8 * DAY_MS)
    .groupBy('channel')
    .select('channel')
    .count({ n: '*' })
    .max({ last: 'received_at' })) as { channel: string; n: number | string; last: number }[];
  return rows
    .filter((row) => Number(row.n) >= USUAL && Number(row.last) < now - DAY_MS)
    .map((row) => ({ channel: row.channel, since: Number(row.last) }));
}
