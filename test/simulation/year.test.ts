import { onEachDb } from '../support/databases';
import { testContentFiles } from '../support/test-content';
import { checkYear } from './expect-year';
import { yearOf } from './patients';
import { liveYear } from './run';

const TICK = 2 * 3_600_000;

/** The small one: two weeks of a hundred and fifty patients, killed three times; `year.long.ts` lives whole years. */
onEachDb('a simulated season of outreach', (open) => {
  test('sends every due message once in its window or says why not, whatever is killed', async () => {
    const opened = await open();
    const year = yearOf({ seed: 'season', patients: 150, messages: 5, days: 14 });
    const { hospital } = testContentFiles();
    const { sent } = await liveYear(opened, year, 3, TICK);
    const { counts, faults } = await checkYear(opened.db, year, sent, hospital.outreach, hospital.holidays, TICK);
    expect(faults).toEqual([]);
    expect(counts.said).toBeGreaterThan(150);
    expect(Object.keys(counts.notSent)).toEqual(expect.arrayContaining(['no_consent', 'quiet_hours', 'expired']));
  });
});
