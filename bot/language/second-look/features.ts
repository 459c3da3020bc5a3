import type { Features } from '../../../knowledge/learning/classifier';
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
  addBlock(out, 'l:', words.flatMap(letterRuns), BLOCK_WEIGHT.letters);
  return out;
}

const SHORTEST_RUN = 3;
const LONGEST_RUN = 5;

function letterRuns({ word }: Word): string[] {
  const framed = `<${word}>`;
  const runs: string[] = [];
  for (let size = SHORTEST_RUN; size <= LONGEST_RUN; size++) {
    for (let i = 0; i + size <= framed.length; i++) runs.push(framed.slice(i, i + size));
  }
  return runs;
}

/** A block weighs the same in a short message and a long one. */
function addBlock(out: Map<string, number>, prefix: string, names: readonly string[], weight: number): void {
  if (names.length === 0) return;
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const norm = Math.sqrt([...counts.values()].reduce((sum, count) => sum + count, 0));
  for (const [name, count] of counts) out.set(prefix + name, (weight * Math.sqrt(count)) / norm);
}
