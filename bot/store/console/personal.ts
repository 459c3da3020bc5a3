import type { Knex } from 'knex';
import type { Db } from '../db';
import { resultRows } from '../rows';
import type { Vault } from '../vault';

/** A table that says something about a person, found by its columns: a new one cannot be forgotten. */
export interface PersonalTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Whom a request is about: one conversation, or all of a known patient. */
export interface Subject {
  readonly conversations: readonly string[];
  readonly patientId: string | null;
  readonly contactPoints: readonly string[];
}

const KEYS = ['conversation_id', 'patient_id', 'contact_point_id'] as const;

/** Proof of what was done, which outlives the person's data, and what belongs to staff. */
const PROOF = new Set([
  'audit',
  'audit_seal_head',
  'patient_request',
  'legal_hold',
  'erasure',
  'break_glass',
  'staff_presence',
  'mention',
]);

/** Found by their own id instead. */
const NAMED = new Set(['patient', 'contact_point']);

export async function personalTables(db: Db): Promise<readonly PersonalTable[]> {
  const sql =
    db.dialect === 'postgres'
      ? 'SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, ordinal_position'
      : "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY 1, p.cid";
  const tables = new Map<string, string[]>();
  for (const { t, c } of resultRows<{ t: string; c: string }>(await db.read.raw(sql)))
    tables.set(t, [...(tables.get(t) ?? []), c]);
  return [...tables]
    .filter(([table, columns]) => columns.some((column) => keyed(column)) || NAMED.has(table))
    .map(([table, columns]) => ({ table, columns }));
}

const keyed = (column: string) => (KEYS as readonly string[]).includes(column);

export async function subjectOf(knex: Knex, conversationId: string): Promise<Subject> {
  const first = await knex('conversation')
    .where({ id: conversationId })
    .first<{ patient_id: string | null; contact_point_id: string } | undefined>('patient_id', 'contact_point_id');
  const patientId = first?.patient_id ?? null;
  const rows: { id: string; contact_point_id: string }[] =
    patientId === null
      ? [{ id: conversationId, contact_point_id: first?.contact_point_id ?? '' }]
      : await knex('conversation').where({ patient_id: patientId }).orderBy('id').select('id', 'contact_point_id');
  return {
    conversations: [...new Set([conversationId, ...rows.map((row) => row.id)])],
    patientId,
    contactPoints: [...new Set(rows.map((row) => row.contact_point_id).filter((id) => id !== ''))],
  };
}

/** Rows of a table that are about the person. */
export function rowsOf(knex: Knex | Knex.Transaction, { table, columns }: PersonalTable, subject: Subject) {
  const has = (column: string) => columns.includes(column);
  return knex(table).where((query) => {
    if (table === 'conversation') query.whereIn('id', [...subject.conversations]);
    else if (table === 'patient') query.whereIn('id', subject.patientId === null ? [] : [subject.patientId]);
    else if (table === 'contact_point') query.whereIn('id', [...subject.contactPoints]);
    else {
      query.whereRaw('1 = 0');
      if (has('conversation_id')) query.orWhereIn('conversation_id', [...subject.conversations]);
      if (has('patient_id') && subject.patientId !== null) query.orWhere('patient_id', subject.patientId);
      // Consent and opt-out belong to the address, with or without a conversation.
      if (has('contact_point_id') && !has('conversation_id'))
        query.orWhereIn('contact_point_id', [...subject.contactPoints]);
    }
  });
}

/** Machinery between the lines: leases, hashes and counters say nothing about a person. */
const MACHINERY = /(_hash|^hash|^lease_|^audit_|^version$|^claims$|^attempts$|^wake_at$|^provider_id$|^seal_)/;
const MOST_ROWS = 20_000;

