import { openDb } from '../../bot/store/db';
import { onEachDb } from '../support/databases';
import { everybodySays, prepareRace, raceResult, raceToTheEnd } from './race';

/** The small sister of race.long.ts: four workers with connections of their own in one process. */
onEachDb('thirty patients race for five slots', (open) => {
  test('five are booked, none twice, and every loser is told of real others', async () => {
    const { db, place } = await open();
    await prepareRace(db, 30, 5);
    const others = Array.from({ length: 4 }, () => openDb(place));
    const race = () => Promise.all(others.map((own, n) => raceToTheEnd(own, `w${n}`)));
    await race();
    expect((await raceResult(db)).told).toEqual({ held: 5, others: 25 });
    await everybodySays(db, 30, 'yes', 'b');
    await race();
    await Promise.all(others.map((own) => own.close()));
    expect(await raceResult(db)).toEqual({
      booked: 5,
      slots: 5,
      told: { booked: 5, over: 25 },
      deadLetters: 0,
      realAlternatives: 0,
      claims: ['room-1 5', 'w 5'],
    });
  });
});
