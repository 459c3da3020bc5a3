import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../code-files';
import { keptFiles } from '../kept-files';
import type { Weights } from './classifier';

/** Learnt weights kept between starts: learning takes seconds. Losing the folder costs one slow start. */
export interface WeightStore {
  get(key: string): Weights | undefined;
  put(key: string, weights: Weights): void;
}

/**
 * What is kept in the folder, or learnt now and kept from then on.
 * @param what what is learnt, the beginning of the files' names.
 * @param code folders whose every source file had a part in reading the examples.
 */
export function keptOrLearnt(
  folder: string | undefined,
  what: string,
  learntFrom: unknown,
  code: readonly string[],
  learn: () => Weights,
): Weights {
  if (folder === undefined) return learn();
  const store = createWeightStore(folder, what);
  const key = weightsKey(learntFrom, code);
  const kept = store.get(key);
  if (kept !== undefined) return kept;
  const weights = learn();
  store.put(key, weights);
  return weights;
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
  for (const path of folders.flatMap(codeOf)) hash.update(readFileSync(path));
  const made = hash.digest('hex');
  fingerprints.set(name, made);
  return made;
}

/** Two files for each model, of a few states of the content. */
const MOST_KEPT = 16;

/**
 * Two files a key: features and sizes as JSON, weights as bytes.
 * @param what what was learnt, the beginning of the files' names.
 */
export function createWeightStore(folder: string, what: string): WeightStore {
  const files = keptFiles(folder, `${what}-`, MOST_KEPT);
  const name = (key: string, ending: string): string => `${what}-${key}.${ending}`;
  return {
    get(key) {
      try {
        const { keys, steps, bias } = JSON.parse(files.read(name(key, 'json')).toString('utf8')) as {
          keys: number[];
          steps: number[];
          bias: number[];
        };
        const bytes = files.read(name(key, 'bin'));
        if (bytes.byteLength !== keys.length * bias.length) return undefined;
        const cells = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return { keys: Uint32Array.from(keys), steps: Float32Array.from(steps), bias: Float64Array.from(bias), cells };
      } catch {
        return undefined;
      }
    },
    put(key, weights) {
      files.write(
        name(key, 'bin'),
        Buffer.from(weights.cells.buffer, weights.cells.byteOffset, weights.cells.byteLength),
      );
      const { keys, steps, bias } = weights;
      files.write(name(key, 'json'), JSON.stringify({ keys: [...keys], steps: [...steps], bias: [...bias] }));
    },
  };
}
