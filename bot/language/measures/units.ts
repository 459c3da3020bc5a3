import type { ContentLibrary } from '../../../knowledge/schema/library';
import { fold } from '../text/tokenise';

/** Words around numbers, by use, and number words; all from `content/phrases`. */
export interface UnitWords {
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  readonly numbers: ReadonlyMap<string, number>;
}

export function unitWords(content: ContentLibrary): UnitWords {
  const uses = new Map<string, Set<string>>();
  const numbers = new Map<string, number>();
  for (const file of content.all('phrases')) {
    for (const [use, lists] of Object.entries(file.units ?? {})) {
      for (const word of Object.values(lists).flat()) {
        const key = fold(word);
        const found = uses.get(key);
        if (found === undefined) uses.set(key, new Set([use]));
        else found.add(use);
      }
    }
    for (const list of Object.values(file.numbers ?? {}))
      for (const [word, value] of Object.entries(list)) numbers.set(fold(word), value);
  }
  return { uses, numbers };
}
