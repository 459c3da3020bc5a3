import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PrivateService } from './services';

export default async function globalTeardown(): Promise<void> {
  for (const service of (globalThis as { sathiServices?: PrivateService[] }).sathiServices ?? []) await service.stop();
  if (process.env.TEST_MIGRATED_DIR !== undefined)
    rmSync(process.env.TEST_MIGRATED_DIR, { recursive: true, force: true });
  const folder = process.env.TEST_LOG_DIR;
  if (folder === undefined) return;
  const found = personalLines(folder);
  rmSync(folder, { recursive: true, force: true });
  if (found.length === 0) return;
  // Seen by scripts/run-jest.js: no second try makes up for this.
  if (process.env.JEST_JSON !== undefined) writeFileSync(`${process.env.JEST_JSON}.logs`, found.join('\n'));
  throw new Error(`Logs of the run hold what may be personal:\n${found.slice(0, 20).join('\n')}`);
}

/** Log values are ids, codes and counts: one with a space is a sentence, one with eight digits in a row a number. */
function personalLines(folder: string): string[] {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !harmless(line)),
  );
}

function harmless(line: string): boolean {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return false;
  }
  return Object.entries(fields).every(
    ([key, value]) =>
      key === 'where' ||
      key === 'time' ||
      typeof value !== 'string' ||
      !(/\s/.test(value) || /\+\d{8,}|^\d{8,}$/.test(value)),
  );
}
