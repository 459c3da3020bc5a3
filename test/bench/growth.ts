import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDb } from '../../bot/store/db';
import { closedLoop, directLineTalker, percentile } from './load';
import { startProcess } from './process';

export interface Growth {
  readonly stored: number;
  readonly cpuPerTurn: number;
  readonly p50: number;
}

/** What a turn costs beside more and more stored messages of other conversations: it should not grow. */
export async function benchGrowth(sizes: readonly number[], seconds: number): Promise<readonly Growth[]> {
  const figures: Growth[] = [];
  for (const stored of sizes) figures.push(await measure(stored, seconds));
  return figures;
}

async function measure(stored: number, seconds: number): Promise<Growth> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sathi-growth-'));
  await fill(join(dataDir, 'sathi.sqlite'), stored);
  const server = await startProcess('sathi', { BENCH_DATA_DIR: dataDir });
  try {
    const talkers = [];
    for (let index = 0; index < 16; index++) talkers.push(await directLineTalker(server.url));
    await closedLoop(talkers, 1, () => 'menu');
    const before = await server.usage();
    const run = await closedLoop(talkers, seconds, () => 'menu');
    const after = await server.usage();
    for (const talker of talkers) talker.close();
    return { stored, cpuPerTurn: (after.cpuMs - before.cpuMs) / run.turns, p50: percentile(run.latencies, 0.5) };
  } finally {
    await server.stop();
  }
}

/** Old conversations of a hundred messages each, as long as real sealed ones. */
async function fill(file: string, messages: number): Promise<void> {
  const db = openDb({ file });
  await db.migrate();
  const body = `v1.00000000.${'A'.repeat(400)}`;
  await db.write.raw(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
     INSERT INTO transcript (conversation_id, seq, activity_id, role, at, body) SELECT 'old_' || (i / 100), i % 100 + 1, 'a_old_' || i, 'patient', i, ? FROM n`,
    [messages, body],
  );
  await db.write.raw(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
     INSERT INTO inbox (conversation_id, channel, external_id, activity_id, at, received_at, status) SELECT 'old_' || (i / 100), 'webchat', 'old_' || i, 'a_old_' || i, i, i, 1 FROM n`,
    [messages],
  );
  await db.write.raw(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
     INSERT INTO conversation (id, channel, contact_point_id, created_at, updated_at, seq) SELECT 'old_' || i, 'webchat', 'cp_old_' || i, 0, 0, 100 FROM n`,
    [Math.max(1, Math.floor(messages / 100))],
  );
  await db.close();
}

export function printGrowth(figures: readonly Growth[]): string {
  const rows = figures.map(
    (one) =>
      `  ${String(one.stored).padStart(9)} stored messages   CPU ${one.cpuPerTurn.toFixed(2)} ms/turn   p50 ${one.p50.toFixed(1)} ms`,
  );
  const [first] = figures;
  const last = figures[figures.length - 1];
  return `Cost of a turn beside stored messages, SQLite\n${rows.join('\n')}\n  last/first ${(last!.cpuPerTurn / first!.cpuPerTurn).toFixed(2)}\n`;
}
