import { createHash, createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import type { Clock } from '../contracts';
import type { Db } from './db';
import { insertRows, type Row, resultRows } from './rows';
import type { Vault } from './vault';

/** One thing that was decided or seen: who, what, when. `detail` is sealed; the hash covers the sealed text. */
export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly detail: Record<string, unknown>;
}

/**
 * Stands for the detail of a row whose conversation was erased. Its own hash can no longer be recomputed; its place in
 * the chain and under the seals still can, and only a conversation in the list of erasures may have such rows.
 */
export const ERASED = 'erased';

export interface ChainHead {
  readonly n: number;
  readonly hash: string;
}

/** Rows that carry a conversation's chain on from its head, and the new head. Pure. */
export function chain(
  conversationId: string,
  head: ChainHead,
  at: number,
  entries: readonly AuditEntry[],
  vault: Vault,
): { rows: Row[]; head: ChainHead } {
  let { n, hash } = head;
  const rows = entries.map((entry) => {
    const previous = hash;
    n += 1;
    const detail = vault.seal(JSON.stringify(entry.detail), conversationId);
    hash = hashOf({
      conversation_id: conversationId,
      n,
      at,
      actor: entry.actor,
      action: entry.action,
      detail,
      previous_hash: previous,
    });
    return {
      conversation_id: conversationId,
      n,
      at,
      actor: entry.actor,
      action: entry.action,
      detail,
      previous_hash: previous,
      hash,
    };
  });
  return { rows, head: { n, hash } };
}

type Hashed = {
  conversation_id: string;
  n: number;
  at: number;
  actor: string;
  action: string;
  detail: string;
  previous_hash: string;
};

