import { readFileSync } from 'node:fs';
import { createInProcessBell } from '../../bot/bell/in-process';
import { createRandomIds, systemClock } from '../../bot/clock';
import { createDispatcher } from '../../bot/deliver/dispatcher';
import { createContacts } from '../../bot/store/contacts';
import { type DbPlace, openDb } from '../../bot/store/db';
import { createLedger } from '../../bot/store/ledger';
import { createReceive } from '../../bot/store/receive';
import { createVault } from '../../bot/store/vault';
import type { Engine } from '../../bot/turn/engine';
import { createWorker } from '../../bot/turn/worker';
import { buildLibrary } from '../../knowledge/library';
import { echoDialog } from '../support/echo';
import { phoneAdapter } from '../support/phone';
import { plainLanguage } from '../support/plain-language';
import { testLog } from '../support/universe';

/**
 * The engine in a process of its own, to be killed. It waits for `go`, takes messages over IPC and acknowledges them
 * after T1, runs turns and sends. With `killAt` it kills itself at the n-th passing of a named boundary.
 */
interface Given {
  place: DbPlace;
  sent: string;
  /** Loaded and checked by the parent: this process starts hundreds of times. */
  content: string;
  safety: boolean;
  killAt?: { point: string; pass: number };
}

const given = JSON.parse(process.env.FAULT_GIVEN ?? '{}') as Given;
let passes = 0;

function at(point: string): void {
  if (given.killAt?.point !== point) return;
  passes += 1;
  if (passes >= given.killAt.pass) process.kill(process.pid, 'SIGKILL');
}

function start(): void {
  const db = openDb(given.place);
  const vault = createVault(Buffer.alloc(32, 7));
  const ids = createRandomIds();
  const bell = createInProcessBell();
  const log = testLog();
  const contacts = createContacts(db, vault, systemClock, ids);
  const ledger = createLedger({ db, vault, clock: systemClock, told: () => bell.ring('inbox') });
  const receive = createReceive(vault, contacts, ids, ledger);
  const adapters = [phoneAdapter(given.sent)];
  const say = echoDialog();
  const dialog = given.safety ? safetyEcho(say) : say;
  const { files, hospital } = JSON.parse(readFileSync(given.content, 'utf8')) as {
    files: Parameters<typeof buildLibrary>[0];
    hospital: Parameters<typeof buildLibrary>[1];
  };
  const engine: Engine = {
    clock: systemClock,
    ids,
    content: buildLibrary(files, hospital),
    language: plainLanguage(),
    dialogs: new Map([[dialog.id, dialog]]),
    adapters: new Map(adapters.map((adapter) => [adapter.id, adapter])),
    host: { run: (activity, logic) => logic(activity) },
    respondToScreen: () => [],
    ports: () => ({}),
  };
  const worker = createWorker(
    { db, vault, ledger, engine, bell, log, clock: systemClock, addressOf: contacts.addressOf, at },
    ids.next('w'),
  );
  const dispatcher = createDispatcher(
    { db, vault, adapters: engine.adapters, bell, log, clock: systemClock, at },
    ids.next('d'),
  );
  worker.start();
  dispatcher.start();

  process.on('message', (message: { id: string; from: string; text: string }) => {
    at('before-t1');
    receive([
      {
        address: { channel: 'phone', value: message.from },
        externalId: message.id,
        activity: { type: 'message', text: message.text },
        at: systemClock.now(),
      },
    ]).then(
      () => {
        at('after-t1');
        process.send?.({ ack: message.id });
      },
      () => process.send?.({ refused: message.id }),
    );
  });
  process.send?.({ ready: true });
}

function safetyEcho(dialog: ReturnType<typeof echoDialog>): ReturnType<typeof echoDialog> {
  const safe = async (step: ReturnType<typeof dialog.step>) => {
    const done = await step;
    return { ...done, events: done.events.map((event) => (event.type === 'say' ? { ...event, safety: true } : event)) };
  };
  return {
    ...dialog,
    start: (args, services) => safe(dialog.start(args, services)),
    step: (state, input, services) => safe(dialog.step(state, input, services)),
  };
}

process.once('message', start);
