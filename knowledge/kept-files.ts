import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What can be computed again, kept between starts. Nothing here is ever the only copy, so every failure is silent. */
export interface KeptFiles {
  /** Throws when the file is not there. */
  read(name: string): Buffer;
  /** Whole or not at all; then the entries of the same beginning that were longest not read are removed. */
  write(name: string, bytes: string | Buffer): void;
}

/**
 * @param beginning what the names of these files begin with.
 * @param most how many of them are kept: enough for a checkout that goes back and forth between a few states.
 */
export function keptFiles(folder: string, beginning: string, most: number): KeptFiles {
  return {
    read(name) {
      const path = join(folder, name);
      const bytes = readFileSync(path);
      try {
        const now = new Date();
        utimesSync(path, now, now);
      } catch {
        // A read-only folder keeps what it has.
      }
      return bytes;
    },
    write(name, bytes) {
      try {
        mkdirSync(folder, { recursive: true });
        const draft = join(folder, `${name}.${process.pid}`);
        writeFileSync(draft, bytes);
        renameSync(draft, join(folder, name));
        prune(folder, beginning, most);
      } catch {
        // A read-only folder: every start computes it again.
      }
    },
  };
}

function prune(folder: string, beginning: string, most: number): void {
  const kept = readdirSync(folder)
    .filter((name) => name.startsWith(beginning))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of kept.slice(most)) rmSync(path, { force: true });
}
