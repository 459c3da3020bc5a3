import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { onEachDb } from '../support/databases';
import { everybodySays, prepareRace, raceResult } from './race';

const PROCESSES = 4;

onEachDb('200 patients race for 20 slots, four processes', (open) => {
  test('exactly 20 are booked, none twice, and every loser is told of real others', async () => {
    const { db, place } = await open();
    await prepareRace(db, 200, 20);
    await race(place);
    expect(await raceResult(db)).toEqual({
      booked: 0,
      slots: 0,
      told: { held: 20, others: 180 },
      deadLetters: 0,
      realAlternatives: 180,
      claims: ['room-1 20', 'w 20'],
    });
    await everybodySays(db, 200, 'yes', 'b');
    await race(place);
    expect(await raceResult(db)).toEqual({
      booked: 20,
      slots: 20,
      told: { booked: 20, over: 180 },
      deadLetters: 0,
      realAlternatives: 0,
      claims: ['room-1 20', 'w 20'],
    });
  });
});

/** Processes warm up first, then all begin at once. */
async function race(place: object): Promise<void> {
  const children = Array.from({ length: PROCESSES }, (_, n) => start(place, `p${n}`));
  await Promise.all(children.map((child) => new Promise((ready) => child.once('message', ready))));
  const ends = children.map((child) => new Promise<number | null>((ended) => child.once('exit', ended)));
  for (const child of children) child.send('go');
  expect(await Promise.all(ends)).toEqual(children.map(() => 0));
}

function start(place: object, name: string): ChildProcess {
  return fork(join(__dirname, 'racer.ts'), {
    execArgv: ['-r', join(__dirname, '../support/ts-hook.js')],
    env: { ...process.env, RACE_GIVEN: JSON.stringify({ place, name }) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
