import { onEachDb, type TestDb } from '../support/databases';
import { conversations, expectAnsweredOnce, freeLeases, sendings, untilAllIsSent } from './expectations';
import { prepareKillable, sentFile } from './killable';
import { killAtRandom } from './random-kills';

/** Lets a fresh process finish everything, resending what was never acknowledged. */
async function drain(
  test: TestDb,
  sent: string,
  safety: boolean,
  unacknowledged: Iterable<{ id: string; from: string; text: string }>,
): Promise<void> {
  await freeLeases(test.db);
  const last = prepareKillable({ place: test.place, sent, safety }).begin();
  await last.ready;
  const waiting = new Map([...unacknowledged].map((message) => [message.id, message]));
  last.onAck((id) => waiting.delete(id));
  for (const message of waiting.values()) last.deliver(message);
  await untilAllIsSent(test.db, waiting);
  last.kill();
  await last.exited;
}

const POINTS = [
  'before-t1',
  'after-t1',
  'claimed',
  'before-commit',
  'after-commit',
  'before-send',
  'after-send',
] as const;

onEachDb('killed', (open) => {
  test.each(POINTS)('at %s: answered exactly once, in order', async (point) => {
    const opened = await open();
    const sent = sentFile();
    const messages = ['a', 'b', 'c'].map((text, index) => ({ id: `m${index}`, from: '+15550001111', text }));
    const waiting = new Map(messages.map((message) => [message.id, message]));
    const first = prepareKillable({ place: opened.place, sent, killAt: { point, pass: 2 } }).begin();
    await first.ready;
    first.onAck((id) => waiting.delete(id));
    for (const message of messages) first.deliver(message);
    expect(await first.exited).toBe('SIGKILL');
    await drain(opened, sent, false, waiting.values());
    const all = await conversations(opened.db);
    expect(all.map((one) => [...one.patient].sort())).toEqual([['a', 'b', 'c']]);
    expectAnsweredOnce(all);
    expect(Math.max(...sendings(sent).values())).toBe(1);
  });

  test('between sending and saving, a safety text leaves again rather than not at all', async () => {
    const opened = await open();
    const sent = sentFile();
    const first = prepareKillable({
      place: opened.place,
      sent,
      safety: true,
      killAt: { point: 'after-send', pass: 2 },
    }).begin();
    await first.ready;
    first.deliver({ id: 'm0', from: '+15550001112', text: 'it hurts' });
    await first.exited;
    await drain(opened, sent, true, []);
    const safety =
      ((await opened.db.read('outbox').where({ safety: 1 }).select('id', 'status')) as {
        id: string;
        status: string;
      }[]) ?? [];
    expect(safety.map((row) => row.status)).toEqual(['sent']);
    expect(sendings(sent).get(safety[0]!.id)).toBeGreaterThanOrEqual(1);
  });

  // Two hundred in all; two hundred on each database are in kills.long.ts.
  test('a hundred times at random under load: nothing lost, nothing twice, everything in order', async () => {
    await killAtRandom(await open(), 100);
  }, 240_000);
});
