import { startPostgres } from '../support/services';
import { benchChannels, printChannels } from './channels';
import { benchCrowd } from './crowd';
import { benchGrowth, printGrowth } from './growth';
import { benchLanguage, printLanguage } from './language';
import { benchMedicines } from './medicines';
import { benchSlots, printSlots } from './slots';
import { benchTimers, printTimers } from './timers';
import { benchTurns, printTurns } from './turns';

/** `npm run bench -- [turns] [growth] [crowd] [language] [medicines] [channels] [slots] [timers] [--seconds 8]`: figures of one run on one machine, as ratios to the baselines beside them. */
async function main(argv: readonly string[]): Promise<void> {
  const seconds = argv.includes('--seconds') ? Number(argv[argv.indexOf('--seconds') + 1]) : 8;
  const wanted = argv.filter((word) => /^[a-z]+$/.test(word));
  const runs = (name: string) => wanted.length === 0 || wanted.includes(name);
  if (runs('language')) process.stdout.write(`${printLanguage(benchLanguage())}\n`);
  if (runs('medicines')) process.stdout.write(`Medicines ${JSON.stringify(benchMedicines())}\n`);
  if (runs('growth'))
    process.stdout.write(`${printGrowth(await benchGrowth([1_000, 100_000, 1_000_000], seconds / 2))}\n`);
  if (runs('slots')) {
    const sizes = [0, 100_000, 1_000_000];
    process.stdout.write(`${printSlots('Free times, SQLite', await benchSlots(sizes))}\n`);
    const postgres = await startPostgres().catch(() => undefined);
    if (postgres !== undefined) {
      process.stdout.write(`${printSlots('Free times, PostgreSQL', await benchSlots(sizes, postgres.url))}\n`);
      await postgres.stop();
    }
  }
  if (runs('crowd')) {
    const { chats, idleMb, peakMb, startMs } = await benchCrowd(1_000);
    process.stdout.write(
      `${chats} open web chats: ${peakMb.toFixed(0)} MB at the peak, ${idleMb.toFixed(0)} MB before; start to ready ${(startMs / 1000).toFixed(1)} s\n`,
    );
  }
  if (runs('channels')) process.stdout.write(`${printChannels(await benchChannels(seconds))}\n`);
  if (runs('timers')) {
    const sizes = [10_000, 100_000, 1_000_000];
    process.stdout.write(
      `${printTimers('Timers due, planned and in their inboxes, SQLite', await benchTimers(sizes))}\n`,
    );
    const postgres = await startPostgres().catch(() => undefined);
    if (postgres !== undefined)
      try {
        process.stdout.write(`${printTimers('The same, PostgreSQL', await benchTimers(sizes, postgres.url))}\n`);
      } finally {
        await postgres.stop();
      }
  }
  if (runs('turns')) {
    process.stdout.write(
      `${printTurns('Turns, 32 conversations at once, SQLite (WAL, synchronous=FULL)', await benchTurns(seconds))}\n`,
    );
    const postgres = await startPostgres().catch(() => undefined);
    if (postgres === undefined) process.stdout.write('PostgreSQL is not installed: its figures are left out.\n');
    else {
      try {
        process.stdout.write(
          `${printTurns('Turns, 32 conversations at once, PostgreSQL', await benchTurns(seconds, postgres.url))}\n`,
        );
      } finally {
        await postgres.stop();
      }
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
