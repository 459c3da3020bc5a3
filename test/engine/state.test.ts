import { z } from 'zod';
import type { Dialog } from '../../bot/contracts';
import { createClockwork } from '../../bot/schedule/clockwork';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';

const old: Dialog<{ at: string }> = {
  id: 'answers',
  version: 1,
  state: z.object({ at: z.string() }),
  migrate: {},
  start: async () => ({
    events: [
      {
        type: 'say',
        wording: 'wording/test.ask',
        ask: {
          kind: 'choice',
          choices: [
            { id: 'one', label: 'wording/test.one' },
            { id: 'two', label: 'wording/test.two' },
          ],
        },
      },
    ],
    next: { at: 'asked' },
  }),
  step: async (state, input) => ({
    events: [{ type: 'say', wording: 'wording/test.echo', values: { n: state.at, text: input.choice?.id ?? 'none' } }],
    next: 'done',
  }),
  returning: () => [{ type: 'say', wording: 'wording/test.ask' }],
};

/** The next release: the place has another name, and a count was added. */
const next: Dialog = {
  ...old,
  version: 2,
  state: z.strictObject({ at: z.string(), count: z.number() }),
  migrate: { 1: (stored) => ({ at: `new-${(stored as { at: string }).at}`, count: 0 }) },
  step: async (state, input) => ({
    events: [
      {
        type: 'say',
        wording: 'wording/test.echo',
        values: { n: `${state.at}/${state.count}`, text: input.choice?.id ?? 'none' },
      },
    ],
    next: 'done',
  }),
};

onEachDb('a conversation across a deploy', (open) => {
  test('goes on where it was: an older state is migrated, the place is a name', async () => {
    const { db } = await open();
    const before = harness(db, { dialogs: [old] });
    const { conversationId } = await before.say('+15550001', 'hello');
    await before.settle();
    const after = harness(db, { dialogs: [next], clock: before.clock, ids: before.ids });
    await after.say('+15550001', '2', { externalId: 'later' });
    await after.settle();
    expect((await after.lines(conversationId)).slice(-2)).toEqual(['patient: 2', 'bot: new-asked/0: two']);
  });

  test('a state nobody can read ends that dialog, not the conversation', async () => {
    const { db } = await open();
    const before = harness(db, { dialogs: [old] });
    const { conversationId } = await before.say('+15550002', 'hello');
    await before.settle();
    const after = harness(db, { dialogs: [{ ...echoDialog(), version: 3 }], clock: before.clock, ids: before.ids });
    await after.say('+15550002', 'still here', { externalId: 'later' });
    await after.settle();
    expect((await after.lines(conversationId)).slice(-1)).toEqual(['bot: 1: still here']);
  });
});

const reminder: Dialog<{ at: 'said' }> = {
  id: 'reminder',
  version: 1,
  state: z.strictObject({ at: z.literal('said') }),
  migrate: {},
  start: async (args) => ({
    events: [
      {
        type: 'say',
        wording: 'wording/test.echo',
        values: { n: 'reminder', text: String((args as { what: string }).what) },
      },
    ],
    next: 'done',
  }),
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
};

