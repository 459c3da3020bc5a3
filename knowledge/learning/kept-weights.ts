import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Weights } from './classifier';

/** Learnt weights kept between starts: learning takes seconds. Losing the folder costs one slow start. */
export interface WeightStore {
  get(key: string): Weights | undefined;
  put(key: string, weights: Weights): void;
}

/**
 * Names what was learnt from and the code that learnt it, so that old weights never stand in for new examples.
 * @param code folders whose every source file had a part in reading the examples.
 */
export function weightsKey(learntFrom: unknown, code: readonly string[]): string {
  return createHash('sha256')
    .update(fingerprint([...code, __dirname, join(__dirname, '../search')]))
    .update(JSON.stringify(learntFrom))
    .digest('hex')
    .slice(0, 32);
}

const fingerprints = new Map<string, string>();

function fingerprint(folders: readonly string[]): string {
  const name = folders.join('\n');
  const known = fingerprints.get(name);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test|d)\.ts$/.test(file))
      .map((file) => join(folder, file)),
  );
  for (const path of files.sort()) hash.update(readFileSync(path));
  const made = hash.digest('hex');
  fingerprints.set(name, made);
  return made;
}

/**
 * Two files a key: names and sizes as JSON, numbers as raw floats of this machine.
 * @param name what was learnt, the beginning of the files' names.
 */
export function createWeightStore(folder: string, name: string): WeightStore {
  const path = (key: string, ending: string): string => join(folder, `${name}-${key}.${ending}`);
  return {
    get(key) {
      try {
        const { names, rarity, bias } = JSON.parse(readFileSync(path(key, 'json'), 'utf8')) as {
          names: string[];
          rarity: number[];
          bias: number[];
        };
        const bytes = readFileSync(path(key, 'bin'));
        if (bytes.byteLength !== names.length * bias.length * 4) return undefined;
        const cells = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
        return { names, rarity: Float64Array.from(rarity), bias: Float64Array.from(bias), cells };
      } catch {
        return undefined;
      }
    },
    put(key, weights) {
      try {
        mkdirSync(folder, { recursive: true });
        const write = (ending: string, bytes: string | Buffer): void => {
          const draft = `${path(key, ending)}.${process.pid}`;
          writeFileSync(draft, bytes);
          renameSync(draft, path(key, ending));
        };
        write('bin', Buffer.from(weights.cells.buffer, weights.cells.byteOffset, weights.cells.byteLength));
        write('json', JSON.stringify({ names: weights.names, rarity: [...weights.rarity], bias: [...weights.bias] }));
      } catch {
        // A read-only folder: every start learns anew.
      }
    },
  };
}
