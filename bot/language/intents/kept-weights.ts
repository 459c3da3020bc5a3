import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFiles } from '../../../knowledge/kept-files';
import type { Weights } from './classifier';

/** Learnt weights kept between starts: learning takes seconds. Losing the folder costs one slow start. */
export interface WeightStore {
  get(key: string): Weights | undefined;
  put(key: string, weights: Weights): void;
}

/** Names what was learnt from and the code that learnt it, so that old weights never stand in for new examples. */
export function weightsKey(learntFrom: unknown): string {
  return createHash('sha256').update(codeFingerprint()).update(JSON.stringify(learntFrom)).digest('hex').slice(0, 32);
}

let code: string | undefined;

function codeFingerprint(): string {
  if (code !== undefined) return code;
  const hash = createHash('sha256');
  const search = join(__dirname, '../../../knowledge/search');
  const own = readdirSync(__dirname).map((name) => join(__dirname, name));
  const shared = ['stem', 'text', 'spelling', 'stop-words'].flatMap((name) =>
    readdirSync(search)
      .filter((file) => file === `${name}.ts` || file === `${name}.js`)
      .map((file) => join(search, file)),
  );
  for (const path of [...own, ...shared].sort()) if (/\.(ts|js)$/.test(path)) hash.update(readFileSync(path));
  code = hash.digest('hex');
  return code;
}

/** Two files for each of the hospital's languages, of a few states of the content. */
const MOST_KEPT = 16;

/** Two files a key: names and sizes as JSON, weights as bytes. */
export function createWeightStore(folder: string): WeightStore {
  const files = keptFiles(folder, 'intents-', MOST_KEPT);
  const name = (key: string, ending: string): string => `intents-${key}.${ending}`;
  return {
    get(key) {
      try {
        const { names, steps, bias } = JSON.parse(files.read(name(key, 'json')).toString('utf8')) as {
          names: string[];
          steps: number[];
          bias: number[];
        };
        const bytes = files.read(name(key, 'bin'));
        if (bytes.byteLength !== names.length * bias.length) return undefined;
        const cells = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return { names, steps: Float32Array.from(steps), bias: Float64Array.from(bias), cells };
      } catch {
        return undefined;
      }
    },
    put(key, weights) {
      files.write(
        name(key, 'bin'),
        Buffer.from(weights.cells.buffer, weights.cells.byteOffset, weights.cells.byteLength),
      );
      const { names, steps, bias } = weights;
      files.write(name(key, 'json'), JSON.stringify({ names, steps: [...steps], bias: [...bias] }));
    },
  };
}
