import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The master key of a demo installation: made on the first start, readable by its owner only. Production sets SATHI_KEY
 * instead, so that a copy of the data folder alone opens nothing.
 */
export function keyFromFile(dataDir: string): { key: Buffer; made: boolean; file: string } {
  const file = join(dataDir, 'key');
  if (existsSync(file)) return { key: checked(readFileSync(file, 'utf8'), file), made: false, file };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process of the same start was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return { key: checked(readFileSync(file, 'utf8'), file), made: true, file };
}

function checked(text: string, file: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32)
    throw new Error(
      `${file} does not hold a 32-byte key in base64; restore it from a backup, without it nothing stored can be read.`,
    );
  return key;
}
