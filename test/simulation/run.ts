import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVault } from '../../bot/store/vault';
import { forkBundled } from '../support/child';
import type { TestDb } from '../support/databases';
import { TEST_KEY } from '../support/harness';
import { testContentFiles } from '../support/test-content';
import type { Given } from './child';
import { fill } from './fill';
import type { Year } from './patients';

/** Lives a year on a database, killing the process so often on the way. @returns the provider's file. */
export async function liveYear(test: TestDb, year: Year, kills: number, tickMs: number): Promise<{ sent: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sathi-year-'));
  const content = join(folder, 'content.json');
  writeFileSync(content, JSON.stringify(testContentFiles()));
  const given: Given = {
    place: test.place,
    content,
    sent: join(folder, 'sent.jsonl'),
    clockFile: join(folder, `clock-${randomBytes(3).toString('hex')}`),
    year,
    tickMs,
  };
  await fill(test.db, createVault(TEST_KEY), year);
  const random = randomOf(20261126);
  const looks = Math.ceil((year.end - year.start) / tickMs);
  let left = kills;
  let prepared = prepare(given);
  for (;;) {
    const child = prepared;
    if (left > 0) prepared = prepare(given);
    // Killed after a random share of the work, a few milliseconds into the next piece of it.
    const killAfter = left > 0 ? 1 + Math.floor(random() * (looks / kills)) : undefined;
    const ended = await live(child, killAfter, Math.floor(random() * 15));
    if (ended === 'done') {
      if (left > 0) prepared.kill('SIGKILL');
      return { sent: given.sent };
    }
    left -= 1;
  }
}

function prepare(given: Given): ChildProcess {
  return forkBundled(join(__dirname, 'child.ts'), { SIMULATION_GIVEN: JSON.stringify(given) });
}

function live(child: ChildProcess, killAfter: number | undefined, delayMs: number): Promise<'done' | 'killed'> {
  return new Promise((resolve, reject) => {
    let worked = 0;
    let done = false;
    child.on('message', (message) => {
      if (message === 'done') done = true;
      worked += 1;
      if (worked === killAfter) setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    child.once('exit', (code, signal) => {
      if (done) resolve('done');
      else if (signal === 'SIGKILL') resolve('killed');
      else reject(new Error(`The simulated process ended with ${code ?? signal}.`));
    });
    child.once('message', () => {});
    child.send('go');
  });
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}
