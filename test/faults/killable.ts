import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DbPlace } from '../../bot/store/db';
import { forkBundled } from '../support/child';
import { testContentFiles } from '../support/test-content';

/** Where a provider of one test writes what was sent. */
export const sentFile = () => join(tmpdir(), `sathi-sent-${randomBytes(6).toString('hex')}`);

/** An engine process that can be killed, and the patients' side of it: unacknowledged messages are sent again. */
export interface Killable {
  readonly ready: Promise<void>;
  readonly exited: Promise<NodeJS.Signals | null>;
  deliver(message: { id: string; from: string; text: string }): void;
  onAck(heard: (id: string) => void): void;
  kill(): void;
}

/** Forks at once, starts on `begin`: the next process warms up while the one before is still working. */
export function prepareKillable(given: {
  place: DbPlace;
  sent: string;
  safety?: boolean;
  killAt?: { point: string; pass: number };
}): { begin(): Killable; discard(): void } {
  const child = forkBundled(join(__dirname, 'child.ts'), {
    FAULT_GIVEN: JSON.stringify({ safety: false, content: contentFile(), ...given }),
  });
  return { begin: () => begin(child), discard: () => void child.kill('SIGKILL') };
}

function begin(child: ChildProcess): Killable {
  const exited = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal)),
  );
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: { ready?: boolean }) => {
      if (message.ready === true) resolve();
    });
    void exited.then(() => reject(new Error('The engine process ended before it was ready.')));
  });
  ready.catch(() => {});
  child.send('go');
  return {
    ready,
    exited,
    deliver(message) {
      if (child.connected) child.send(message, () => {});
    },
    onAck(heard) {
      child.on('message', (message: { ack?: string }) => {
        if (message.ack !== undefined) heard(message.ack);
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

let written: string | undefined;

function contentFile(): string {
  if (written === undefined) {
    written = join(mkdtempSync(join(tmpdir(), 'sathi-fault-')), 'content.json');
    writeFileSync(written, JSON.stringify(testContentFiles()));
  }
  return written;
}
