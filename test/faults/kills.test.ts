import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onEachDb, type TestDb } from '../support/databases';
import { conversations, expectAnsweredOnce, freeLeases, nothingWaits, sendings } from './expectations';
import { type Killable, prepareKillable } from './killable';

const sentFile = () => join(tmpdir(), `sathi-sent-${randomBytes(6).toString('hex')}`);

/** Waits for a fact of the database; no sleep decides anything, it only spaces the looks. */
async function until(fact: () => Promise<boolean>, what: string): Promise<void> {
  for (let looks = 0; looks < 1_500; looks++) {
    if (await fact()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`It did not come to this within 30 seconds: ${what}.`);
}

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
  await until(
    async () => waiting.size === 0 && (await nothingWaits(test.db)),
    'everything accepted is answered and sent',
  );
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

  test('two hundred times at random under load: nothing lost, nothing twice, everything in order', async () => {
    const opened = await open();
    const sent = sentFile();
    const KILLS = 200;
    const PATIENTS = 12;
    const waiting = new Map<string, { id: string; from: string; text: string }>();
    const accepted = new Map<string, string[]>();
    let next = 0;
    let current: Killable | undefined;
    // One message of a patient at a time is unacknowledged, as on a real phone; all patients write at once.
    const write = (patient: number) => {
      next += 1;
      const message = { id: `m${next}`, from: `+1555100${String(patient).padStart(4, '0')}`, text: `t${next}` };
      waiting.set(message.id, message);
      current?.deliver(message);
    };
    let seed = 20261123;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    let prepared = prepareKillable({ place: opened.place, sent });
    for (let kill = 0; kill < KILLS; kill++) {
      // Before the next process takes anything up: only what dead ones held is freed.
      await freeLeases(opened.db);
      current = prepared.begin();
      prepared = prepareKillable({ place: opened.place, sent });
      await current.ready;
      const enough = new Promise<void>((resolve) => {
        // Killed after a random number of acknowledgements, so that progress is made however slow the machine is.
        let left = 1 + Math.floor(random() * 30);
        current!.onAck((id) => {
          const message = waiting.get(id);
          if (message === undefined) return;
          waiting.delete(id);
          accepted.set(message.from, [...(accepted.get(message.from) ?? []), message.text]);
          write(Number(message.from.slice(-4)));
          left -= 1;
          if (left <= 0) resolve();
        });
      });
      for (const message of [...waiting.values()]) current.deliver(message);
      for (let patient = waiting.size; patient < PATIENTS; patient++) write(patient);
      await enough;
      current.kill();
      await current.exited;
    }
    prepared.discard();
    await freeLeases(opened.db);
    await drainWith(prepareKillable({ place: opened.place, sent }).begin(), opened, waiting, accepted);
    const all = await conversations(opened.db);
    expectAnsweredOnce(all);
    const told = [...accepted.values()].flat().sort();
    expect(all.flatMap((one) => one.patient).sort()).toEqual(told);
    expect(Math.max(...sendings(sent).values())).toBe(1);
  }, 240_000);
});

async function drainWith(
  last: Killable,
  opened: TestDb,
  waiting: Map<string, { id: string; from: string; text: string }>,
  accepted: Map<string, string[]>,
): Promise<void> {
  await last.ready;
  last.onAck((id) => {
    const message = waiting.get(id);
    if (message === undefined) return;
    waiting.delete(id);
    accepted.set(message.from, [...(accepted.get(message.from) ?? []), message.text]);
  });
  for (const message of [...waiting.values()]) last.deliver(message);
  await until(
    async () => waiting.size === 0 && (await nothingWaits(opened.db)),
    'everything accepted is answered and sent',
  );
  last.kill();
  await last.exited;
}
