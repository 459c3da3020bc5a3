import { createInProcessBell } from '../../bot/bell/in-process';
import type {
  Activity,
  ChannelAdapter,
  Clock,
  Dialog,
  Ids,
  InboundEvent,
  Language,
  Received,
} from '../../bot/contracts';
import { createContacts } from '../../bot/store/contacts';
import type { Db } from '../../bot/store/db';
import { createLedger } from '../../bot/store/ledger';
import { createReceive, type Receive } from '../../bot/store/receive';
import { readTranscript, type TranscriptLine } from '../../bot/store/transcript';
import { createVault, type Vault } from '../../bot/store/vault';
import type { Engine } from '../../bot/turn/engine';
import { createWorker, type Worker, type WorkerParts } from '../../bot/turn/worker';
import { testEngine } from './engine';
import { phoneAdapter } from './phone';
import { type TestClock, testClock, testIds, testLog } from './universe';

/** The engine on a test database, driven by hand: messages in, turns run when asked, transcript out. */
export interface Harness {
  readonly clock: TestClock;
  readonly ids: Ids;
  readonly vault: Vault;
  readonly engine: Engine;
  readonly log: ReturnType<typeof testLog>;
  readonly receive: Receive;
  readonly bell: ReturnType<typeof createInProcessBell>;
  /** A worker of its own name; several make races. */
  worker(name?: string, parts?: Partial<WorkerParts>): Worker;
  /** A patient writes. */
  say(from: string, text: string, more?: { externalId?: string; activity?: Partial<Activity> }): Promise<Received>;
  /** Runs turns until nothing waits. */
  settle(worker?: Worker): Promise<void>;
  transcript(conversationId: string): Promise<readonly TranscriptLine[]>;
  /** `patient: hi`, `bot: 1: hi`, ... */
  lines(conversationId: string): Promise<string[]>;
}

export interface HarnessParts {
  readonly dialogs: readonly Dialog[];
  readonly adapters?: readonly ChannelAdapter[];
  readonly language?: Language;
  readonly clock?: TestClock;
  readonly ids?: Ids;
  readonly engine?: (base: Engine) => Engine;
}

export const TEST_KEY = Buffer.alloc(32, 7);

export function harness(db: Db, parts: HarnessParts): Harness {
  const clock = parts.clock ?? testClock();
  const ids = parts.ids ?? testIds();
  const vault = createVault(TEST_KEY);
  const log = testLog();
  const bell = createInProcessBell();
  const contacts = createContacts(db, vault, clock as Clock, ids);
  const receive = createReceive(vault, contacts, ids, createLedger({ db, vault, clock, told: () => {} }));
  const base = testEngine({
    clock,
    ids,
    dialogs: parts.dialogs,
    adapters: parts.adapters ?? [phoneAdapter(undefined)],
    ...(parts.language === undefined ? {} : { language: parts.language }),
  });
  const engine = parts.engine?.(base) ?? base;
  let external = 0;

  const self: Harness = {
    clock,
    ids,
    vault,
    engine,
    log,
    receive,
    bell,
    worker: (name = 'w', more = {}) =>
      // A ledger of its own: workers of one harness stand for workers of several processes.
      createWorker(
        {
          db,
          vault,
          ledger: createLedger({ db, vault, clock, told: () => {} }),
          engine,
          bell,
          log,
          clock,
          addressOf: contacts.addressOf,
          ...more,
        },
        name,
      ),
    async say(from, text, more = {}) {
      external += 1;
      const event: InboundEvent = {
        address: { channel: 'phone', value: from },
        externalId: more.externalId ?? `m${external}`,
        activity: { type: 'message', text, ...more.activity },
        at: clock.now(),
      };
      return (await receive([event]))[0]!;
    },
    async settle(worker) {
      const mine = worker ?? self.worker();
      while ((await mine.once()) > 0);
    },
    transcript: (id) => readTranscript(db, vault, id, 0, 10_000),
    async lines(id) {
      return (await self.transcript(id)).map((line) => `${line.role}: ${line.activity.text ?? ''}`);
    },
  };
  return self;
}
