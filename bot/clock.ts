import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from './contracts';

export const systemClock: Clock = { now: () => Date.now() };

const BLOCK = 18 * 512;

/** Unguessable ids: 144 random bits, drawn in blocks because asking the kernel for each costs more than the rest. */
export function createRandomIds(): Ids {
  let block = Buffer.alloc(0);
  let used = BLOCK;
  return {
    next(prefix) {
      if (used >= BLOCK) {
        block = randomBytes(BLOCK);
        used = 0;
      }
      used += 18;
      return `${prefix}_${block.subarray(used - 18, used).toString('base64url')}`;
    },
  };
}