/** Everything kept about a person, table by table, sealed values opened. */
export async function gather(
  db: Db,
  vault: Vault,
  subject: Subject,
): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = await personalTables(db);
  const found: Record<string, Record<string, unknown>[]> = {};
  for (const table of tables) {
    if (PROOF.has(table.table) && table.table !== 'audit') continue;
    const rows = (await rowsOf(db.read, table, subject).limit(MOST_ROWS)) as Record<string, unknown>[];
    if (rows.length > 0) found[table.table] = rows.map((row) => openRow(vault, row));
  }
  return found;
}

function openRow(vault: Vault, row: Record<string, unknown>): Record<string, unknown> {
  const contexts = ['conversation_id', 'id', 'patient_id', 'contact_point_id'].flatMap((key) =>
    typeof row[key] === 'string' ? [row[key] as string] : [],
  );
  return Object.fromEntries(
    Object.entries(row)
      .filter(([key, value]) => value !== null && !MACHINERY.test(key))
      .flatMap(([key, value]) => {
        if (Buffer.isBuffer(value)) return bytesOf(vault, key, value, contexts);
        if (typeof value !== 'string' || !/^v1\.[0-9a-f]{8}\./.test(value)) return [[key, value]];
        const opened = openWith(vault, value, contexts);
        return opened === undefined ? [] : [[key, opened]];
      }),
  );
}

/** Sealed bytes (a file) as text that JSON can carry. */
function bytesOf(vault: Vault, key: string, sealed: Buffer, contexts: readonly string[]): [string, unknown][] {
  for (const context of contexts) {
    try {
      return [[key, { encoding: 'base64', data: vault.openBytes(sealed, context).toString('base64') }]];
    } catch {
      // Sealed for another of the row's ids.
    }
  }
  return [];
}

function openWith(vault: Vault, sealed: string, contexts: readonly string[]): unknown {
  for (const context of contexts) {
    try {
      return JSON.parse(vault.open(sealed, context));
    } catch {
      // Sealed for another of the row's ids.
    }
  }
  return undefined;
}

/** Takes the person's data away, in the caller's transaction. The chain of what was done stays, without its details. */
export async function eraseSubject(
  db: Db,
  trx: Knex.Transaction,
  subject: Subject,
  erased: { why: 'request' | 'retention'; at: number; detail: string; address: (id: string) => string },
): Promise<number> {
  let removed = 0;
  const own = { ...subject, contactPoints: await unshared(trx, subject) };
  for (const table of await personalTables(db)) {
    // The conversation's row carries the audit chain; an address is forgotten below, in its own way.
    if (PROOF.has(table.table) || ['conversation', 'contact_point'].includes(table.table)) continue;
    removed += await rowsOf(trx, table, own).delete();
  }
  await trx('audit')
    .whereIn('conversation_id', [...subject.conversations])
    .update({ detail: erased.detail });
  for (const id of own.contactPoints) await forgetAddress(trx, id, erased.address(id));
  await trx('conversation')
    .whereIn('id', [...subject.conversations])
    .update({
      contact_point_id: '',
      patient_id: null,
      state: null,
      wake_at: null,
      locale: null,
      owner_id: null,
      version: trx.raw('version + 1'),
    });
  for (const conversation_id of subject.conversations)
    await trx('erasure')
      .insert({ conversation_id, why: erased.why, at: erased.at })
      .onConflict('conversation_id')
      .ignore();
  return removed;
}

/** Addresses that no other conversation goes to. */
async function unshared(trx: Knex.Transaction, subject: Subject): Promise<string[]> {
  const shared = (await trx('conversation')
    .whereIn('contact_point_id', [...subject.contactPoints])
    .whereNotIn('id', [...subject.conversations])
    .select('contact_point_id')) as { contact_point_id: string }[];
  const others = new Set(shared.map((row) => row.contact_point_id));
  return subject.contactPoints.filter((id) => !others.has(id));
}

/** An address is forgotten; one that said STOP stays known by its hash alone, so that it is never written to. */
async function forgetAddress(trx: Knex.Transaction, id: string, blank: string): Promise<void> {
  await trx('contact_point').where({ id, opted_out: 1 }).update({ address: blank });
  await trx('contact_point').where({ id, opted_out: 0 }).delete();
}
