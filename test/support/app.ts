import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type App, type AppParts, startApp } from '../../bot/app';
import { readConfig } from '../../bot/config';
import { createLog } from '../../bot/log';
import { freePort } from './services';

/** The whole product on a free port, with a data folder of its own. */
export interface TestApp extends App {
  readonly url: string;
  readonly dataDir: string;
  /** Stops and starts again on the same port and data, as a deploy does. */
  restart(): Promise<TestApp>;
  /** Stops for good and removes the data. */
  end(): Promise<void>;
}

/** Everything the product logs during the run is kept and scanned for patient text when the run ends. */
function logFile(): ReturnType<typeof pino.destination> {
  const folder = process.env.TEST_LOG_DIR ?? tmpdir();
  return pino.destination({
    dest: join(folder, `${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}.log`),
    sync: true,
  });
}

/** @param env settings of the process besides data folder and port. */
export async function startTestApp(env: NodeJS.ProcessEnv = {}, parts: Partial<AppParts> = {}): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sathi-app-'));
  return begin(dataDir, await freePort(), env, parts);
}

async function begin(
  dataDir: string,
  port: number,
  env: NodeJS.ProcessEnv,
  parts: Partial<AppParts>,
): Promise<TestApp> {
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...env,
  });
  const app = await startApp(config, { log: createLog('debug', logFile()), env, ...parts });
  return {
    ...app,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    async restart() {
      await app.stop();
      return begin(dataDir, port, env, parts);
    },
    async end() {
      await app.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
