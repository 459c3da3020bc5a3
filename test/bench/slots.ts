import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandomIds } from '../../bot/clock';
import type { BookingPort } from '../../bot/contracts';
import { createBookingStore } from '../../bot/store/booking';
import { type Db, type DbPlace, openDb } from '../../bot/store/db';
import { insertRows } from '../../bot/store/rows';
import { createVault } from '../../bot/store/vault';
import { calendarPolicy, type HospitalCalendar, WEEKDAYS } from '../../knowledge/schema/calendar';

const PRACTITIONERS = 200;
const MONTH_MS = 30 * 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 23, 13);
const TIMES = 200;
const BATCH = 5_000;

/** Five services of 20 minutes, 40 people each, five days a week: about 75,000 times in a month. */
function calendar(): HospitalCalendar {
  const services = Array.from({ length: 5 }, (_, n) => ({
    id: `s${n}`,
    name: { en: `Service ${n}` },
    also_called: {},
    minutes: 20,
    buffer_before: 0,
    buffer_after: 0,
    bookable_by: 'patient' as const,
    urgency: ['routine' as const],
    routes: [],
    reminders: [],
  }));
  const practitioners = Array.from({ length: PRACTITIONERS }, (_, n) => ({
    id: `p${n}`,
    name: `Dr. ${n}`,
    family: String(n),
    gender: n % 2 === 0 ? ('female' as const) : ('male' as const),
    languages: n % 3 === 0 ? ['en', 'es'] : ['en'],
    services: [`s${n % 5}`],
  }));
  return {
    zone: 'America/Chicago',
    policy: { ...calendarPolicy.parse({}), horizon_days: 31 },
    locations: [{ id: 'here', name: { en: 'Here' }, address: 'A' }],
    rooms: [],
    services,
    practitioners,
    sessions: practitioners.flatMap(({ id }) =>
      [
        ['08:00', '12:00'],
        ['13:00', '17:00'],
      ].map(([from, to]) => ({
        practitioner: id,
        location: 'here',
        weekdays: WEEKDAYS.slice(0, 5),
        from: from!,
        to: to!,
        every_weeks: 1,
      })),
    ),
    exceptions: [],
    holidays: [],
    leave: [],
  };
}

export interface SlotFigures {
  readonly past: number;
  readonly slots: number;
  readonly search: { readonly p50: number; readonly p99: number };
  readonly late: { readonly p50: number; readonly p99: number };
  readonly days: { readonly p50: number; readonly p99: number };
}

/** Three ways to look for a free time in a month, with ever more past appointments on file; seven of ten times are booked. */
export async function benchSlots(sizes: readonly number[], url?: string): Promise<SlotFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sathi-slots-'));
  const place: DbPlace = url === undefined ? { file: join(folder, 'slots.sqlite') } : { url };
  const db = openDb(place);
  try {
    await db.migrate();
    const clock = { now: () => NOW };
    const vault = createVault(Buffer.alloc(32, 1));
    const store = createBookingStore({ db, vault, clock, ids: createRandomIds(), zone: 'UTC', publicUrl: 'http://x' });
    await store.importCalendar(calendar(), 'import');
    await store.plan();
    await bookMost(db);
    const port = store.port({ id: 'c', channel: 'sms', size: 'short', identityProven: false });
    const figures: SlotFigures[] = [];
    let past = 0;
    for (const size of sizes) {
      await addPast(db, past, size);
      past = size;
      await db.write.raw('ANALYZE');
      figures.push({ past, slots: await count(db), ...(await measure(port)) });
    }
    return figures;
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function count(db: Db): Promise<number> {
  return Number((await db.read('booking_slot').count({ n: '*' }).first())?.n);
}

/** The nearest days are the fullest, as in any clinic. */
async function bookMost(db: Db): Promise<void> {
  await db.write.raw(
    `UPDATE booking_slot SET taken_until = 9000000000000000 WHERE (local_minute / 20 + from_bucket) % 10 < 7 OR start_at < ?`,
    [NOW + 3 * 24 * 60 * 60_000],
  );
}

async function addPast(db: Db, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, to - at) }, (_, n) => {
      const start = NOW - (at + n + 1) * 60_000;
      return {
        id: `ap_${at + n}`,
        patient_id: `pat_${(at + n) % 50_000}`,
        conversation_id: 'c',
        service_id: 's0',
        practitioner_id: `p${(at + n) % PRACTITIONERS}`,
        location_id: 'here',
        slot_id: 'past',
        start_at: start,
        end_at: start + 1_200_000,
        status: 'fulfilled',
        created_at: start,
        updated_at: start,
      };
    });
    await db.transaction((trx) => insertRows(trx, db.dialect, 'appointment', rows));
  }
}

async function measure(port: BookingPort): Promise<Omit<SlotFigures, 'past' | 'slots'>> {
  const month = { from: NOW, to: NOW + MONTH_MS };
  return {
    // A choice of three, of different people and half days.
    search: await time((n) => port.search({ service: `s${n % 5}`, ...month, pick: 'spread', limit: 3 })),
    // A wish that little fits: a woman who speaks Spanish, after four, on a Friday.
    late: await time((n) =>
      port.search({
        service: `s${n % 5}`,
        ...month,
        gender: 'female',
        language: 'es',
        earliest: '16:00',
        weekdays: [5],
        limit: 50,
      }),
    ),
    // Every day of the month with how many times are free.
    days: await time((n) => port.freeDays({ service: `s${n % 5}`, ...month })),
  };
}

async function time(ask: (n: number) => Promise<unknown>): Promise<{ p50: number; p99: number }> {
  const took: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const begun = process.hrtime.bigint();
    await ask(n);
    took.push(Number(process.hrtime.bigint() - begun) / 1e6);
  }
  took.sort((a, b) => a - b);
  return { p50: took[TIMES / 2]!, p99: took[Math.floor(TIMES * 0.99)]! };
}

export function printSlots(title: string, figures: readonly SlotFigures[]): string {
  const pair = ({ p50, p99 }: { p50: number; p99: number }) => `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
  const rows = figures.map(
    (one) =>
      `  ${String(one.past).padStart(9)} past appointments, ${one.slots} times: three to choose ${pair(one.search)}, a rare wish ${pair(one.late)}, days of the month ${pair(one.days)}`,
  );
  return [`${title} (median / p99, ms; ${PRACTITIONERS} practitioners, one month)`, ...rows].join('\n');
}
