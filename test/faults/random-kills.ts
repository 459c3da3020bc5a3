import type { TestDb } from '../support/databases';
import { conversations, expectAnsweredOnce, freeLeases, sendings, untilAllIsSent } from './expectations';
import { type Killable, prepareKillable, sentFile } from './killable';

const PATIENTS = 12;

/** The engine killed so often at random while everybody writes: nothing lost, nothing twice, everything in order. */
export async function killAtRandom(opened: TestDb, kills: number): Promise<void> {
  const sent = sentFile();
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
  for (let kill = 0; kill < kills; kill++) {
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
}

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
  await untilAllIsSent(opened.db, waiting);
  last.kill();
  await last.exited;
}
