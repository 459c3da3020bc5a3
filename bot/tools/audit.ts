import { createInProcessBell } from '../bell/in-process';
import { createRandomIds, systemClock } from '../clock';
import { readConfig } from '../config';
import { openCore } from '../core';
import { createLog } from '../log';
import { sealAudit, verifyAudit } from '../store/audit';

/** `npm run audit -- verify | seal`: checks every chain and seal, or seals what is new. Exit code 1 when something is wrong. */
async function main(command: string | undefined): Promise<number> {
  if (command !== 'verify' && command !== 'seal') {
    process.stderr.write('Write: npm run audit -- verify   (or: npm run audit -- seal)\n');
    return 2;
  }
  const core = await openCore({
    config: readConfig(process.env),
    clock: systemClock,
    ids: createRandomIds(),
    log: createLog('error'),
    bell: createInProcessBell(),
  });
  try {
    if (command === 'seal') {
      const { sealed } = await sealAudit(core.db, core.vault, core.clock);
      process.stdout.write(`Sealed ${sealed} chains.\n`);
      return 0;
    }
    const { rows, seals, faults } = await verifyAudit(core.db, core.vault);
    process.stdout.write(
      `Read ${rows} audit rows and ${seals} seals: ${faults.length === 0 ? 'all whole' : `${faults.length} faults`}.\n`,
    );
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await core.close();
  }
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
