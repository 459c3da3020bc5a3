import { join } from 'node:path';
import type { BookingEvent, BookingPort, Profile } from '../../bot/contracts';
import { projectRoot } from '../../bot/places';
import { type BookingStore, createBookingStore } from '../../bot/store/booking';
import { runActs } from '../../bot/store/booking/acts';
import type { Db } from '../../bot/store/db';
import { Conflict, isUniqueViolation } from '../../bot/store/errors';
import { createVault, type Vault } from '../../bot/store/vault';
import { readCalendar } from '../../knowledge/calendar';
import type { HospitalCalendar } from '../../knowledge/schema/calendar';
import { TEST_KEY } from '../support/harness';
import { type TestClock, testClock, testIds } from '../support/universe';

export function sampleCalendar(): HospitalCalendar {
  const read = readCalendar(join(projectRoot(), 'knowledge/hospital/calendar.yaml'), 'America/Chicago');
  if (!read.ok) throw new Error(read.problems.map((one) => `${one.line}: ${one.message}`).join('\n'));
  // Three weeks are enough for a test, and planned in no time.
  return { ...read.calendar, policy: { ...read.calendar.policy, horizon_days: 21 } };
}

/** Appointments on a test database, decided by hand: what turns would commit, without conversations around it. */
export interface BookingWorld {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: TestClock;
  readonly store: BookingStore;
  /** A person with a phone, registered, and their conversation. */
  person(name: string, profile?: Profile): Promise<Somebody>;
  /** Carries decisions out in one transaction, as a commit does. */
  decide(who: Somebody, ...events: BookingEvent[]): Promise<'won' | 'conflict'>;
  /** Timers that wait, as `conversation key due`. */
  timers(conversationId?: string): Promise<string[]>;
}

export interface Somebody {
  readonly id: string;
  readonly conversation: string;
  readonly port: BookingPort;
}

/** Monday 2026-11-23, 08:00 in Chicago. */
export const MORNING = '2026-11-23T14:00:00Z';

export async function bookingWorld(
  db: Db,
  given: { calendar?: HospitalCalendar; now?: string; remote?: boolean } = {},
): Promise<BookingWorld> {
  const clock = testClock(given.now ?? MORNING);
  const ids = testIds();
  const vault = createVault(TEST_KEY);
  const store = createBookingStore({
    db,
    vault,
    clock,
    ids,
    zone: 'America/Chicago',
    publicUrl: 'https://chat.example.org',
    ...(given.remote === undefined ? {} : { remote: given.remote }),
  });
  await store.importCalendar(given.calendar ?? sampleCalendar(), 'import');
  await store.plan();
  await store.ready();

  const decide: BookingWorld['decide'] = async (who, ...events) => {
    const acts = events.map((event) => ({
      id: ids.next('act'),
      conversationId: who.conversation,
      contactPointId: `cp_${who.conversation}`,
      patientId: who.id,
      locale: 'en',
      event,
    }));
    try {
      await db.transaction((trx) => runActs(trx, db, vault, clock.now(), acts));
      return 'won';
    } catch (error) {
      if (error instanceof Conflict || isUniqueViolation(error)) return 'conflict';
      throw error;
    }
  };

  return {
    db,
    vault,
    clock,
    store,
    decide,
    async person(name, profile = {}) {
      const id = `pat_${name}`;
      const conversation = `c_${name}`;
      const now = clock.now();
      const phone = profile.phone ?? `+1555${String(1_000_000 + hash(name)).slice(0, 7)}`;
      await db.write('contact_point').insert({
        id: `cp_${name}`,
        channel: 'sms',
        address_hash: vault.lookup(`sms:${phone}`),
        address: vault.seal(JSON.stringify({ channel: 'sms', value: phone }), `cp_${name}`),
        created_at: now,
      });
      await db.write('conversation').insert({
        id: conversation,
        channel: 'sms',
        contact_point_id: `cp_${name}`,
        patient_id: id,
        created_at: now,
        updated_at: now,
      });
      const port = store.port({ id: conversation, channel: 'sms', size: 'short', patientId: id, identityProven: true });
      const who = { id, conversation, port };
      await decide(who, {
        type: 'registerPatient',
        patientId: id,
        relation: 'self',
        profile: { name: { given: name, family: 'Test' }, birthDate: '1985-03-12', phone, ...profile },
        complete: true,
      });
      return who;
    },
    async timers(conversationId) {
      const query = db.read('timer').orderBy(['due_at', 'key']);
      if (conversationId !== undefined) query.where({ conversation_id: conversationId });
      return (await query).map((row) => `${row.key} ${new Date(row.due_at).toISOString()}`);
    },
  };
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 8_000_000, 7);
}
