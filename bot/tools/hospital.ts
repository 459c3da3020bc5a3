import { readCalendar } from '../../knowledge/calendar';
import { loadContent } from '../../knowledge/load';
import { describe } from '../../knowledge/problems';
import { createInProcessBell } from '../bell/in-process';
import { createRandomIds, systemClock } from '../clock';
import { readConfig } from '../config';
import { openCore } from '../core';
import { createLog } from '../log';
import { createBookingStore } from '../store/booking';

const USAGE = `Write: npm run hospital -- check FILE    what is wrong with a calendar, changing nothing
       npm run hospital -- import FILE   checks it and puts it into force, all of it or nothing
FILE is a YAML file or a folder of CSV files; see docs/hospital-calendar.md.
`;

/** `npm run hospital -- check | import FILE`. Exit code 1 when a row is broken: then nothing was imported. */
async function main(command: string | undefined, path: string | undefined): Promise<number> {
  if ((command !== 'check' && command !== 'import') || path === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = readConfig(process.env);
  const { zone } = loadContent(config.content).hospital;
  const read = readCalendar(path, zone);
  if (!read.ok) {
    for (const problem of read.problems) process.stdout.write(`${describe(problem)}\n`);
    process.stdout.write(`${read.problems.length} to mend; nothing was imported.\n`);
    return 1;
  }
  const { locations, services, practitioners, sessions } = read.calendar;
  const counted = `${locations.length} locations, ${services.length} services, ${practitioners.length} practitioners, ${sessions.length} sessions`;
  if (command === 'check') {
    process.stdout.write(`Nothing to mend: ${counted}.\n`);
    return 0;
  }
  const core = await openCore({
    config,
    clock: systemClock,
    ids: createRandomIds(),
    log: createLog('error'),
    bell: createInProcessBell(),
  });
  try {
    const booking = createBookingStore({ ...core, zone, publicUrl: config.publicUrl });
    const { version, unchanged } = await booking.importCalendar(read.calendar, 'import');
    const days = await booking.plan();
    process.stdout.write(
      unchanged
        ? `This calendar (version ${version}) is in force already: ${counted}.\n`
        : `Calendar version ${version} is in force: ${counted}; ${days} days planned.\n`,
    );
    return 0;
  } finally {
    await core.close();
  }
}

main(process.argv[2], process.argv[3]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
