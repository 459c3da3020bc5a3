import { stem } from '../../../knowledge/search/stem';
import { words } from '../../../knowledge/search/text';

/** A word as written (folded) and its stem. */
export interface Stemmed {
  readonly word: string;
  readonly stem: string;
}

/** A phrase found in a text: token positions `start` to `end` (exclusive), and what was filed under it. */
export interface PhraseHit<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

interface Entry<T> {
  readonly words: readonly Stemmed[];
  value: T;
}

/**
 * Finds phrases in a row of words, the longest at each place; as written goes before other endings of the same words,
 * because "caring" and "care" say different things.
 */
export interface PhraseIndex<T> {
  /** Positions for which `taken` holds are skipped; hits do not overlap. */
  find(text: readonly Stemmed[], taken?: (position: number) => boolean): PhraseHit<T>[];
}

export function stemmed(text: string, locale: string): Stemmed[] {
  return words(text).map((word) => ({ word, stem: stem(word, locale) }));
}

/** A phrase filed twice keeps the last value. */
export function phraseIndex<T>(entries: Iterable<readonly [string, T]>, locale: string): PhraseIndex<T> {
  const filed = new Map<string, Entry<T>>();
  const byFirst = new Map<string, Entry<T>[]>();
  for (const [phrase, value] of entries) {
    const parts = stemmed(phrase, locale);
    const [first] = parts;
    if (first === undefined) continue;
    const key = parts.map((part) => part.word).join(' ');
    const known = filed.get(key);
    if (known !== undefined) {
      known.value = value;
      continue;
    }
    const entry = { words: parts, value };
    filed.set(key, entry);
    const list = byFirst.get(first.stem);
    if (list === undefined) byFirst.set(first.stem, [entry]);
    else list.push(entry);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  return {
    find(text, taken = () => false) {
      const hits: PhraseHit<T>[] = [];
      for (let at = 0; at < text.length; at++) {
        const found = best(byFirst.get(text[at]!.stem) ?? [], text, at, taken);
        if (found === undefined) continue;
        hits.push({ start: at, end: at + found.words.length, value: found.value });
        at += found.words.length - 1;
      }
      return hits;
    },
  };
}

function best<T>(
  entries: readonly Entry<T>[],
  text: readonly Stemmed[],
  at: number,
  taken: (position: number) => boolean,
): Entry<T> | undefined {
  let found: Entry<T> | undefined;
  for (const entry of entries) {
    if (found !== undefined && entry.words.length < found.words.length) break;
    if (!entry.words.every((part, i) => text[at + i]?.stem === part.stem && !taken(at + i))) continue;
    if (entry.words.every((part, i) => text[at + i]!.word === part.word)) return entry;
    found ??= entry;
  }
  return found;
}
