import type { Knex } from 'knex';
import type { Address, Clock, ContactReport, Ids } from '../contracts';
import type { Db } from './db';
import { insertRows, resultRows } from './rows';
import type { Vault } from './vault';

/** Which conversation belongs to an address; opens one the first time somebody writes. */
export interface Contacts {
  conversationOf(address: Address): Promise<string>;
  /** Opens a conversation with a given id (web chat chooses its own); true when it was not there before. */
  open(request: { id: string; address: Address; locale?: string }): Promise<{ created: boolean }>;
  addressOf(contactPointId: string): Promise<Address>;
  /** News from a provider about a person's address: opted out or in, not reachable, moved. */
  report(report: ContactReport): Promise<void>;
}

/** Addresses remembered per process, so that an old friend costs no query. */
const REMEMBERED = 50_000;

export function createContacts(db: Db, vault: Vault, clock: Clock, ids: Ids): Contacts {
  const known = new Map<string, string>();

  async function contactPoint(address: Address): Promise<string> {
    const hash = vault.lookup(`${address.channel}:${address.value}`);
    const found = await db.read('contact_point').where({ channel: address.channel, address_hash: hash }).first('id');
    if (found !== undefined) return found.id as string;
    const alias = await db.read('contact_alias').where({ channel: address.channel, address_hash: hash }).first();
    if (alias !== undefined) return alias.contact_point_id as string;
    const id = ids.next('cp');
    const row = {
      id,
      channel: address.channel,
      address_hash: hash,
      address: vault.seal(JSON.stringify(address), id),
      created_at: clock.now(),
    };
    const inserted = await db.transaction((trx) =>
      insertRows(trx, db.dialect, 'contact_point', [row], 'ignore', ['id']),
    );
    if (inserted.length > 0) return id;
    return (
      (await db.write('contact_point').where({ channel: address.channel, address_hash: hash }).first('id')) as {
        id: string;
      }
    ).id;
  }

  /** Remembers the other name an address has (WhatsApp's user id), for when only that one is given. */
  async function rememberAlias(address: Address, contactPointId: string): Promise<void> {
    const other = address.reference?.userId;
    if (typeof other !== 'string' || other === address.value) return;
    const row = {
      channel: address.channel,
      address_hash: vault.lookup(`${address.channel}:${other}`),
      contact_point_id: contactPointId,
    };
    await db.transaction((trx) => insertRows(trx, db.dialect, 'contact_alias', [row], 'ignore'));
  }

  async function open(
    id: string,
    channel: string,
    contactPointId: string,
    locale: string | undefined,
  ): Promise<boolean> {
    const now = clock.now();
    const row = {
      id,
      channel,
      contact_point_id: contactPointId,
      locale: locale ?? null,
      created_at: now,
      updated_at: now,
    };
    return (
      (await db.transaction((trx) => insertRows(trx, db.dialect, 'conversation', [row], 'ignore', ['id']))).length > 0
    );
  }

  async function changeOf(
    report: ContactReport,
    id: string,
  ): Promise<Record<string, string | number | null> | undefined> {
    if (report.kind === 'opted_out') return { opted_out: 1, opted_out_at: report.at };
    if (report.kind === 'opted_in') return { opted_out: 0, opted_out_at: null };
    if (report.kind === 'invalid') return { invalid: 1 };
    if (report.movedTo === undefined) return undefined;
    const { channel, value } = report.movedTo;
    const hash = vault.lookup(`${channel}:${value}`);
    const taken = await db.read('contact_point').where({ channel, address_hash: hash }).first('id');
    // Somebody is known there already: two people are not made one by a provider's word.
    return taken === undefined
      ? { address_hash: hash, address: vault.seal(JSON.stringify(report.movedTo), id) }
      : undefined;
  }

  return {
    async conversationOf(address) {
      const key = `${address.channel}:${address.value}`;
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const contactPointId = await contactPoint(address);
      await rememberAlias(address, contactPointId);
      const found = await db
        .read('conversation')
        .where({ contact_point_id: contactPointId })
        .orderBy('created_at')
        .first('id');
      // Two first messages at once must open one conversation: its id follows from the contact.
      const id = (found?.id as string | undefined) ?? `c_${contactPointId.slice(contactPointId.indexOf('_') + 1)}`;
      if (found === undefined) await open(id, address.channel, contactPointId, undefined);
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, id);
      return id;
    },
    async open({ id, address, locale }) {
      return { created: await open(id, address.channel, await contactPoint(address), locale) };
    },
    async addressOf(contactPointId) {
      const row = (await db.read('contact_point').where({ id: contactPointId }).first('address')) as
        | { address: string }
        | undefined;
      if (row === undefined) throw new Error(`There is no contact point ${contactPointId}.`);
      return JSON.parse(vault.open(row.address, contactPointId)) as Address;
    },
    async report(report) {
      const id = await contactPoint(report.address);
      const change = await changeOf(report, id);
      if (change !== undefined) await db.transaction((trx) => trx('contact_point').where({ id }).update(change));
    },
  };
}

/** Conversations of a list that exist; on PostgreSQL also locked, in one order, so that two writers never deadlock. */
export async function lockConversations(
  trx: Knex.Transaction,
  dialect: Db['dialect'],
  ids: readonly string[],
): Promise<Set<string>> {
  const list = JSON.stringify([...new Set(ids)].sort());
  const rows =
    dialect === 'postgres'
      ? await trx.raw(
          'SELECT id FROM conversation WHERE id IN (SELECT value FROM json_array_elements_text(?::json)) ORDER BY id FOR UPDATE',
          [list],
        )
      : await trx.raw('SELECT id FROM conversation WHERE id IN (SELECT value FROM json_each(?))', [list]);
  return new Set(resultRows<{ id: string }>(rows).map((row) => row.id));
}
