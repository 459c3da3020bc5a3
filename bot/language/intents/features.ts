import type { Features } from '../../../knowledge/learning/classifier';
import { addBlock, letterRuns } from '../../../knowledge/learning/feature-blocks';
import { forgiven, type Speller } from '../../../knowledge/search/spelling';
import { stem } from '../../../knowledge/search/stem';
import { fold, words } from '../../../knowledge/search/text';

/** What the examples of one language know: their words, and groups of words that mean the same. */
export interface Vocabulary {
  readonly locale: string;
  /** Folded words that are read as they are. */
  readonly known: ReadonlySet<string>;
  readonly words: readonly string[];
  readonly speller: Speller;
  /** One to three stems joined by spaces, to the groups they belong to. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

const LONGEST_RUN = 4;

/** Set by hand, watching the `tune` half: whole words and their kinds count most, runs of letters only forgive endings and slips. */
const BLOCK_WEIGHT = { word: 1.5, pair: 0.9, group: 1.4, kindPair: 0.5, letters: 0.7 };

/** The words as meant: an unknown word is read as the nearest known one when a slip of the finger explains it. */
export function readWords(text: string, vocabulary: Vocabulary): { words: string[]; unknown: number } {
  let unknown = 0;
  const read = words(text).map((word) => {
    if (/^\d+$/.test(word)) return '#';
    if (vocabulary.known.has(word)) return word;
    if (forgiven(word.length) > 0) {
      const near = vocabulary.speller.nearest(word, 1)[0];
      if (near !== undefined) return vocabulary.words[near.index]!;
    }
    if (vocabulary.groups.has(stem(word, vocabulary.locale))) return word;
    unknown += 1;
    return word;
  });
  return { words: read, unknown };
}

/** Words, neighbouring pairs, groups of meaning and runs of letters of a text; `read` are its words as meant. */
export function features(text: string, read: readonly string[], vocabulary: Vocabulary): Features {
  const stems = read.map((word) => stem(word, vocabulary.locale));
  const out = new Map<string, number>();
  const kinds = stems.map((_, i) => groupsAt(stems, i, vocabulary));
  const groups = kinds.flatMap((one) => one.names);
  const framed = ['^', ...stems, '$'];
  addBlock(out, 'w:', stems, BLOCK_WEIGHT.word);
  addBlock(
    out,
    'p:',
    framed.slice(1).map((one, i) => `${framed[i]} ${one}`),
    BLOCK_WEIGHT.pair,
  );
  addBlock(out, 'g:', groups, BLOCK_WEIGHT.group);
  addBlock(out, 'k:', kindPairs(stems, kinds), BLOCK_WEIGHT.kindPair);
  addBlock(out, 'l:', letterRuns(read, LONGEST_RUN), BLOCK_WEIGHT.letters);
  if (/[?¿]/.test(text)) out.set('mark:?', 0.15);
  if (out.size === 0) addBlock(out, 'x:', [...fold(text).replace(/\s/g, '')].slice(0, 4), 1);
  return out;
}

interface GroupHit {
  readonly names: readonly string[];
  /** Words covered. */
  readonly length: number;
}

/** Groups of the longest phrase that begins at a word. */
function groupsAt(stems: readonly string[], at: number, vocabulary: Vocabulary): GroupHit {
  for (let length = Math.min(3, stems.length - at); length >= 1; length--) {
    const names = vocabulary.groups.get(stems.slice(at, at + length).join(' '));
    if (names !== undefined) return { names, length };
  }
  return { names: [], length: 1 };
}

/** A kind of thing with the word before or after it: "take _medicine", "_day instead". */
function kindPairs(stems: readonly string[], kinds: readonly GroupHit[]): string[] {
  return kinds.flatMap((hit, i) =>
    hit.names
      .filter((name) => name.startsWith('_'))
      .flatMap((name) => [`${stems[i - 1] ?? '^'} ${name}`, `${name} ${stems[i + hit.length] ?? '$'}`]),
  );
}
