import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './code-files';
import { keptFiles } from './kept-files';

/**
 * Checked content kept as JSON between starts: reading a thousand YAML files with their line numbers takes seconds. The
 * key covers every byte of content and the schemas that checked it, so an old copy can never stand in for new content.
 */
export interface ContentCache<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
}

/** @param folder where copies are kept; losing it costs one slow start. */
export function createContentCache<T>(folder: string): ContentCache<T> {
  const files = keptFiles(folder, 'content-', MOST_KEPT);
  const name = (key: string) => `content-${key}.json`;
  return {
    get(key) {
      try {
        return JSON.parse(files.read(name(key)).toString('utf8')) as T;
      } catch {
        return undefined;
      }
    },
    put: (key, value) => files.write(name(key), JSON.stringify(value)),
  };
}

/** Three megabytes each. */
const MOST_KEPT = 4;

/** Names content by what it says and by what checked it. */
export function contentKey(files: readonly { file: string; bytes: Buffer }[]): string {
  const hash = createHash('sha256').update(schemaFingerprint());
  for (const { file, bytes } of files) hash.update(`\0${file}\0`).update(bytes);
  return hash.digest('hex').slice(0, 32);
}

let schemas: string | undefined;

function schemaFingerprint(): string {
  if (schemas !== undefined) return schemas;
  const hash = createHash('sha256');
  for (const path of codeOf(join(__dirname, 'schema'))) hash.update(readFileSync(path));
  schemas = hash.digest('hex');
  return schemas;
}
