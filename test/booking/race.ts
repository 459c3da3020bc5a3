import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createRandomIds, systemClock } from '../../bot/clock';
import type { Dialog, Services, TurnEvent } from '../../bot/contracts';
import { createBookingStore } from '../../bot/store/booking';
import type { Db } from '../../bot/store/db';
import { createVault } from '../../bot/store/vault';
import { addDays, wallClock } from '../../knowledge/calendar/instants';
import { calendarPolicy, type HospitalCalendar, WEEKDAYS } from '../../knowledge/schema/calendar';
import { type Harness, harness, TEST_KEY } from '../support/harness';

/** Two clinics: the wanted one has exactly `slots` times, tomorrow; the other is where losers can still go. */
export function raceCalendar(slots: number, tomorrow: string): HospitalCalendar {
  const minutes = slots * 5;
  const to = `${String(8 + Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const practitioner = (id: string, service: string) => ({
    id,
    name: `Dr. ${id}`,
    family: id,
    gender: 'other' as const,
    languages: ['en'],
    services: [service],
  });
  const service = (id: string, room: string | undefined) => ({
    id,
    name: { en: id },
    also_called: {},
    minutes: 5,
    buffer_before: 0,
    buffer_after: 0,
    bookable_by: 'patient' as const,
    urgency: ['routine' as const],
    routes: [],
    reminders: [{ id: 'hour', before: '1h', kind: 'reminder' as const, reply: 'none' as const }],
    ...(room === undefined ? {} : { needs_room: room }),
  });
  return {
    zone: 'UTC',
    policy: { ...calendarPolicy.parse({}), horizon_days: 7 },
    locations: [{ id: 'here', name: { en: 'Here' }, address: 'A' }],
    rooms: [{ id: 'room-1', location: 'here', kind: 'lab', name: 'Lab' }],
    services: [service('wanted', 'lab'), service('other', undefined)],
    practitioners: [practitioner('w', 'wanted'), practitioner('o', 'other')],
    sessions: [
      {
        practitioner: 'w',
        location: 'here',
        weekdays: [...WEEKDAYS],
        from: '08:00',
        to,
        every_weeks: 1,
        valid_from: tomorrow,
        valid_to: tomorrow,
      },
      { practitioner: 'o', location: 'here', weekdays: [...WEEKDAYS], from: '08:00', to: '18:00', every_weeks: 1 },
    ],
    exceptions: [],
    holidays: [],
    leave: [],
  };
}

export const tomorrowOf = (now: number) => addDays(wallClock(now, 'UTC').day, 1);

const state = z.strictObject({ at: z.enum(['held', 'over']), slotId: z.string().optional(), n: z.number() });
type RaceState = z.infer<typeof state>;

/** Holds one of the first free times, books it at the next message; who finds none is told of others. */
export const raceDialog: Dialog<RaceState> = {
  id: 'answers',
  version: 1,
  state,
  migrate: {},
  start: (_args, services) => want(services),
  async step(given, _input, services) {
    if (given.at === 'over') return say('over', given);
    const slot = await services.booking!.slot(given.slotId!);
    if (slot?.free !== true) return alternatives(services);
    const appointmentId = services.ids.next('ap');
    const patientId = services.conversation.patientId!;
    const book: TurnEvent = { type: 'book', appointmentId, slotId: slot.id, patientId };
    return say(`booked ${slot.id}`, { at: 'over', n: 2 }, book);
  },
  returning: () => [],
};

async function want(services: Services) {
  const free = await services.booking!.search({ service: 'wanted', limit: 5 });
  if (free.length === 0) return alternatives(services);
  const pick = createHash('sha256').update(services.conversation.id).digest()[0]!;
  const slot = free[pick % free.length]!;
  return say(`held ${slot.id}`, { at: 'held', slotId: slot.id, n: 1 }, { type: 'hold', slotId: slot.id });
}

async function alternatives(services: Services) {
  const others = await services.booking!.search({ service: 'other', limit: 3 });
  return say(`others ${others.map((one) => one.id).join(' ')}`, { at: 'over', n: 1 });
}

function say(text: string, next: RaceState, ...events: TurnEvent[]) {
  return {
    events: [...events, { type: 'say' as const, wording: 'wording/test.echo', values: { n: next.n, text } }],
    next,
  };
}

/** An engine of its own on a database: one per process, or several in one. */
export function racer(db: Db): Harness {
  const ids = createRandomIds();
  const store = createBookingStore({
    db,
    vault: createVault(TEST_KEY),
    clock: systemClock,
    ids,
    zone: 'UTC',
    publicUrl: 'https://chat.example.org',
  });
  return harness(db, {
    dialogs: [raceDialog],
    clock: raceClock,
    ids,
    engine: (base) => ({ ...base, ports: (given) => ({ booking: store.port(given.conversation) }) }),
  });
}

const raceClock = { now: () => systemClock.now(), set: () => {}, advance: () => {} };

/** Imports the calendar and lets every patient ask; nothing is answered yet. */
export async function prepareRace(db: Db, patients: number, slots: number): Promise<void> {
  const store = createBookingStore({
    db,
    vault: createVault(TEST_KEY),
    clock: systemClock,
    ids: createRandomIds(),
    zone: 'UTC',
    publicUrl: 'https://chat.example.org',
  });
  await store.importCalendar(raceCalendar(slots, tomorrowOf(systemClock.now())), 'import');
  await store.plan();
  await everybodySays(db, patients, 'a time please', 'a');
  // Their identity is proven: each conversation is a patient's.
  await db.write('conversation').update({ patient_id: db.write.raw("'pat_' || id") });
}

export async function everybodySays(db: Db, patients: number, text: string, round: string): Promise<void> {
  const h = racer(db);
  await Promise.all(
    Array.from({ length: patients }, (_, n) =>
      h.say(`+1555${String(n).padStart(7, '0')}`, text, { externalId: `${round}${n}` }),
    ),
  );
}

/** Runs turns until nothing waits, also what another process has in its hands. */
export async function raceToTheEnd(db: Db, name: string): Promise<void> {
  const h = racer(db);
  const worker = h.worker(name);
  for (;;) {
    if ((await worker.once()) > 0) continue;
    const left = await db.read('inbox').where({ status: 0 }).first('id');
    if (left === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface RaceResult {
  readonly booked: number;
  readonly slots: number;
  readonly told: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  /** Losers whose answer named times that are really free. */
  readonly realAlternatives: number;
  readonly claims: readonly string[];
}

/** What came of it, read from the record. */
export async function raceResult(db: Db): Promise<RaceResult> {
  const h = racer(db);
  const appointments = await db.read('appointment').where({ status: 'booked' });
  const told: Record<string, number> = {};
  let realAlternatives = 0;
  for (const { id } of await db.read('conversation').select('id')) {
    const last = (await h.lines(id)).filter((line) => line.startsWith('bot: ')).pop() ?? 'nothing';
    const [, what = '', ...slots] = /^bot: \d+: (\w+) ?(.*)$/.exec(last) ?? [];
    told[what] = (told[what] ?? 0) + 1;
    if (what !== 'others') continue;
    const ids = slots[0]!.split(' ');
    const free = await db.read('booking_slot').whereIn('id', ids).where('taken_until', 0).count({ n: '*' }).first();
    if (Number(free?.n) === 3) realAlternatives += 1;
  }
  const claims: { resource_id?: string; n?: string | number }[] = await db
    .read('booking_claim')
    .select('resource_id')
    .whereNot('resource_id', 'like', 'patient:%')
    .count({ n: '*' })
    .groupBy('resource_id')
    .orderBy('resource_id');
  return {
    booked: appointments.length,
    slots: new Set(appointments.map((one) => one.slot_id)).size,
    told,
    deadLetters: Number((await db.read('inbox').where({ status: 2 }).count({ n: '*' }).first())?.n),
    realAlternatives,
    claims: claims.map((row) => `${row.resource_id} ${row.n}`),
  };
}
