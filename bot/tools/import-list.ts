import { readFileSync } from 'node:fs';
import { loadContent } from '../../knowledge/load';
import { createInProcessBell } from '../bell/in-process';
import { createRandomIds, systemClock } from '../clock';
import { readConfig } from '../config';
import { openCore } from '../core';
import { createLog } from '../log';
import { programmesIn, WRITABLE } from '../outreach/programmes';
import { readList } from '../outreach/read-list';
import { importList } from '../store/outreach/imports';

const USAGE = `Write: npm run import-list -- people.csv [--keep]
Columns: phone, consent and consent_source; and, where wanted, channel, name, language, zone, purposes, programme, anchor_date,
stratum, check, check_due. Without --keep every row's fate is said and nothing is kept.
`;

/** `npm run import-list -- FILE [--keep]`: brings a list of people in, with each row's fate. Exit code 1: some were refused. */
async function main(argv: readonly string[]): Promise<number> {
  const file = argv.find((word) => !word.startsWith('--'));
  if (file === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = readConfig(process.env);
  const content = loadContent(config.content);
  const { hospital } = content;
  const programmes = programmesIn(content);
  const list = readList(readFileSync(file), {
    country: hospital.country,
    zone: hospital.zone,
    locales: hospital.locales,
    channels: WRITABLE,
    programmes: new Set(programmes.map((one) => one.id)),
    now: systemClock.now(),
  });
  if ('problem' in list) {
    process.stderr.write(`Nothing was read: ${list.problem}.\n${USAGE}`);
    return 2;
  }
  const core = await openCore({
    config,
    clock: systemClock,
    ids: createRandomIds(),
    log: createLog('error'),
    bell: createInProcessBell(),
  });
  try {
    const trial = !argv.includes('--keep');
    const report = await importList(core, list, programmes, { staffId: 'command-line', trial });
    // Lines and reasons only: numbers and names stay in the file.
    for (const { line, fate, why } of report.rows)
      process.stdout.write(`line ${line}: ${fate}${why === null ? '' : ` (${why})`}\n`);
    process.stdout.write(
      `${report.accepted} accepted, ${report.refused} refused${trial ? '; nothing was kept, add --keep' : ''}.\n`,
    );
    return report.refused === 0 ? 0 : 1;
  } finally {
    await core.close();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
