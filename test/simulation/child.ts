import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ZodType } from 'zod';
import { createInProcessBell } from '../../bot/bell/in-process';
import { createRandomIds } from '../../bot/clock';
import type { ChannelAdapter, Dialog } from '../../bot/contracts';
import { createDispatcher } from '../../bot/deliver/dispatcher';
import { createClockwork } from '../../bot/schedule/clockwork';
import { createContacts } from '../../bot/store/contacts';
import { type DbPlace, openDb } from '../../bot/store/db';
import { createLedger } from '../../bot/store/ledger';
import { createReceive } from '../../bot/store/receive';
import { nextTimer } from '../../bot/store/timers';
import { createVault } from '../../bot/store/vault';
import type { Engine } from '../../bot/turn/engine';
import { createWorker } from '../../bot/turn/worker';
import { buildLibrary } from '../../knowledge/library';
import { freeLeases } from '../faults/expectations';
import { phoneAdapter } from '../support/phone';
import { plainLanguage } from '../support/plain-language';
import { testLog } from '../support/universe';
import { patientOf, type Year } from './patients';

/**
 * The engine through a year, in a process that is killed on the way. The clock stands in a file; it moves on when everything
 * that is due has been done, so the next process takes up where this one died.
 */
export interface Given {
  readonly place: DbPlace;
  readonly content: string;
  readonly sent: string;
  readonly clockFile: string;
  readonly year: Year;
  readonly tickMs: number;
}

const given = JSON.parse(process.env.SIMULATION_GIVEN ?? '{}') as Given;
const { year } = given;

/** Says which message it is: the provider's file is compared with what was due. */
const note: Dialog<{ at: 'said' }> = {
  id: 'note',
  version: 1,
  state: { safeParse: (data: unknown) => ({ success: true, data }) } as unknown as ZodType<{ at: 'said' }>,
  migrate: {},
  start: async (args) => ({
    events: [{ type: 'say', wording: 'wording/test.echo', values: { n: 'due', text: (args as { key: string }).key } }],
    next: 'done',
  }),
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
};
/** STOP and START are the only words anybody writes; their answer ends in a menu that asks nothing. */
const menu: Dialog<{ at: 'said' }> = { ...note, id: 'menu', start: async () => ({ events: [], next: 'done' }) };

async function run(): Promise<void> {
  const db = openDb(given.place);
  const vault = createVault(Buffer.alloc(32, 7));
  const ids = createRandomIds();
  const bell = createInProcessBell();
  const log = testLog();
  let now = existsSync(given.clockFile) ? Number(readFileSync(given.clockFile, 'utf8')) : year.start;
  const clock = { now: () => now };
  const contacts = createContacts(db, vault, clock, ids);
  const ledger = createLedger({ db, vault, clock, told: () => {} });
  const receive = createReceive(vault, contacts, ids, ledger);
  const adapter = phoneAdapter(given.sent);
  // The provider notes the moment at which it was asked to send.
  const stamped: ChannelAdapter = {
    ...adapter,
    send: (part) => adapter.send({ ...part, body: { text: `${now} ${String(part.body.text)}` } }),
  };
  const { files, hospital } = JSON.parse(readFileSync(given.content, 'utf8'));
  const engine: Engine = {
    clock,
    ids,
    content: buildLibrary(files, hospital),
    language: plainLanguage(),
    dialogs: new Map([note, menu].map((one) => [one.id, one])),
    adapters: new Map([['phone', stamped]]),
    host: { run: (activity, logic) => logic(activity) },
    respondToScreen: () => [],
    ports: () => ({}),
  };
  const parts = { db, vault, bell, log, clock };
  const worker = createWorker({ ...parts, ledger, engine, addressOf: contacts.addressOf }, ids.next('w'));
  const dispatcher = createDispatcher({ ...parts, adapters: engine.adapters }, ids.next('d'));
  const clockwork = createClockwork({ ...parts, ids, hospital });
  const words = wordsByTime();
  await freeLeases(db);

  while (now < year.end) {
    const away = year.outage.from <= now && now < year.outage.to;
    for (const word of words.upTo(now, given.tickMs)) await receive([word]);
    for (;;) {
      const done = (away ? 0 : await clockwork.once()) + (await worker.once()) + (await dispatcher.once());
      process.send?.('worked');
      if (done === 0) break;
    }
    const due = away ? undefined : await nextTimer(db);
    const soonest = Math.min(due ?? year.end, words.next(now), away ? now : year.end, year.end);
    now = Math.max(now + given.tickMs, year.start + Math.ceil((soonest - year.start) / given.tickMs) * given.tickMs);
    writeFileSync(`${given.clockFile}.new`, String(now));
    renameSync(`${given.clockFile}.new`, given.clockFile);
  }
  await db.close();
  process.send?.('done');
}

function wordsByTime() {
  const all = Array.from({ length: year.patients }, (_, index) => patientOf(year, index))
    .flatMap((patient) =>
      patient.words.map((word, n) => ({ ...word, from: patient.numbers[0]!, id: `${patient.id}:${n}` })),
    )
    .sort((a, b) => a.at - b.at);
  return {
    /** What was written since the tick before; written again after a kill, it is known as the same. */
    upTo: (now: number, tickMs: number) =>
      all
        .filter((word) => word.at <= now && word.at > now - tickMs)
        .map((word) => ({
          address: { channel: 'phone', value: word.from },
          externalId: word.id,
          activity: { type: 'message', text: word.text },
          at: now,
        })),
    next: (now: number) => all.find((word) => word.at > now)?.at ?? year.end,
  };
}

process.once('message', () => {
  run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
});
