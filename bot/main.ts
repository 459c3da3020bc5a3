import { startApp } from './app';
import { readConfig } from './config';
import { createLog } from './log';
import { collect } from './memory';

/** Starts one process from its environment, says where it is, and stops cleanly on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const app = await startApp(config, { log, tidy: collect });
  collect();
  const base = config.publicUrl.replace(/:0$/, `:${app.port}`);
  const lines = [
    '',
    `Sathi is running for ${app.content.hospital.name}.`,
    `  Patient page      ${base}/`,
    `  Hospital page     ${base}/demo  (the chat embedded in a sample hospital's page)`,
    `  Care-team page    ${base}/console`,
    `  Health            ${base}/health/ready`,
  ];
  if (app.firstAdministrator !== undefined) {
    lines.push(
      '',
      'First start: sign in to the care-team page once with',
      `  user      ${app.firstAdministrator.username}`,
      `  password  ${app.firstAdministrator.password}   (asked to be changed at once; shown only now)`,
    );
  }
  if (app.core.keyMade !== undefined) {
    lines.push(
      '',
      `A key was made in ${app.core.keyMade}. Whoever has it can read the data: set SATHI_KEY for production and keep it elsewhere.`,
    );
  }
  if (config.mode === 'demo')
    lines.push(
      '',
      "Demo mode: clinical content is sample content awaiting a hospital's clinical sign-off. Not for real patients.",
    );
  process.stdout.write(`${lines.join('\n')}\n\n`);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info('stopping', { signal });
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

main().catch((error: unknown) => {
  // Settings and content errors say themselves what to write; anything else is named without its stack.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
