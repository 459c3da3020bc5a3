import { renderSms } from '../../../adapters/sms/render';
import { WHATSAPP_FILES } from '../../../adapters/whatsapp/media';
import { templateOffers } from '../../../adapters/whatsapp/templates';
import { createInProcessBell } from '../../../bot/bell/in-process';
import { createRandomIds } from '../../../bot/clock';
import type { Activity, Bell, ChannelAdapter, Log } from '../../../bot/contracts';
import { createCompose } from '../../../bot/deliver/compose';
import { createFileDesk } from '../../../bot/files/desk';
import type { Scan } from '../../../bot/files/scan';
import { contentPlaces } from '../../../bot/places';
import { createConsoleStore } from '../../../bot/store/console';
import { type Contacts, createContacts } from '../../../bot/store/contacts';
import type { Db } from '../../../bot/store/db';
import { createFileStore } from '../../../bot/store/files';
import { createLedger } from '../../../bot/store/ledger';
import { createReceive, type Receive } from '../../../bot/store/receive';
import { messageAt } from '../../../bot/store/transcript';
import { createVault, type Vault } from '../../../bot/store/vault';
import type { ConsoleDeps } from '../../../console/api/ports';
import { createLiveContent, type LiveContent } from '../../../knowledge/live';
import { type CheckedContent, loadFiles } from '../../../knowledge/load';
import type { MessageTemplate } from '../../../knowledge/schema/message-template';
import { openTestDb, type TestDb } from '../../support/databases';
import { phoneAdapter } from '../../support/phone';

export interface TestClock {
  now(): number;
  set(at: number): void;
  pass(ms: number): void;
}

/** Tuesday 2026-11-03, 10:00 in Chicago: a working hour of the sample hospital. */
export const TUESDAY_TEN = Date.UTC(2026, 10, 3, 16, 0);

export function testClock(start = TUESDAY_TEN): TestClock {
  let now = start;
  return {
    now: () => now,
    set: (at) => {
      now = at;
    },
    pass: (ms) => {
      now += ms;
    },
  };
}

export interface LogLine {
  readonly event: string;
  readonly fields: unknown;
}

/** A console on a real, empty database, with everything a test may want to look at. */
export interface Site {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: TestClock;
  readonly deps: ConsoleDeps;
  readonly live: LiveContent;
  readonly contacts: Contacts;
  readonly receive: Receive;
  readonly bell: Bell;
  readonly logged: LogLine[];
  close(): Promise<void>;
}

const MB = 1024 * 1024;
const VAULT_KEY = Buffer.alloc(32, 7);

let shipped: CheckedContent | undefined;

export async function openSite(
  opened?: TestDb,
  options: {
    secureCookies?: boolean;
    clock?: TestClock;
    /** Templates as the hospital's WhatsApp account has them; as they are shipped (none submitted) when not given. */
    templates?: readonly MessageTemplate[];
    /** Channels that patients' files are brought from. */
    adapters?: readonly ChannelAdapter[];
    scan?: Scan;
  } = {},
): Promise<Site> {
  const test = opened ?? (await openTestDb('sqlite'));
  const { db } = test;
  shipped ??= loadFiles(contentPlaces({}));
  const live = createLiveContent(shipped);
  const vault = createVault(VAULT_KEY);
  const clock = options.clock ?? testClock();
  const ids = createRandomIds();
  const bell = createInProcessBell();
  const logged: LogLine[] = [];
  const write = (event: string, fields?: unknown) => void logged.push({ event, fields });
  const log: Log = { info: write, warn: write, error: write };
  const contacts = createContacts(db, vault, clock, ids);
  const deps: ConsoleDeps = {
    store: createConsoleStore({ db, vault, clock, ids }),
    clock,
    ids,
    log,
    bell,
    content: live.library,
    shelf: { ...shipped, approvals: () => [], copy: () => undefined },
    keyInDataFolder: false,
    publicUrl: options.secureCookies ? 'https://care.example.org' : 'http://localhost:3978',
    secureCookies: options.secureCookies ?? false,
    templates: (channel, locale) =>
      channel === 'whatsapp'
        ? templateOffers(
            locale,
            { all: options.templates ?? live.library.all('message-template'), fallbackLocale: 'en' },
            false,
          )
        : [],
    compose: createCompose(new Map([['sms', smsAdapter()]])),
    channels: {
      webchat: {
        text: 4000,
        files: { types: { 'image/png': MB, 'image/jpeg': MB, 'application/pdf': 2 * MB }, most: 3 },
      },
      sms: { text: 1600 },
      whatsapp: { text: 4096, windowMs: 24 * 60 * 60_000, files: WHATSAPP_FILES },
    },
    files: createFileDesk({
      store: createFileStore({ db, vault, clock, ids }),
      adapters: new Map((options.adapters ?? []).map((adapter) => [adapter.id, adapter])),
      scan: options.scan,
      message: (id, seq) => messageAt(db, vault, id, seq),
    }),
  };
  return {
    db,
    vault,
    clock,
    deps,
    live,
    contacts,
    bell,
    logged,
    receive: createReceive(vault, contacts, ids, createLedger({ db, vault, clock, told: () => undefined })),
    async close() {
      await bell.close();
      if (!opened) await test.drop();
    },
  };
}

