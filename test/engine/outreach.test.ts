import { z } from 'zod';
import type { Dialog, Schedule, SendResult, TurnEvent } from '../../bot/contracts';
import { createDispatcher } from '../../bot/deliver/dispatcher';
import { createClockwork } from '../../bot/schedule/clockwork';
import type { Db } from '../../bot/store/db';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { type Harness, harness } from '../support/harness';
import { phoneAdapter } from '../support/phone';

const HOUR = 3_600_000;
/** Tuesday, nine in the morning where the sample hospital is. */
const NINE = Date.parse('2026-11-24T09:00:00-06:00');

/** Says what it was scheduled with; a chain goes on by a day whether or not it was heard. */
const tip: Dialog<{ at: 'said' }> = {
  id: 'tip',
  version: 1,
  state: z.strictObject({ at: z.literal('said') }),
  migrate: {},
  async start(args, services) {
    const { what, chain } = args as { what: string; chain?: boolean };
    const said: TurnEvent = { type: 'say', wording: 'wording/test.echo', values: { n: 'tip', text: what } };
    return { events: what === '' ? [] : [said, ...(chain === true ? [next(services.clock.now())] : [])], next: 'done' };
  },
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
  missed: (_args, why, services) => [
    { type: 'say', wording: 'wording/test.echo', values: { n: 'never heard', text: why } },
    next(services.clock.now()),
  ],
};

function next(now: number): Schedule {
  return send('chain', { at: now + 24 * HOUR, chain: true, args: { what: 'chained', chain: true } });
}

function send(key: string, more: Partial<Schedule> = {}): Schedule {
  return {
    type: 'schedule',
    key,
    at: NINE,
    dialog: 'tip',
    args: { what: key },
    purpose: 'reminder',
    meets: 'wait',
    ...more,
  };
}

/** Patients whose words schedule what the test wants. */
function world(
  db: Db,
  scheduled: Readonly<Record<string, readonly TurnEvent[]>>,
  answer: () => SendResult = () => ({ ok: true, providerId: 'p' }),
) {
  const h = harness(db, {
    dialogs: [tip, echoOnce(scheduled)],
  });
  const parts = { db, vault: h.vault, bell: h.bell, log: h.log, clock: h.clock, ids: h.ids };
  const clockwork = createClockwork({ ...parts, hospital: h.engine.content.hospital });
  const sent: string[] = [];
  const adapter = phoneAdapter(undefined, (part) => {
    sent.push(String(part.body.text));
    const result = answer();
    return result.ok ? { ok: true, providerId: `${result.providerId}-${part.id}` } : result;
  });
  const dispatcher = createDispatcher({ ...parts, adapters: new Map([['phone', adapter]]) }, 'd');
  return {
    h,
    sent,
    /** Moves the clock and lets everything that is due happen. */
    async at(when: number | string) {
      h.clock.set(when);
      while ((await clockwork.once()) > 0) await h.settle();
      await h.settle();
      while ((await dispatcher.once()) > 0);
    },
    tips: async (id: string) => (await h.lines(id)).filter((line) => line.startsWith('bot: tip')),
    fates: () => db.read('outreach').orderBy(['due_at', 'key']).select('key', 'status', 'why', 'counts'),
  };
}

/** Answers in one turn, so that no dialog is left running. */
function echoOnce(scheduled: Readonly<Record<string, readonly TurnEvent[]>>): Dialog {
  return {
    id: 'answers',
    version: 1,
    state: z.strictObject({ at: z.literal('x') }),
    migrate: {},
    start: async (args) => ({
      events: [
        { type: 'say', wording: 'wording/test.echo', values: { n: 'ok', text: '' } },
        ...(scheduled[(args as { text: string }).text] ?? []),
      ],
      next: 'done',
    }),
    step: async () => ({ events: [], next: 'done' }),
    returning: () => [],
  };
}

async function patient(h: Harness, from: string, text: string): Promise<string> {
  const { conversationId } = await h.say(from, text);
  await h.settle();
  return conversationId;
}

