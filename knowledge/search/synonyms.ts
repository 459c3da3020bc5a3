import type { Synonym } from '../schema/synonym';
import { terms } from './analyse';

/** What else a run of query terms may be called, as stems. */
export interface Expansion {
  readonly terms: readonly string[];
  readonly weight: number;
  /** Which word of the query the run begins with. */
  readonly at: number;
}

export type SynonymTable = ReadonlyMap<string, readonly (readonly string[])[]>;

const LONGEST = 4;

/** From stemmed phrase to the other stemmed phrases of its groups; groups of relation `same` only. */
export function synonymTable(sets: readonly Synonym[], locale: string): SynonymTable {
  const table = new Map<string, string[][]>();
  for (const set of sets) {
    if (set.locale !== locale.slice(0, 2) || set.relation !== 'same') continue;
    for (const group of set.groups) {
      const phrases = group.map((phrase) => terms(phrase, locale)).filter((phrase) => phrase.length > 0);
      for (const phrase of phrases) {
        const key = phrase.join(' ');
        const others = phrases.filter((other) => other.join(' ') !== key);
        table.set(key, unique([...(table.get(key) ?? []), ...others]));
      }
    }
  }
  return table;
}

/** Expansions of a query: the longest phrases first, each word used once. A two-word name shares its weight. */
export function expansions(query: readonly string[], table: SynonymTable, weight: number): Expansion[] {
  const out: Expansion[] = [];
  for (let at = 0; at < query.length; ) {
    let used = 1;
    for (let length = Math.min(LONGEST, query.length - at); length >= 1; length--) {
      const found = table.get(query.slice(at, at + length).join(' '));
      if (found === undefined) continue;
      for (const phrase of found) out.push({ terms: phrase, weight: weight / phrase.length, at });
      used = length;
      break;
    }
    at += used;
  }
  return out;
}

function unique(phrases: readonly string[][]): string[][] {
  const seen = new Set<string>();
  return phrases.filter((phrase) => {
    const key = phrase.join(' ');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