/** SMS as it is rendered; nothing is sent. */
function smsAdapter(): ChannelAdapter {
  return {
    ...phoneAdapter(undefined),
    id: 'sms',
    render: (activity, to, context) => renderSms(activity, to, context.locale, (name) => name),
  };
}

/** Opens a conversation on a channel; the patient says the given lines. */
export async function patientWrites(
  site: Site,
  id: string,
  lines: readonly string[],
  channel = 'webchat',
  locale = 'en',
) {
  const address = { channel, value: `address of ${id}` };
  await site.contacts.open({ id, address, locale });
  for (const [index, text] of lines.entries()) {
    const activity: Activity = { type: 'message', text, from: { id: 'patient', role: 'user' } };
    const externalId = `${id}:${site.clock.now()}:${index}`;
    await site.receive([{ address, externalId, activity, at: site.clock.now(), conversationId: id }]);
  }
}

export interface FlagSeed {
  readonly id?: string;
  readonly conversationId: string;
  readonly severity?: 1 | 2 | 3 | 4;
  readonly reason?: string;
  readonly summary?: string;
  readonly team?: string | null;
  readonly detail?: unknown;
  readonly openedAt?: number;
}

/** A flag as the engine writes it (bot/turn/apply/flag.ts). */
export function flagRow(site: Site, seed: FlagSeed) {
  const seal = (value: unknown) => site.vault.seal(JSON.stringify(value), seed.conversationId);
  return {
    id: seed.id ?? site.deps.ids.next('fl'),
    conversation_id: seed.conversationId,
    patient_id: null,
    severity: seed.severity ?? 1,
    reason: seed.reason ?? 'red-flag/RF07-CHEST-PAIN@1',
    team: seed.team ?? null,
    summary: seal(seed.summary ?? 'Chest pain since this morning.'),
    detail: seed.detail === undefined ? null : seal(seed.detail),
    status: 'open',
    opened_at: seed.openedAt ?? site.clock.now(),
  };
}

export async function raiseFlag(site: Site, seed: FlagSeed): Promise<string> {
  const row = flagRow(site, seed);
  await site.db.write('flag').insert(row);
  site.bell.ring('flags');
  return row.id;
}

/** A line the bot or a person of the care team said. */
export async function said(site: Site, id: string, role: 'bot' | 'staff', activity: Partial<Activity>) {
  const [row] = (await site.db
    .write('conversation')
    .where({ id })
    .increment({ seq: 1 } as never)
    .update({ last_at: site.clock.now() })
    .returning('seq')) as { seq: number }[];
  const body = site.vault.seal(JSON.stringify({ type: 'message', ...activity }), id);
  const line = {
    conversation_id: id,
    seq: row!.seq,
    activity_id: site.deps.ids.next('a'),
    role,
    at: site.clock.now(),
    body,
  };
  await site.db.write('transcript').insert(line);
  return row!.seq;
}