onEachDb('what we send by ourselves', (open) => {
  test('waits for the morning, goes one at a time, and every due message leaves a row', async () => {
    const { db } = await open();
    const w = world(db, { go: [send('a', { at: NINE - 6 * HOUR }), send('b', { at: NINE - 6 * HOUR, priority: 2 })] });
    const id = await patient(w.h, '+15550001', 'go');
    await w.at(NINE - 6 * HOUR);
    expect([await w.tips(id), await w.fates()]).toEqual([[], []]);
    await w.at(NINE - HOUR);
    expect(await w.tips(id)).toEqual(['bot: tip: b']);
    await w.at(NINE - HOUR / 2);
    expect(await w.tips(id)).toEqual(['bot: tip: b', 'bot: tip: a']);
    expect(await w.fates()).toEqual([
      { key: 'a', status: 'said', why: null, counts: 1 },
      { key: 'b', status: 'said', why: null, counts: 1 },
    ]);
    expect(await db.read('outbox').whereNotNull('outreach_id').select('purpose', 'status', 'expires_at')).toEqual([
      { purpose: 'reminder', status: 'sent', expires_at: NINE - 6 * HOUR + 12 * HOUR },
      { purpose: 'reminder', status: 'sent', expires_at: NINE - 6 * HOUR + 12 * HOUR },
    ]);
  });

  test('quiet hours are those of the patient’s zone', async () => {
    const { db } = await open();
    const w = world(db, { go: [{ type: 'zone', zone: 'Asia/Kathmandu' }, send('a', { expiresAt: NINE + 24 * HOUR })] });
    const id = await patient(w.h, '+15550001', 'go');
    // 20:45 in Kathmandu.
    await w.at(NINE);
    expect(await w.tips(id)).toEqual([]);
    await w.at(Date.parse('2026-11-25T07:59:00+05:45'));
    expect(await w.tips(id)).toEqual([]);
    await w.at(Date.parse('2026-11-25T08:00:00+05:45'));
    expect(await w.tips(id)).toEqual(['bot: tip: a']);
  });

  test('nothing after STOP, nothing without agreement, and each says why; what was taken back is gone', async () => {
    const { db } = await open();
    const w = world(db, {
      go: [send('a')],
      unasked: [send('p', { purpose: 'programme' })],
      asked: [
        { type: 'optIn', scope: 'programme', wording: 'wording/test.ask' },
        send('p', { purpose: 'programme', reason: 'programme:x' }),
      ],
      declined: [{ type: 'optOut', scope: 'reminder' }, send('a')],
      moved: [send('v', { reason: 'visit:1' }), send('w', { reason: 'visit:1' }), send('x', { reason: 'visit:2' })],
      gone: [{ type: 'unscheduleReason', reason: 'visit:1' }],
    });
    await patient(w.h, '+15550001', 'go');
    await patient(w.h, '+15550001', 'stop');
    await patient(w.h, '+15550002', 'unasked');
    await patient(w.h, '+15550003', 'asked');
    await patient(w.h, '+15550004', 'declined');
    await patient(w.h, '+15550005', 'moved');
    await patient(w.h, '+15550005', 'gone');
    await w.at(NINE);
    expect(await db.read('outreach').orderBy('id').select('key', 'status', 'why')).toEqual([
      { key: 'a', status: 'not_sent', why: 'opted_out' },
      { key: 'p', status: 'not_sent', why: 'no_consent' },
      { key: 'p', status: 'said', why: null },
      { key: 'a', status: 'not_sent', why: 'no_consent' },
      { key: 'x', status: 'said', why: null },
    ]);
    expect(await db.read('consent_log').orderBy('id').select('purpose', 'given', 'channel', 'source')).toEqual([
      { purpose: 'all', given: 0, channel: 'phone', source: 'patient' },
      { purpose: 'programme', given: 1, channel: 'phone', source: 'patient' },
      { purpose: 'reminder', given: 0, channel: 'phone', source: 'patient' },
    ]);
  });

  test('after an outage nothing stale is sent, and a chain goes on without a backlog', async () => {
    const { db } = await open();
    const w = world(db, { go: [send('late'), send('chain', { chain: true, args: { what: 'chained', chain: true } })] });
    const id = await patient(w.h, '+15550001', 'go');
    // Three days without anybody firing timers.
    await w.at(NINE + 72 * HOUR);
    expect(await w.tips(id)).toEqual([]);
    expect(await w.fates()).toEqual([
      { key: 'chain', status: 'not_sent', why: 'expired', counts: 0 },
      { key: 'late', status: 'not_sent', why: 'expired', counts: 0 },
    ]);
    await w.at(NINE + 96 * HOUR);
    expect(await w.tips(id)).toEqual(['bot: tip: chained']);
  });

  test('a running dialog is not left: it waits or is skipped as declared, and is recorded', async () => {
    const { db } = await open();
    const running: Dialog = { ...echoDialog(), id: 'answers' };
    const h = harness(db, {
      dialogs: [
        tip,
        {
          ...running,
          start: async (args, services) => {
            const step = await running.start(args, services);
            return { ...step, events: [...step.events, send('wait'), send('skip', { meets: 'skip' })] };
          },
        },
      ],
    });
    const clockwork = createClockwork({
      db,
      vault: h.vault,
      bell: h.bell,
      log: h.log,
      clock: h.clock,
      ids: h.ids,
      hospital: {
        ...h.engine.content.hospital,
        outreach: { ...h.engine.content.hospital.outreach, spacing_minutes: 0 },
      },
    });
    h.clock.set(NINE - 60_000);
    await h.say('+15550001', 'hello');
    await h.settle();
    h.clock.set(NINE);
    await clockwork.once();
    await h.settle();
    const fates = () => db.read('outreach').orderBy('key').select('key', 'status', 'why', 'counts');
    expect(await fates()).toEqual([
      { key: 'skip', status: 'not_sent', why: 'busy', counts: 0 },
      { key: 'wait', status: 'waiting', why: 'busy', counts: 0 },
    ]);
    for (let minutes = 10; minutes <= 40; minutes += 10) {
      h.clock.set(NINE + minutes * 60_000);
      await clockwork.once();
      await h.settle();
    }
    expect(await fates()).toEqual([
      { key: 'skip', status: 'not_sent', why: 'busy', counts: 0 },
      { key: 'wait', status: 'said', why: null, counts: 1 },
    ]);
  });

  test('one row that cannot be read is set aside and the rest go out', async () => {
    const { db } = await open();
    const w = world(db, { go: [send('a')] });
    const bad = await patient(w.h, '+15550001', 'go');
    const good = await patient(w.h, '+15550002', 'go');
    await db.write('timer').where({ conversation_id: bad }).update({ payload: 'not sealed' });
    await w.at(NINE);
    expect([await w.tips(bad), await w.tips(good)]).toEqual([[], ['bot: tip: a']]);
    expect(await db.read('outreach').orderBy('conversation_id').select('conversation_id', 'status', 'why')).toEqual([
      { conversation_id: bad, status: 'not_sent', why: 'unreadable' },
      { conversation_id: good, status: 'said', why: null },
    ]);
    expect(w.h.log.lines.filter((line) => line.event === 'timer.unreadable')).toHaveLength(1);
  });

  test('a row that breaks the whole batch is found and set aside', async () => {
    const { db } = await open();
    const w = world(db, { go: [send('a')] });
    const bad = await patient(w.h, '+15550001', 'go');
    const good = await patient(w.h, '+15550002', 'go');
    await db
      .write('contact_point')
      .where('id', db.write('conversation').where({ id: bad }).select('contact_point_id'))
      .update({ zone: 'Nowhere/Land' });
    await w.at(NINE);
    expect([await w.tips(bad), await w.tips(good)]).toEqual([[], ['bot: tip: a']]);
    expect(await db.read('outreach').where({ conversation_id: bad }).select('status', 'why')).toEqual([
      { status: 'not_sent', why: 'unreadable' },
    ]);
  });

  test('what may have left counts towards what a person gets, although nobody knows whether it did', async () => {
    const { db } = await open();
    let answer: SendResult = { ok: false, retry: true, code: 'unknown_outcome' };
    const w = world(db, { go: [send('a'), send('b', { at: NINE + 600_000 })] }, () => answer);
    await patient(w.h, '+15550001', 'go');
    await w.at(NINE);
    answer = { ok: true, providerId: 'p' };
    await w.at(NINE + 600_000);
    // Ten minutes after one that may have arrived is too soon for the next.
    expect(await w.fates()).toEqual([{ key: 'a', status: 'not_sent', why: 'send_failed', counts: 1 }]);
    await w.at(NINE + 1_800_000);
    expect(await w.fates()).toEqual([
      { key: 'a', status: 'not_sent', why: 'send_failed', counts: 1 },
      { key: 'b', status: 'said', why: null, counts: 1 },
    ]);
  });

  test('what was said but cannot leave before the quiet hours is recorded, and does not count', async () => {
    const { db } = await open();
    const evening = Date.parse('2026-11-24T19:59:00-06:00');
    const w = world(db, { go: [send('a', { at: evening })] });
    await patient(w.h, '+15550001', 'go');
    w.h.clock.set(evening);
    await createClockworkOf(w.h, db).once();
    await w.h.settle();
    await w.at(evening + 2 * 60_000);
    expect(w.sent.filter((text) => text.startsWith('tip'))).toEqual([]);
    expect(await w.fates()).toEqual([{ key: 'a', status: 'not_sent', why: 'expired', counts: 0 }]);
  });

  test('mute leaves no backlog; a death stops everything; a dose chosen for ten at night comes at ten', async () => {
    const { db } = await open();
    const ten = Date.parse('2026-11-24T22:00:00-06:00');
    const w = world(db, {
      muted: [{ type: 'holdOutreach', kind: 'mute', until: NINE + HOUR }, send('a'), send('b', { at: NINE + HOUR })],
      dead: [{ type: 'holdOutreach', kind: 'deceased' }, send('c', { priority: 1 })],
      dose: [send('d', { at: ten, chosen: true })],
    });
    const muted = await patient(w.h, '+15550001', 'muted');
    const dead = await patient(w.h, '+15550002', 'dead');
    const dose = await patient(w.h, '+15550003', 'dose');
    for (const when of [NINE, NINE + HOUR, ten]) await w.at(when);
    expect([await w.tips(muted), await w.tips(dead), await w.tips(dose)]).toEqual([
      ['bot: tip: b'],
      [],
      ['bot: tip: d'],
    ]);
    expect(await w.fates()).toEqual([
      { key: 'a', status: 'not_sent', why: 'muted', counts: 0 },
      { key: 'c', status: 'not_sent', why: 'deceased', counts: 0 },
      { key: 'b', status: 'said', why: null, counts: 1 },
      { key: 'd', status: 'said', why: null, counts: 2 },
    ]);
  });
});

function createClockworkOf(h: Harness, db: Db) {
  const { vault, bell, log, clock, ids } = h;
  return createClockwork({ db, vault, bell, log, clock, ids, hospital: h.engine.content.hospital });
}
