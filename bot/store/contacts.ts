import type { Address, Clock, ContactReport, Ids } from '../contracts';
import type { Db } from './db';
import { groupCalls } from './group';
import { insertRows, resultRows } from './rows';
import type { Statements } from './statements';
import type { Vault } from './vault';

/** Which conversation belongs to an address; opens one the first time somebody writes. */
export interface Contacts {
  conversationOf(address: Address): Promise<string>;
  /** Opens a conversation with a given id (web chat chooses its own); true when it was not there before. */
  open(request: { id: string; address: Address; locale?: string }): Promise<{ created: boolean }>;
  addressOf(contactPointId: string): Promise<Address>;
  /** A conversation goes on at another address, where its holder was proven. */
  moveConversation(conversationId: string, to: Address): Promise<void>;
  /** News from a provider about a person's address: opted out or in, not reachable, moved. */
  report(report: ContactReport): Promise<void>;
}

/** Addresses remembered per process, so that an old friend costs no query. */
const REMEMBERED = 50_000;
/** Another process may have moved the conversation meanwhile. */
const REMEMBERED_MS = 60_000;

export function createContacts(db: Db, vault: Vault, clock: Clock, ids: Ids): Contacts {
  const known = new Map<string, { id: string; until: number }>();

  const hashOf = (channel: string, value: string) => vault.lookup(`${channel}:${value}`);

  /** An address may have two names (a WhatsApp number and a user id): whichever is known finds the contact. */
  async function findContactPoint(address: Address): Promise<string | undefined> {
    for (const name of namesOf(address)) {
      const where = { channel: address.channel, address_hash: hashOf(address.channel, name) };
      const found = await db.read('contact_point').where(where).first('id');
      if (found !== undefined) return found.id as string;
      const alias = await db.read('contact_alias').where(where).first('contact_point_id');
      if (alias !== undefined) return alias.contact_point_id as string;
    }
    return undefined;
  }

  async function contactPoint(address: Address): Promise<string> {
    return (await findContactPoint(address)) ?? (await openFirst({ address, withConversation: false }));
  }

  /** First messages of many new people at once are one commit: an outbreak must not queue behind the disk. */
  const openFirst = groupCalls<First, string>(128, (firsts) =>
    db.transaction(async (trx) => {
      const now = clock.now();
      const addresses = firsts.map((one) => one.address);
      const rows = addresses.map((address) => {
        const id = ids.next('cp');
        const address_hash = hashOf(address.channel, address.value);
        return {
          id,
          channel: address.channel,
          address_hash,
          address: vault.seal(JSON.stringify(address), id),
          created_at: now,
        };
      });
      await insertRows(trx, db.dialect, 'contact_point', rows, 'ignore');
      const hashes = rows.map((row) => row.address_hash);
      const kept = (await trx('contact_point')
        .whereIn('address_hash', hashes)
        .select('id', 'channel', 'address_hash')) as {
        id: string;
        channel: string;
        address_hash: string;
      }[];
      const points = rows.map(
        (row) => kept.find((one) => one.channel === row.channel && one.address_hash === row.address_hash)!.id,
      );
      const aliases = addresses.flatMap((address, index) => aliasRows(address, points[index]!));
      await insertRows(trx, db.dialect, 'contact_alias', aliases, 'ignore');
      const conversations = firsts.flatMap(({ address, withConversation }, index) =>
        withConversation
          ? [conversationRow(conversationIdOf(points[index]!), address.channel, points[index]!, undefined, now)]
          : [],
      );
      await insertRows(trx, db.dialect, 'conversation', conversations, 'ignore');
      return points;
    }),
  );

  function aliasRows(address: Address, contactPointId: string) {
    return namesOf(address)
      .slice(1)
      .map((name) => ({
        channel: address.channel,
        address_hash: hashOf(address.channel, name),
        contact_point_id: contactPointId,
      }));
  }

  /** The other name of an address we know already, noted the first time it comes. */
  async function rememberAliases(address: Address, contactPointId: string): Promise<void> {
    if (namesOf(address).length < 2) return;
    const all = [address.value, ...namesOf(address).slice(1)].map((name) => ({
      channel: address.channel,
      address_hash: hashOf(address.channel, name),
      contact_point_id: contactPointId,
    }));
    const hashes = all.map((row) => row.address_hash);
    const noted = (await db
      .read('contact_alias')
      .where({ channel: address.channel })
      .whereIn('address_hash', hashes)
      .select('address_hash')) as { address_hash: string }[];
    const missing = all.filter((row) => !noted.some((one) => one.address_hash === row.address_hash));
    if (missing.length > 0)
      await db.transaction((trx) => insertRows(trx, db.dialect, 'contact_alias', missing, 'ignore'));
  }

  const openConversation = groupCalls<
    { id: string; channel: string; contactPointId: string; locale: string | undefined },
    boolean
  >(128, (requests) =>
    db.transaction(async (trx) => {
      const now = clock.now();
      const rows = requests.map((one) => conversationRow(one.id, one.channel, one.contactPointId, one.locale, now));
      const inserted = new Set(
        (await insertRows(trx, db.dialect, 'conversation', rows, 'ignore', ['id'])).map((row) => row.id),
      );
      // Of two requests for the same conversation in one batch the first is the one that opened it.
      return requests.map((one) => inserted.delete(one.id));
    }),
  );

  async function changeOf(
    report: ContactReport,
    id: string,
  ): Promise<Record<string, string | number | null> | undefined> {
    if (report.kind === 'opted_out') return { opted_out: 1, opted_out_at: report.at };
    if (report.kind === 'opted_in') return { opted_out: 0, opted_out_at: null };
    if (report.kind === 'invalid') return { invalid: 1 };
    if (report.movedTo === undefined) return undefined;
    const { channel, value } = report.movedTo;
    const hash = hashOf(channel, value);
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
      if (remembered !== undefined && remembered.until > clock.now()) return remembered.id;
      const existing = await findContactPoint(address);
      const contactPointId = existing ?? (await openFirst({ address, withConversation: true }));
      if (existing !== undefined) await rememberAliases(address, contactPointId);
      const point = await db.read('contact_point').where({ id: contactPointId }).first('conversation_id');
      const moved = (point?.conversation_id ?? undefined) as string | undefined;
      if (moved !== undefined) return moved;
      const found = await db
        .read('conversation')
        .where({ contact_point_id: contactPointId })
        .orderBy('created_at')
        .first('id');
      const id = (found?.id as string | undefined) ?? conversationIdOf(contactPointId);
      if (found === undefined)
        await openConversation({ id, channel: address.channel, contactPointId, locale: undefined });
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, { id, until: clock.now() + REMEMBERED_MS });
      return id;
    },
    async open({ id, address, locale }) {
      return {
        created: await openConversation({
          id,
          channel: address.channel,
          contactPointId: await contactPoint(address),
          locale,
        }),
      };
    },
    async moveConversation(conversationId, to) {
      const contactPointId = await contactPoint(to);
      await db.transaction(async (trx) => {
        await trx('contact_point').where({ id: contactPointId }).update({ conversation_id: conversationId });
        await trx('conversation')
          .where({ id: conversationId })
          .update({ channel: to.channel, contact_point_id: contactPointId });
      });
      known.delete(`${to.channel}:${to.value}`);
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

interface First {
  readonly address: Address;
  readonly withConversation: boolean;
}

function conversationRow(id: string, channel: string, contactPointId: string, locale: string | undefined, now: number) {
  return { id, channel, contact_point_id: contactPointId, locale: locale ?? null, created_at: now, updated_at: now };
}

/** Two first messages at once must open one conversation: its id follows from the contact. */
function conversationIdOf(contactPointId: string): string {
  return `c_${contactPointId.slice(contactPointId.indexOf('_') + 1)}`;
}

/** The address itself, and the other name a channel may give it. */
function namesOf(address: Address): readonly string[] {
  const other = address.reference?.userId;
  return typeof other === 'string' && other !== address.value ? [address.value, other] : [address.value];
}

/** Conversations of a list that exist; on PostgreSQL also locked, in one order, so that two writers never deadlock. */
export async function lockConversations(
  trx: Statements,
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
