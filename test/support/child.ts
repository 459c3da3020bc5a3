import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../../bot/places';

const bundles = new Map<string, string>();

/**
 * Starts a TypeScript file as a process of its own that can be spoken to and killed. Tests start hundreds of them: the
 * file and all it needs are put into one and compiled once, so that a process takes a third of the time to begin.
 */
export function forkBundled(entry: string, env: Record<string, string>): ChildProcess {
  return fork(join(__dirname, 'boot.js'), [bundleOf(entry)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Inside the project, so that what stays outside the bundle is found; gone when the tests of the file have run. */
function bundleOf(entry: string): string {
  const made = bundles.get(entry);
  if (made !== undefined) return made;
  const name = `${basename(entry, '.ts')}-${randomBytes(6).toString('hex')}.cjs`;
  const out = join(projectRoot(), '.cache/test-children', name);
  execFileSync(process.execPath, [join(__dirname, 'bundle.js'), entry, out], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  bundles.set(entry, out);
  return out;
}

afterAll(() => {
  for (const out of bundles.values()) for (const file of [out, `${out}.v8`]) rmSync(file, { force: true });
  bundles.clear();
});
