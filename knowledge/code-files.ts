import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

/**
 * The files of code in a folder. Compiled code is known by the sources it was made from, so that tests, which run the
 * sources, find what the build has learnt; where they are newer, or not there, by itself.
 */
export function codeOf(folder: string): string[] {
  const own = codeFiles(folder);
  const source = folder.replace(`${sep}dist${sep}`, sep);
  if (source === folder || !existsSync(source)) return own;
  const made = (path: string) => join(folder, `${basename(path, '.ts')}.js`);
  const sources = codeFiles(source);
  const fresh = sources.every(
    (path) => existsSync(made(path)) && statSync(made(path)).mtimeMs >= statSync(path).mtimeMs,
  );
  return fresh && sources.length === own.length ? sources : own;
}

function codeFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test|d)\.ts$/.test(file) && !/\.test\.js$/.test(file))
    .sort()
    .map((file) => join(folder, file));
}