function hashOf(row: Hashed): string {
  const parts = [row.conversation_id, row.n, row.at, row.actor, row.action, row.detail, row.previous_hash];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Appends outside a turn (staff viewed, claimed, ...). The version moves, so a turn under way runs again on what is now true. */
export async function appendAudit(
  trx: Knex.Transaction,
  db: Db,
  vault: Vault,
  at: number,
  conversationId: string,
  entries: readonly AuditEntry[],
): Promise<void> {
  const lock = db.dialect === 'postgres' ? ' FOR UPDATE' : '';
  const [row] = resultRows<{ audit_n: number; audit_hash: string }>(
    await trx.raw(`SELECT audit_n, audit_hash FROM conversation WHERE id = ?${lock}`, [conversationId]),
  );
  if (row === undefined) throw new Error(`There is no conversation ${conversationId} to audit.`);
  const { rows, head } = chain(conversationId, { n: row.audit_n, hash: row.audit_hash }, at, entries, vault);
  await insertRows(trx, db.dialect, 'audit', rows);
  await trx('conversation')
    .where({ id: conversationId })
    .update({ audit_n: head.n, audit_hash: head.hash, version: trx.raw('version + 1') });
}

/**
 * Seals all chains that grew since the last seal: the heads and a keyed hash over them and the seal before. Cutting off
 * the end of a chain together with its head is then seen too.
 */
export async function sealAudit(db: Db, vault: Vault, clock: Clock): Promise<{ sealed: number }> {
  return db.transaction(async (trx) => {
    if (db.dialect === 'postgres') await trx.raw('LOCK TABLE audit_seal IN EXCLUSIVE MODE');
    const last = (await trx('audit_seal').orderBy('n', 'desc').first()) as { n: number; hash: string } | undefined;
    const heads = resultRows<{ id: string; n: number; hash: string }>(
      await trx.raw(
        `SELECT c.id AS id, c.audit_n AS n, c.audit_hash AS hash FROM conversation c
         LEFT JOIN (SELECT conversation_id, MAX(n) AS n FROM audit_seal_head GROUP BY conversation_id) h ON h.conversation_id = c.id
         WHERE c.audit_n > COALESCE(h.n, 0) ORDER BY c.id`,
      ),
    );
    if (heads.length === 0) return { sealed: 0 };
    // Databases sort by their own collation; the seal is over one order everywhere.
    heads.sort((a, b) => (a.id < b.id ? -1 : 1));
    const n = (last?.n ?? 0) + 1;
    const at = clock.now();
    const hash = sealHash(vault, n, at, last?.hash ?? '', heads);
    await insertRows(trx, db.dialect, 'audit_seal', [{ n, at, previous_hash: last?.hash ?? '', hash }]);
    await insertRows(
      trx,
      db.dialect,
      'audit_seal_head',
      heads.map((head) => ({ seal_n: n, conversation_id: head.id, n: head.n, hash: head.hash })),
    );
    return { sealed: heads.length };
  });
}

function sealHash(
  vault: Vault,
  n: number,
  at: number,
  previous: string,
  heads: readonly { id: string; n: number; hash: string }[],
): string {
  return createHmac('sha256', vault.derive('audit seal'))
    .update(JSON.stringify([n, at, previous, heads.map((head) => [head.id, head.n, head.hash])]))
    .digest('base64url');
}

/** One thing wrong with the audit trail, in words an auditor can act on. */
export type AuditFault = string;

/** Reads every chain and every seal. @returns what was changed, is missing or was added; empty when all is whole. */
export async function verifyAudit(
  db: Db,
  vault: Vault,
): Promise<{ rows: number; seals: number; faults: readonly AuditFault[] }> {
  const faults: AuditFault[] = [];
  const heads = new Map<string, ChainHead>(
    (
      (await db.read('conversation').select('id', 'audit_n', 'audit_hash')) as {
        id: string;
        audit_n: number;
        audit_hash: string;
      }[]
    ).map((row) => [row.id, { n: row.audit_n, hash: row.audit_hash }]),
  );
  const erased = new Set((await db.read('erasure').select('conversation_id')).map((row) => row.conversation_id));
  const hashes = new Map<string, string>();
  let rows = 0;
  let current = { id: '', n: 0, hash: '' };
  const finish = () => {
    if (current.id === '') return;
    const head = heads.get(current.id);
    if (head === undefined) faults.push(`conversation ${current.id}: has audit rows but is itself missing`);
    else if (head.n > current.n)
      faults.push(`conversation ${current.id}: rows ${current.n + 1} to ${head.n} are missing`);
    else if (head.n < current.n) faults.push(`conversation ${current.id}: rows after ${head.n} were added`);
    else if (head.hash !== current.hash)
      faults.push(`conversation ${current.id}: the last row is not the one that was written`);
    heads.delete(current.id);
  };
  for await (const row of auditRows(db)) {
    rows += 1;
    if (row.conversation_id !== current.id) {
      finish();
      current = { id: row.conversation_id, n: 0, hash: '' };
    }
    if (row.n !== current.n + 1) faults.push(`conversation ${row.conversation_id}: row ${current.n + 1} is missing`);
    else if (row.previous_hash !== current.hash)
      faults.push(`conversation ${row.conversation_id}: row ${row.n} does not follow row ${current.n}`);
    const emptied = row.detail === ERASED && erased.has(row.conversation_id);
    if (!emptied && hashOf(row) !== row.hash)
      faults.push(`conversation ${row.conversation_id}: row ${row.n} was changed`);
    hashes.set(`${row.conversation_id} ${row.n}`, row.hash);
    current = { id: row.conversation_id, n: row.n, hash: row.hash };
  }
  finish();
  for (const [id, head] of heads) if (head.n > 0) faults.push(`conversation ${id}: all ${head.n} rows are missing`);
  return { rows, seals: await verifySeals(db, vault, hashes, faults), faults };
}

async function* auditRows(db: Db): AsyncGenerator<Hashed & { hash: string }> {
  const page = 5_000;
  let after = { id: '', n: 0 };
  for (;;) {
    const rows = (await db
      .read('audit')
      .whereRaw('(conversation_id > ? OR (conversation_id = ? AND n > ?))', [after.id, after.id, after.n])
      .orderBy([{ column: 'conversation_id' }, { column: 'n' }])
      .limit(page)) as (Hashed & { hash: string })[];
    yield* rows;
    const last = rows[rows.length - 1];
    if (rows.length < page || last === undefined) return;
    after = { id: last.conversation_id, n: last.n };
  }
}

async function verifySeals(
  db: Db,
  vault: Vault,
  hashes: ReadonlyMap<string, string>,
  faults: AuditFault[],
): Promise<number> {
  const seals = (await db.read('audit_seal').orderBy('n')) as {
    n: number;
    at: number;
    previous_hash: string;
    hash: string;
  }[];
  let previous = '';
  let expected = 1;
  for (const seal of seals) {
    if (seal.n !== expected) faults.push(`seal ${expected} is missing`);
    expected = seal.n + 1;
    const heads = (await db
      .read('audit_seal_head')
      .where({ seal_n: seal.n })
      .orderBy('conversation_id')
      .select('conversation_id as id', 'n', 'hash')) as { id: string; n: number; hash: string }[];
    heads.sort((a, b) => (a.id < b.id ? -1 : 1));
    if (seal.previous_hash !== previous) faults.push(`seal ${seal.n} does not follow the seal before it`);
    if (sealHash(vault, seal.n, seal.at, seal.previous_hash, heads) !== seal.hash)
      faults.push(`seal ${seal.n} was changed`);
    for (const head of heads) {
      if (hashes.get(`${head.id} ${head.n}`) !== head.hash)
        faults.push(`conversation ${head.id}: row ${head.n} is not the one seal ${seal.n} covers`);
    }
    previous = seal.hash;
  }
  return seals.length;
}
