import type { Language } from '../../bot/contracts';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';
import { plainLanguage } from '../support/plain-language';

onEachDb('a turn', (open) => {
  test('is answered once, in order, and its state lives between turns', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const { conversationId } = await h.say('+15550000001', 'one');
    await h.say('+15550000001', 'two');
    await h.settle();
    await h.say('+15550000001', 'three');
    await h.settle();
    expect(await h.lines(conversationId)).toEqual([
      'patient: one',
      'patient: two',
      expect.stringMatching(/^bot: /),
      'bot: 1: one',
      'bot: 2: two',
      'patient: three',
      'bot: 3: three',
    ]);
  });

  test('the same provider id twice is one event, even in one delivery', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const event = {
      address: { channel: 'phone', value: '+15550000002' },
      externalId: 'x1',
      activity: { type: 'message', text: 'hi' },
      at: h.clock.now(),
    };
    const both = await h.receive([event, event]);
    const again = await h.receive([event]);
    await h.settle();
    expect([...both, ...again].map((one) => one.duplicate)).toEqual([false, true, true]);
    expect((await h.lines(both[0]!.conversationId)).filter((line) => line.startsWith('bot: 1'))).toEqual([
      'bot: 1: hi',
    ]);
  });

  test('positions and times of a transcript only grow, though the clock stands still or goes back', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const { conversationId } = await h.say('+15550000003', 'a');
    await h.settle();
    h.clock.advance(-60_000);
    await h.say('+15550000003', 'b');
    await h.settle();
    const lines = await h.transcript(conversationId);
    expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index + 1));
    const times = lines.map((line) => line.at);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  test('an event that fails three times becomes a dead letter with a safe reply and a flag, and the next one is answered', async () => {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [
        echoDialog((text) => {
          if (text === 'poison') throw new TypeError('a patient sentence that must not be logged');
        }),
      ],
    });
    const { conversationId } = await h.say('+15550000004', 'poison');
    await h.settle();
    await h.say('+15550000004', 'hello');
    await h.settle();
    const lines = await h.lines(conversationId);
    expect(
      lines.filter((line) => line.includes('Something went wrong') || line.includes('Need help now')),
    ).toHaveLength(1);
    expect(lines[lines.length - 1]).toBe('bot: 1: hello');
    expect(await db.read('inbox').where({ status: 2 }).select('attempts', 'error_code')).toEqual([
      { attempts: 3, error_code: 'turn_failed' },
    ]);
    expect(await db.read('flag').select('severity', 'reason', 'status')).toEqual([
      { severity: 2, reason: 'dead-letter', status: 'open' },
    ]);
    expect(JSON.stringify(h.log.lines)).not.toContain('sentence');
  });

  test('while a person owns the thread the bot is silent, except for danger', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const { conversationId } = await h.say('+15550000005', 'one');
    await h.settle();
    const before = (await h.lines(conversationId)).length;
    await db
      .write('conversation')
      .where({ id: conversationId })
      .update({ owner_id: 'stf_1', version: db.write.raw('version + 1') });
    await h.say('+15550000005', 'are you there');
    await h.say('+15550000005', 'danger! now');
    await h.settle();
    expect((await h.lines(conversationId)).slice(before)).toEqual([
      'patient: are you there',
      'patient: danger! now',
      'bot: Call now.',
    ]);
    expect(await db.read('flag').select('severity', 'reason')).toEqual([{ severity: 1, reason: 'red-flag/RF-TEST@1' }]);
  });

  test('what was mentioned, not as happening now, goes to the care team with the next flag', async () => {
    const { db } = await open();
    const plain = plainLanguage();
    const hit = { version: '1', level: 'D0', mentions: [], because: [] } as const;
    const language: Language = {
      ...plain,
      screen: (reading, context) =>
        reading.normalised.includes('last year')
          ? { outcome: 'note', hits: [{ ...hit, flag: 'RF-OLD', outcome: 'note' }] }
          : plain.screen(reading, context),
    };
    const h = harness(db, { dialogs: [echoDialog()], language });
    const { conversationId } = await h.say('+15550000007', 'it was so last year');
    await h.say('+15550000007', 'as i said, last year');
    await h.say('+15550000007', 'danger! now');
    await h.settle();
    expect(await h.lines(conversationId)).toEqual(
      expect.arrayContaining(['bot: 1: it was so last year', 'bot: 2: as i said, last year', 'bot: Call now.']),
    );
    const [flag] = await db.read('flag').select('reason', 'detail');
    expect(flag.reason).toBe('red-flag/RF-TEST@1');
    expect(JSON.parse(h.vault.open(flag.detail, conversationId)).noted).toEqual(['RF-OLD']);
  });

  test('danger sets the running dialog aside and it goes on afterwards', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const { conversationId } = await h.say('+15550000006', 'one');
    await h.settle();
    await h.say('+15550000006', 'danger! now');
    await h.say('+15550000006', 'two');
    await h.settle();
    expect((await h.lines(conversationId)).slice(-3)).toEqual(['patient: two', 'bot: Call now.', 'bot: 2: two']);
  });
});
