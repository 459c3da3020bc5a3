import type { Knex } from 'knex';
import type { Ids } from '../../contracts';
import type { Db } from '../db';
import { insertRows, resultRows } from '../rows';
import { listOf } from '../timers';
import type { Vault } from '../vault';

export interface NewAddress {
  readonly channel: string;
  readonly value: string;
  readonly locale?: string;
  readonly zone?: string;
}

export interface Reached {
  readonly contactPointId: string;
  readonly conversationId: string;
  readonly optedOut: boolean;
  readonly invalid: boolean;
}

export const addressKey = ({ channel, value }: Pick<NewAddress, 'channel' | 'value'>) => `${channel} ${value}`;

/** The conversations of many addresses, opened where there are none, in the caller's transaction. Keyed by `addressKey`. */
export async function reach(
  trx: Knex.Transaction,
  db: Db,
  tools: { readonly vault: Vault; readonly ids: Ids },
  now: number,
  addresses: readonly NewAddress[],
): Promise<ReadonlyMap<string, Reached>> {
  const { vault, ids } = tools;
  const wanted = new Map(addresses.map((one) => [addressKey(one), one]));
  const hashOf = (one: NewAddress) => vault.lookup(`${one.channel}:${one.value}`);
  const byHash = new Map([...wanted].map(([key, one]) => [`${one.channel} ${hashOf(one)}`, key]));
  const aliases = await idsByHash(trx, db, 'contact_alias', 'contact_point_id', byHash);
  const fresh = [...wanted].filter(([key]) => !aliases.has(key)).map(([, one]) => one);
  const rows = fresh.map((one) => {
    const id = ids.next('cp');
    return {
      id,
      channel: one.channel,
      address_hash: hashOf(one),
      address: vault.seal(JSON.stringify({ channel: one.channel, value: one.value }), id),
      zone: one.zone ?? null,
      created_at: now,
    };
  });
  await insertRows(trx, db.dialect, 'contact_point', rows, 'ignore');
  const points = new Map([...(await idsByHash(trx, db, 'contact_point', 'id', byHash)), ...aliases]);
  const known = await pointRows(trx, db, [...points.values()]);
  const opening = [...points].flatMap(([key, point]) => {
    const found = known.get(point)!;
    const id = found.conversation ?? `c_${point.slice(point.indexOf('_') + 1)}`;
    if (found.conversation !== undefined) return [];
    const { channel, locale } = wanted.get(key)!;
    found.conversation = id;
    return [{ id, channel, contact_point_id: point, locale: locale ?? null, created_at: now, updated_at: now }];
  });
  await insertRows(trx, db.dialect, 'conversation', opening, 'ignore');
  return new Map(
    [...points].map(([key, point]) => {
      const { conversation, optedOut, invalid } = known.get(point)!;
      return [key, { contactPointId: point, conversationId: conversation!, optedOut, invalid }];
    }),
  );
}

async function idsByHash(
  trx: Knex.Transaction,
  db: Db,
  table: 'contact_point' | 'contact_alias',
  column: 'id' | 'contact_point_id',
  byHash: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const hashes = [...byHash.keys()].map((one) => one.slice(one.indexOf(' ') + 1));
  const rows = resultRows<{ id: string; channel: string; address_hash: string }>(
    await trx.raw(`SELECT ${column} AS id, channel, address_hash FROM ${table} WHERE address_hash IN (${listOf(db)})`, [
      JSON.stringify(hashes),
    ]),
  );
  return new Map(
    rows.flatMap((row) => {
      const key = byHash.get(`${row.channel} ${row.address_hash}`);
      return key === undefined ? [] : [[key, row.id] as const];
    }),
  );
}

interface Point {
  conversation: string | undefined;
  readonly optedOut: boolean;
  readonly invalid: boolean;
}

/** Where messages of a contact go now: the conversation it was moved to, else its first. */
async function pointRows(trx: Knex.Transaction, db: Db, points: readonly string[]): Promise<Map<string, Point>> {
  const rows = resultRows<{ id: string; opted_out: number; invalid: number; conversation: string | null }>(
    await trx.raw(
      `SELECT p.id, p.opted_out, p.invalid, COALESCE(p.conversation_id,
         (SELECT c.id FROM conversation c WHERE c.contact_point_id = p.id ORDER BY c.created_at LIMIT 1)) AS conversation
       FROM contact_point p WHERE p.id IN (${listOf(db)})`,
      [JSON.stringify(points)],
    ),
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { conversation: row.conversation ?? undefined, optedOut: row.opted_out === 1, invalid: row.invalid === 1 },
    ]),
  );
}
