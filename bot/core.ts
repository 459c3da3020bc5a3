import type { Config } from './config';
import type { AdapterDeps, Bell, Clock, Conversations, Ids, Log } from './contracts';
import { keyFromFile } from './key-file';
import { type Contacts, createContacts } from './store/contacts';
import { type Db, openDb } from './store/db';
import { createLedger, type Ledger, type Told } from './store/ledger';
import { createNews } from './store/news';
import { recordDelivery } from './store/outbox';
import { createReceive, type Receive } from './store/receive';
import { conversationExists, readTranscript } from './store/transcript';
import { createVault, type Vault } from './store/vault';

/** The record and the ways into it, without channels, dialogs or a server: what tools and tests start from. */
export interface Core {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly bell: Bell;
  readonly db: Db;
  readonly vault: Vault;
  readonly contacts: Contacts;
  readonly ledger: Ledger;
  readonly receive: Receive;
  readonly conversations: Conversations;
  /** Whether the key was made by this start: the operator is told where it lies. */
  readonly keyMade: string | undefined;
  close(): Promise<void>;
}

export interface CoreParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly bell: Bell;
}

/** Opens and migrates the database, finds the key. */
export async function openCore(parts: CoreParts): Promise<Core> {
  const { config, clock, ids, bell } = parts;
  const kept = config.key === undefined ? keyFromFile(config.dataDir) : undefined;
  const vault = createVault(config.key ?? kept!.key, config.olderKeys);
  const db = openDb(config.database);
  await db.migrate();
  const contacts = createContacts(db, vault, clock, ids);
  const news = createNews();
  const told = (all: readonly Told[]) => {
    for (const one of all) {
      news.tell(one);
      const last = one.lines.at(-1);
      if (last !== undefined) bell.ring(`conversation:${one.conversationId}`, last.seq);
    }
    if (all.some((one) => one.waiting)) bell.ring('inbox');
  };
  const ledger = createLedger({ db, vault, clock, told });
  const receive = createReceive(vault, contacts, ids, ledger);
  return {
    ...parts,
    db,
    vault,
    contacts,
    ledger,
    receive,
    conversations: {
      open: contacts.open,
      exists: (id) => conversationExists(db, id),
      after: (id, seq, limit) => readTranscript(db, vault, id, seq, limit),
      follow: news.follow,
    },
    keyMade: kept?.made === true ? kept.file : undefined,
    async close() {
      await bell.close();
      await db.close();
    },
  };
}

/** What adapters are given. */
export function adapterDeps(core: Core): AdapterDeps {
  return {
    clock: core.clock,
    ids: core.ids,
    log: core.log,
    publicUrl: core.config.publicUrl,
    receive: core.receive,
    async reports(reports) {
      for (const report of reports) await recordDelivery(core.db, report);
    },
    async contacts(reports) {
      for (const report of reports) await core.contacts.report(report);
    },
    conversations: core.conversations,
    bell: core.bell,
  };
}
