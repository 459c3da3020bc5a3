import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './report';

/** The product as it is shipped: compiled, with what the build keeps for its start. */
const built = <T>(path: string): T => require(join(__dirname, '../../../dist/bot', path)) as T;

/** The whole product in one process, every role, durability on. */
async function main(): Promise<void> {
  const { startApp } = built<typeof import('../../../bot/app')>('app.js');
  const { readConfig } = built<typeof import('../../../bot/config')>('config.js');
  const { createLog } = built<typeof import('../../../bot/log')>('log.js');
  const { collect } = built<typeof import('../../../bot/memory')>('memory.js');
  const dataDir = process.env.BENCH_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'sathi-bench-'));
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: process.env.BENCH_PORT ?? '3979',
    HOST: '127.0.0.1',
    ...(process.env.BENCH_DATABASE_URL === undefined ? {} : { DATABASE_URL: process.env.BENCH_DATABASE_URL }),
  });
  const app = await startApp(config, {
    log: createLog('error'),
    tidy: collect,
    // The pace of one patient is not what is measured here.
    env: {
      WEBCHAT_MESSAGES_PER_10S: '1000000',
      WEBCHAT_TOKENS_PER_MINUTE: '1000000',
      ...(JSON.parse(process.env.BENCH_CHANNELS ?? '{}') as NodeJS.ProcessEnv),
    },
  });
  collect();
  serve(app.port);
}

void main();
