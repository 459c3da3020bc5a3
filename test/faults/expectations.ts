import { existsSync, readFileSync } from 'node:fs';
import type { Db } from '../../bot/store/db';
import { isSerializationFailure } from '../../bot/store/errors';
import { readTranscript } from '../../bot/store/transcript';
import { createVault } from '../../bot/store/vault';
import { TEST_KEY } from '../support/harness';

export interface Conversation {
  readonly id: string;
  readonly patient: string[];
  /** Echoes only: `1: first`, ... */
  readonly answers: string[];
}

/** Every conversation with what was accepted and what was answered, in transcript order. */
export async function conversations(db: Db): Promise<Conversation[]> {
  const vault = createVault(TEST_KEY);
  const rows = (await db.read('conversation').orderBy('id').select('id')) as { id: string }[];
  return Promise.all(
    rows.map(async ({ id }) => {
      const lines = await readTranscript(db, vault, id, 0, 100_000);
      return {
        id,
        patient: lines.filter((line) => line.role === 'patient').map((line) => line.activity.text ?? ''),
        answers: lines
          .filter((line) => line.role === 'bot' && /^\d+: /.test(line.activity.text ?? ''))
          .map((line) => line.activity.text ?? ''),
      };
    }),
  );
}

/** Each accepted message answered exactly once, in the order of the transcript. */
export function expectAnsweredOnce(all: readonly Conversation[]): void {
  for (const one of all) expect(one.answers).toEqual(one.patient.map((text, index) => `${index + 1}: ${text}`));
}

/** How often each outbox part left, as the provider saw it. */
export function sendings(file: string): Map<string, number> {
  const counts = new Map<string, number>();
  if (!existsSync(file)) return counts;
  for (const line of readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text !== '')) {
    const { id } = JSON.parse(line) as { id: string };
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Runs until nothing waits: leases of killed processes are freed by moving them into the past, as time would. */
export async function freeLeases(db: Db): Promise<void> {
  await unlessDeadlocked(() => db.write('conversation').whereNotNull('lease_owner').update({ lease_until: 0 }));
  await unlessDeadlocked(() => db.write('outbox').where({ status: 'sending' }).update({ lease_until: 0 }));
}

async function nothingWaits(db: Db): Promise<boolean> {
  const inbox = await db.read('inbox').where({ status: 0 }).first('id');
  const outbox = await db.read('outbox').whereIn('status', ['queued', 'sending']).first('id');
  return inbox === undefined && outbox === undefined;
}

/** An update of many rows meets workers in any order; PostgreSQL then ends one of the two, which simply tries again. */
async function unlessDeadlocked(update: () => PromiseLike<unknown>): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await update();
      return;
    } catch (error) {
      if (!isSerializationFailure(error) || tries === 10) throw error;
    }
}

/**
 * Until everything was accepted, answered and sent; no sleep decides anything, it only spaces the looks. Longer than a lease
 * lasts: a server may still carry out what a killed process sent, after its leases were freed, and such a lease ends by time.
 */
export async function untilAllIsSent(db: Db, unacknowledged: ReadonlyMap<string, unknown>): Promise<void> {
  for (let looks = 0; looks < 4_500; looks++) {
    if (unacknowledged.size === 0 && (await nothingWaits(db))) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It did not come within 90 seconds to everything accepted being answered and sent.');
}
