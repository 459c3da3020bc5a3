import { DB_KINDS, openTestDb } from '../support/databases';
import { testContentFiles } from '../support/test-content';
import { checkYear } from './expect-year';
import { yearOf } from './patients';
import { liveYear } from './run';

const TICK = 3 * 3_600_000;
const KILLS = 50;

/**
 * Whole years. Density, chosen so that each stays within minutes on two cores: on SQLite 10,000 patients with five due
 * messages a year on average, on PostgreSQL 100,000 with four fifths of one; one patient in five gets all of theirs on one day.
 */
const SIZES = { sqlite: { patients: 10_000, messages: 5 }, postgres: { patients: 100_000, messages: 0.8 } } as const;

test.each(DB_KINDS)('a year of outreach on %s, the process killed fifty times', async (kind) => {
  const opened = await openTestDb(kind);
  try {
    const share = Number(process.env.SIMULATION_SHARE ?? 1);
    const { patients, messages } = SIZES[kind];
    const year = yearOf({ seed: `year ${kind}`, patients: Math.round(patients * share), messages });
    const { hospital } = testContentFiles();
    const { sent } = await liveYear(opened, year, KILLS, TICK);
    const { counts, faults } = await checkYear(opened.db, year, sent, hospital.outreach, hospital.holidays, TICK);
    process.stdout.write(`${kind}: ${JSON.stringify({ patients: year.patients, kills: KILLS, ...counts })}\n`);
    expect(faults).toEqual([]);
    expect(counts.said).toBeGreaterThan(counts.due / 2);
  } finally {
    await opened.drop();
  }
});
