import type { Synonym } from '../schema/synonym';
import { terms } from './analyse';

/** Stems of the words that people say by the way in a long question: greetings, thanks, family, hedges, old times. */
export function asideStems(sets: readonly Synonym[], locale: string): ReadonlySet<string> {
  const language = locale.slice(0, 2);
  return new Set(
    sets
      .filter((set) => set.locale === language && set.relation === 'aside')
      .flatMap((set) => set.groups.flat())
      .flatMap((word) => terms(word, locale)),
  );
}
