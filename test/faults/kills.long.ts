import { onEachDb } from '../support/databases';
import { killAtRandom } from './random-kills';

/** The big sister of kills.test.ts: as many kills on each database as there are in both. */
onEachDb('killed', (open) => {
  test('two hundred times at random under load: nothing lost, nothing twice, everything in order', async () => {
    await killAtRandom(await open(), 200);
  });
});
