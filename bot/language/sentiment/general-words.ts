import { readFileSync } from 'node:fs';
import { fold } from '../../../knowledge/search/text';

/** Our scale ends at 3 where VADER's ends at 4, and words rated for tweets weigh less than words chosen for care. */
const SCALE = 0.5;
/** Smaller ratings say too little about care. */
const WORTH = 1.3;

let kept: ReadonlyMap<string, number> | undefined;

/**
 * English words rated for feeling in general: the VADER lexicon (Hutto and Gilbert 2014), from the package
 * `vader-sentiment`. Ours, written for care, go before it.
 */
export function generalWords(): ReadonlyMap<string, number> {
  if (kept !== undefined) return kept;
  const lines = readFileSync(require.resolve('vader-sentiment/vader_lexicon.txt'), 'utf8').split('\n');
  const rated = new Map<string, number>();
  for (const line of lines) {
    const [word = '', value = ''] = line.split('\t');
    const rating = Number(value);
    if (/^[a-z][a-z'-]{2,}$/.test(word) && Math.abs(rating) >= WORTH)
      rated.set(fold(word).replace(/['-]/g, ''), rating * SCALE);
  }
  kept = rated;
  return rated;
}
