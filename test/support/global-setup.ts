import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, NotInstalled, type PrivateService, startPostgres, startRedis } from './services';

/**
 * Real engines for the whole run. What is not installed is left out loudly on a person's machine, and fails in CI.
 * Test files find them in TEST_POSTGRES_URL, TEST_REDIS_URL and TEST_CHROMIUM. Databases are copied from one that the
 * first test to need it migrates; SQLite's lies in TEST_MIGRATED_DIR.
 */
export default async function globalSetup(): Promise<void> {
  process.env.TZ = 'UTC';
  process.env.TEST_LOG_DIR = mkdtempSync(join(tmpdir(), 'sathi-logs-'));
  process.env.TEST_MIGRATED_DIR = mkdtempSync(join(tmpdir(), 'sathi-migrated-'));
  const services: PrivateService[] = [];
  const missing: string[] = [];
  const start = async (name: string, begin: () => Promise<PrivateService>) => {
    try {
      const service = await begin();
      services.push(service);
      process.env[name] = service.url;
    } catch (error) {
      if (!(error instanceof NotInstalled)) throw error;
      missing.push(error.message);
    }
  };
  await start('TEST_POSTGRES_URL', startPostgres);
  await start('TEST_REDIS_URL', startRedis);
  try {
    process.env.TEST_CHROMIUM = findChromium();
  } catch (error) {
    missing.push((error as Error).message);
  }
  (globalThis as { sathiServices?: PrivateService[] }).sathiServices = services;
  if (missing.length === 0) return;
  if (process.env.CI === 'true') throw new Error(`CI needs ${missing.join(' and ')}.`);
  process.stderr.write(
    `\n*** LEFT OUT: tests that need ${missing.join(' and ')}. Install it and run again to see everything. ***\n\n`,
  );
}
