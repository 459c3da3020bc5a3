import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandomIds } from '../../bot/clock';
import { rulesOf } from '../../bot/schedule/clockwork';
import { type Db, type DbPlace, openDb } from '../../bot/store/db';
import { firePlanned } from '../../bot/store/outreach/fire';
import { insertRows } from '../../bot/store/rows';
import { createVault } from '../../bot/store/vault';
import { testContentFiles } from '../support/test-content';

export interface TimerFigures {
  readonly waiting: number;
  /** Timers planned and in their inboxes per second, best of the rounds. */
  readonly perSecond: number;
  /** CPU of this process per timer, in microseconds, median of the rounds. */
  readonly cpuMicros: number;
  /** Resident memory before the first round and after the last, in MB. */
  readonly memoryMb: readonly [number, number];
}

export const DUE_AT = Date.parse('2026-11-24T10:00:00-06:00');
const FUTURE = DUE_AT + 30 * 24 * 3_600_000;
const PER_ROUND = 2_000;
const ROUNDS = 5;
const BATCH = 500;

/** Timers due, planned and handed to inboxes beside more and more that wait: one patient each, payloads sealed. */
export async function benchTimers(sizes: readonly number[], postgres?: string): Promise<readonly TimerFigures[]> {
  const figures: TimerFigures[] = [];
  for (const waiting of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'sathi-timers-'));
    const place: DbPlace =
      postgres === undefined ? { file: join(folder, 'sathi.sqlite') } : { url: postgres, schema: `timers_${waiting}` };
    const db = openDb(place);
    try {
      if (postgres !== undefined) await db.write.raw('CREATE SCHEMA ??', [`timers_${waiting}`]);
      await db.migrate();
      figures.push(await measure(db, waiting));
    } finally {
      if (postgres !== undefined) await db.write.raw('DROP SCHEMA ?? CASCADE', [`timers_${waiting}`]);
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function measure(db: Db, waiting: number): Promise<TimerFigures> {
  await fill(db, waiting);
  const { hospital } = testContentFiles();
  const vault = createVault(Buffer.alloc(32, 7));
  const parts = {
    db,
    vault,
    clock: { now: () => DUE_AT },
    ids: createRandomIds(),
    rules: rulesOf(hospital),
    zone: hospital.zone,
  };
  const rates: number[] = [];
  const cpus: number[] = [];
  let before = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    await makeDue(db, vault, round, waiting);
    // The first round warms up and is not counted.
    if (round === 1) before = residentMb();
    const started = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    let taken = 0;
    for (;;) {
      const fired = await firePlanned(parts, BATCH);
      if (fired.taken === 0) break;
      taken += fired.taken;
    }
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const used = process.cpuUsage(cpu);
    if (round === 0) continue;
    rates.push(taken / seconds);
    cpus.push((used.user + used.system) / taken);
  }
  const sorted = [...cpus].sort((a, b) => a - b);
  return {
    waiting,
    perSecond: Math.max(...rates),
    cpuMicros: sorted[Math.floor(sorted.length / 2)]!,
    memoryMb: [before, residentMb()],
  };
}

function residentMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

/** One patient, conversation and waiting timer each. */
export async function fill(db: Db, waiting: number): Promise<void> {
  const series =
    db.dialect === 'postgres'
      ? 'SELECT i FROM generate_series(0, ? - 1) AS n(i)'
      : 'WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) SELECT i FROM n';
  const into = (table: string, columns: string, values: string, more: readonly (string | number)[] = []) =>
    db.write.raw(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM (${series}) AS s`, [...more, waiting]);
  await into(
    'contact_point',
    'id, channel, address_hash, address, created_at',
    `'cp_' || i, 'sms', 'h_' || i, 'sealed', 0`,
  );
  await into(
    'conversation',
    'id, channel, contact_point_id, created_at, updated_at',
    `'c_' || i, 'sms', 'cp_' || i, 0, 0`,
  );
  await into(
    'timer',
    'id, conversation_id, key, due_at, first_due_at, dialog, payload, purpose, meets, created_at',
    `'t_' || i, 'c_' || i, 'later', ${FUTURE} + i, ${FUTURE} + i, 'adherence', ?, 'reminder', 'wait', 0`,
    [`v1.00000000.${'A'.repeat(200)}`],
  );
  if (db.dialect === 'postgres') await db.write.raw('ANALYZE');
}

/** A round's messages fall due, spread evenly over all patients; nobody is due twice. */
export async function makeDue(
  db: Db,
  vault: ReturnType<typeof createVault>,
  round: number,
  waiting: number,
): Promise<void> {
  const count = Math.min(PER_ROUND, Math.floor(waiting / (ROUNDS + 1)));
  const apart = Math.floor(waiting / (count * (ROUNDS + 1)));
  const rows = Array.from({ length: count }, (_, index) => {
    const conversation = `c_${(index * (ROUNDS + 1) + round) * apart}`;
    return {
      id: `due_${round}_${index}`,
      conversation_id: conversation,
      key: 'due',
      due_at: DUE_AT - index,
      first_due_at: DUE_AT - index,
      dialog: 'adherence',
      payload: vault.seal(JSON.stringify({ kind: 'dose', medicine: 'metformin', time: '10:00' }), conversation),
      purpose: 'reminder',
      meets: 'wait',
      created_at: 0,
    };
  });
  await db.transaction((trx) => insertRows(trx, db.dialect, 'timer', rows));
}

export function printTimers(title: string, figures: readonly TimerFigures[]): string {
  const rows = figures.map(
    (one) =>
      `  ${String(one.waiting).padStart(9)} waiting   ${one.perSecond.toFixed(0).padStart(6)} timers/s   CPU ${one.cpuMicros.toFixed(0)} µs/timer   memory ${one.memoryMb[0].toFixed(0)} -> ${one.memoryMb[1].toFixed(0)} MB`,
  );
  const [first, last] = [figures[0]!, figures[figures.length - 1]!];
  return `${title}\n${rows.join('\n')}\n  cost per timer, last/first ${(last.cpuMicros / first.cpuMicros).toFixed(2)}\n`;
}
