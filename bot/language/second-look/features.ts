import type { Features } from '../../../knowledge/learning/classifier';
import { addBlock, letterRuns } from '../../../knowledge/learning/feature-blocks';
import { stem } from '../../../knowledge/search/stem';
import { fold } from '../../../knowledge/search/text';

/** A word of a text, folded, and where it stands. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu;

export function wordsWithPlaces(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => {
    const word = fold(match[0]).replace(/['’]/g, '');
    return {
      word: /^\d+$/.test(word) ? figure(word) : word,
      start: match.index,
      end: match.index + match[0].length,
    };
  });
}

/** Numbers are told apart by how long they are: a temperature, an age and a blood sugar look alike otherwise. */
function figure(digits: string): string {
  return '#'.repeat(Math.min(4, digits.length));
}

const LONGEST_RUN = 5;

/** Set by hand and by cross-validation: whole words count most, runs of letters forgive endings and slips. */
const BLOCK_WEIGHT = { word: 1.5, pair: 0.9, apart: 0.5, letters: 0.8 };

/** Words, pairs of neighbours, pairs one word apart and runs of letters: what a text looks like, in any language. */
export function lookFeatures(words: readonly Word[], locale: string): Features {
  const stems = words.map(({ word }) => stem(word, locale));
  const framed = ['^', ...stems, '$'];
  const out = new Map<string, number>();
  addBlock(out, 'w:', stems, BLOCK_WEIGHT.word);
  addBlock(
    out,
    'p:',
    framed.slice(1).map((one, i) => `${framed[i]} ${one}`),
    BLOCK_WEIGHT.pair,
  );
  addBlock(
    out,
    's:',
    stems.slice(2).map((one, i) => `${stems[i]} ${one}`),
    BLOCK_WEIGHT.apart,
  );
  addBlock(
    out,
    'l:',
    letterRuns(
      words.map(({ word }) => word),
      LONGEST_RUN,
    ),
    BLOCK_WEIGHT.letters,
  );
  return out;
}