onEachDb('timers', (open) => {
  test('become events once they are due, once, and the same key again moves one', async () => {
    const { db } = await open();
    const at = Date.parse('2026-11-24T09:00:00Z');
    const h = harness(db, {
      dialogs: [
        reminder,
        echoDialog((text) => [
          {
            type: 'schedule',
            key: 'visit',
            at: text === 'later' ? at + 3_600_000 : at,
            dialog: 'reminder',
            args: { what: text },
            meets: 'interrupt',
          },
        ]),
      ],
    });
    const clockwork = createClockwork({
      db,
      vault: h.vault,
      bell: h.bell,
      log: h.log,
      clock: h.clock,
      ids: h.ids,
      hospital: h.engine.content.hospital,
    });
    const { conversationId } = await h.say('+15550003', 'first');
    await h.say('+15550003', 'later');
    await h.settle();
    h.clock.set(at);
    expect(await clockwork.once()).toBe(0);
    h.clock.set(at + 3_600_000);
    expect([await clockwork.once(), await clockwork.once()]).toEqual([1, 0]);
    await h.settle();
    const lines = await h.lines(conversationId);
    expect(lines.filter((line) => line.startsWith('bot: reminder'))).toEqual(['bot: reminder: later']);
  });

  test('two schedulers at once fire each timer once, and one that is too late is not said', async () => {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [
        reminder,
        echoDialog((text) => [
          {
            type: 'schedule',
            key: 'k',
            at: h0 + 1_000,
            dialog: 'reminder',
            args: { what: text },
            meets: 'interrupt',
            ...(text === 'stale' ? { expiresAt: h0 + 2_000 } : {}),
          },
        ]),
      ],
    });
    const h0 = h.clock.now();
    const fresh = await h.say('+15550004', 'fresh');
    const stale = await h.say('+15550005', 'stale');
    await h.settle();
    h.clock.advance(60_000);
    const clockworks = [1, 2].map(() =>
      createClockwork({
        db,
        vault: h.vault,
        bell: h.bell,
        log: h.log,
        clock: h.clock,
        ids: h.ids,
        hospital: h.engine.content.hospital,
      }),
    );
    const fired = await Promise.all(clockworks.map((one) => one.once()));
    expect(fired.reduce((a, b) => a + b, 0)).toBe(2);
    await h.settle();
    expect((await h.lines(fresh.conversationId)).filter((line) => line.includes('reminder'))).toEqual([
      'bot: reminder: fresh',
    ]);
    expect((await h.lines(stale.conversationId)).filter((line) => line.includes('reminder'))).toEqual([]);
  });
});

const survey: Dialog<{ at: 'said' }> = {
  ...reminder,
  id: 'survey',
  start: async (args) => ({
    events: [
      {
        type: 'say',
        wording: 'wording/test.echo',
        values: { n: (args as { about: string }).about, text: String((args as { answer?: string }).answer) },
      },
    ],
    next: 'done',
  }),
};

const asks = (about: string) => ({
  type: 'say' as const,
  wording: 'wording/test.ask',
  ask: {
    kind: 'choice' as const,
    choices: [
      { id: 'one', label: 'wording/test.one' },
      { id: 'two', label: 'wording/test.two' },
    ],
    outlives: { dialog: 'survey', args: { about }, about: `wording/test.${about}` },
  },
});

const waiting: Dialog<{ at: string }> = {
  ...old,
  id: 'answers',
  start: async () => ({
    events: [asks('one'), { type: 'say', wording: 'wording/test.ask', ask: { kind: 'text' } }],
    next: { at: 'asked' },
  }),
  step: async (_state, input) => ({
    events: [{ type: 'say', wording: 'wording/test.echo', values: { n: 'here', text: input.text } }],
    next: 'done',
  }),
};

onEachDb('a bare answer to the question asked just now', (open) => {
  test('does not go to an older one that would take it too', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [survey, waiting] });
    const { conversationId } = await h.say('+15550007', 'hello');
    await h.settle();
    h.clock.advance(60_000);
    await h.say('+15550007', '1');
    await h.settle();
    expect((await h.lines(conversationId)).filter((line) => line.startsWith('bot: here'))).toEqual(['bot: here: 1']);
  });
});

onEachDb('a bare "1" with several questions owed', (open) => {
  test('is asked about, and then goes to the one that was meant', async () => {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [survey, echoDialog((text) => (text === 'go' ? [asks('one'), asks('two')] : []))],
    });
    const { conversationId } = await h.say('+15550006', 'go');
    await h.settle();
    await h.say('+15550006', '1');
    await h.settle();
    expect((await h.lines(conversationId)).slice(-1)[0]).toMatch(/^bot: You wrote "1"/);
    await h.say('+15550006', 'two');
    await h.settle();
    expect((await h.lines(conversationId)).filter((line) => line.startsWith('bot: two:'))).toEqual(['bot: two: one']);
  });
});
