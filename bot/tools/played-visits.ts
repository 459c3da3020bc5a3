import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCalendar } from '../../knowledge/calendar';
import { BrokenContent } from '../../knowledge/problems';
import { sampleCalendarFile } from '../booking/sample';
import type { BookingPort, Clock, ConversationFacts, Ids, TurnEvent } from '../contracts';
import { type BookingStore, createBookingStore } from '../store/booking';
import { isBookingEvent, runActs } from '../store/booking/acts';
import { policyOf } from '../store/booking/info';
import { openPlayedRecord, type PlayedRecord, type PlayedTimer, type Seed } from '../store/booking/played';
import { Conflict, isUniqueViolation } from '../store/errors';
import { holderAfter } from '../turn/apply/booking';

/** People whom the hospital of a played conversation knows already. Invented. */
export const PLAYED_PHONE = '+15550001111';
const PEOPLE: Seed['people'] = [
  {
    id: 'pat_1',
    relation: 'self',
    profile: {
      name: { given: 'Ana', family: 'Lopez' },
      birthDate: '1985-03-12',
      sex: 'female',
      phone: PLAYED_PHONE,
    },
  },
  {
    id: 'pat_2',
    relation: 'child',
    profile: { name: { given: 'Leo', family: 'Lopez' }, birthDate: '2020-06-01', sex: 'male' },
  },
];

export interface PlayedStart {
  readonly conversationId: string;
  readonly channel: string;
  readonly locale: string;
  /** `known`: this conversation is Ana's; `registered`: she is on file, and nobody here is proven. */
  readonly person: 'known' | 'registered' | 'nobody';
  /** Another system has the last word. */
  readonly remote: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Appointments of a played conversation: the real store on a database file of its own, opened when a conversation first
 * asks for something and wiped between conversations. Nothing but time and the other people are played.
 */
export interface PlayedVisits {
  start(start: PlayedStart): void;
  port(conversation: ConversationFacts): BookingPort;
  /** Carries out a turn's decisions as its commit would. @returns whose conversation it is then, or that it was too late. */
  commit(
    decisions: readonly TurnEvent[],
    holder: string | undefined,
  ): Promise<{ holder: string | undefined } | 'conflict'>;
  /** When the store next has something to do by the clock. */
  nextAt(): Promise<number | undefined>;
  /** What is due at the clock's moment: a timer to fire, or nothing to show. */
  takeDue(): Promise<PlayedTimer | undefined>;
  /** Something others do, in the words of a transcript. */
  elsewhere(what: string): Promise<void>;
  code(): Promise<string | undefined>;
  close(): Promise<void>;
}

export function createPlayedVisits(zone: string): PlayedVisits {
  const read = readCalendar(sampleCalendarFile(), zone);
  if (!read.ok) throw new BrokenContent(read.problems);
  const { calendar } = read;
  let opened: Promise<{ record: PlayedRecord; folder: string }> | undefined;
  let playing: { start: PlayedStart; world?: Promise<{ record: PlayedRecord; store: BookingStore }> } | undefined;

  async function open(): Promise<{ record: PlayedRecord; folder: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'sathi-played-'));
    return { record: await openPlayedRecord(join(folder, 'played.sqlite')), folder };
  }

  async function begin(start: PlayedStart): Promise<{ record: PlayedRecord; store: BookingStore }> {
    opened ??= open();
    const { record } = await opened;
    const store = createBookingStore({ ...record, ...start, zone, publicUrl: 'https://chat.example.org' });
    await store.importCalendar(calendar, 'sample');
    await record.wipe(start.clock.now(), start.remote);
    await store.plan();
    const { conversationId, channel, locale, person } = start;
    await record.seed({
      conversationId,
      channel,
      locale,
      now: start.clock.now(),
      phone: PLAYED_PHONE,
      people: person === 'nobody' ? [] : PEOPLE,
      ...(person === 'known' ? { holder: PEOPLE[0]!.id } : {}),
    });
    return { record, store };
  }

  function world(): Promise<{ record: PlayedRecord; store: BookingStore }> {
    if (playing === undefined) throw new Error('Nothing is being played.');
    playing.world ??= begin(playing.start);
    return playing.world;
  }

  return {
    start(start) {
      playing = { start };
    },
    port(conversation) {
      const known = {
        zone: calendar.zone,
        confirms: playing?.start.remote === true ? 'later' : 'at-once',
        policy: policyOf(calendar),
      };
      // Opened only when something is asked: most conversations have nothing to do with appointments.
      let opened: Promise<BookingPort> | undefined;
      return new Proxy(known as unknown as BookingPort, {
        get: (target, name: keyof BookingPort) =>
          name in target
            ? target[name]
            : async (...given: unknown[]) => {
                opened ??= world().then(({ store }) => store.port(conversation));
                const port = await opened;
                return (port[name] as (...all: unknown[]) => unknown)(...given);
              },
      });
    },
    async commit(decisions, holder) {
      const events = decisions.filter(isBookingEvent);
      if (events.length === 0) return { holder };
      const { record } = await world();
      const { conversationId, locale, clock, ids } = playing!.start;
      const after = events.reduce((who, event) => holderAfter(event, who), holder);
      const acts = events.map((event) => ({
        id: ids.next('act'),
        conversationId,
        contactPointId: 'cp_played',
        patientId: holder ?? null,
        locale,
        event,
      }));
      try {
        await record.db.transaction(async (trx) => {
          await trx('conversation')
            .where({ id: conversationId })
            .update({ patient_id: after ?? null });
          await runActs(trx, record.db, record.vault, clock.now(), acts);
        });
        return { holder: after };
      } catch (error) {
        if (error instanceof Conflict || isUniqueViolation(error)) return 'conflict';
        throw error;
      }
    },
    async nextAt() {
      if (playing?.world === undefined) return undefined;
      const { record, store } = await world();
      const timer = await record.nextTimer(playing.start.conversationId, false);
      const tidy = await store.nextTidy();
      return timer === undefined ? tidy : Math.min(timer.at, tidy ?? timer.at);
    },
    async takeDue() {
      const { record, store } = await world();
      await store.tidy();
      const timer = await record.nextTimer(playing!.start.conversationId, false);
      if (timer === undefined || timer.at > playing!.start.clock.now()) return undefined;
      return record.nextTimer(playing!.start.conversationId, true);
    },
    async elsewhere(what) {
      const { record, store } = await world();
      const { conversationId, clock, ids } = playing!.start;
      await record.elsewhere(what, { conversationId, now: clock.now(), ids, zone });
      await store.tidy();
    },
    code: async () => (await world()).record.code(),
    async close() {
      if (opened === undefined) return;
      const { record, folder } = await opened;
      await record.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
