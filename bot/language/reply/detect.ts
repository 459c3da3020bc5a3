import type { ContentLibrary } from '../../../knowledge/schema/library';
import { fold } from '../text/tokenise';
import { wordsOf } from './whole-message';

/** Letters of a script of its own that tell a language by themselves. */
const FEW_LETTERS = 2;

/** Evidence needed, in words: more for a language the hospital has no content in, which would end the conversation's way. */
const LEAST_SPOKEN = 1.5;
const LEAST_FOREIGN = 2;

/** Tells the language by its script or its frequent words; undefined for a short or even text. */
export function languageDetector(content: ContentLibrary): (text: string) => string | undefined {
  const spoken = new Set<string>(content.hospital.locales);
  const byWord = new Map<string, string[]>();
  for (const file of content.all('phrases'))
    for (const [locale, words] of Object.entries(file.detect ?? {}))
      for (const word of words.flatMap((line) => line.split(/\s+/)))
        byWord.set(fold(word), [...(byWord.get(fold(word)) ?? []), locale]);
  const scripts = content
    .all('phrases')
    .flatMap((file) => Object.entries(file.scripts ?? {}))
    .map(([locale, script]) => ({ locale, letters: new RegExp(`\\p{Script=${script}}`, 'gu') }));
  return (text) => {
    const written = scripts.find(({ letters }) => (text.slice(0, 600).match(letters) ?? []).length >= FEW_LETTERS);
    if (written !== undefined) return written.locale;
    const score = new Map<string, number>();
    const words = wordsOf(text.slice(0, 600));
    // A word said twice tells no more than once.
    for (const word of new Set(words)) {
      const locales = byWord.get(word) ?? [];
      for (const locale of locales) score.set(locale, (score.get(locale) ?? 0) + 1 / locales.length);
    }
    if (/[ñ¿¡]/.test(text)) score.set('es', (score.get('es') ?? 0) + 1);
    const [best, second] = [...score].sort((a, b) => b[1] - a[1]);
    const least = spoken.has(best?.[0] ?? '') ? LEAST_SPOKEN : LEAST_FOREIGN;
    if (best === undefined || best[1] < least) return undefined;
    return best[1] >= (second?.[1] ?? 0) * 1.5 ? best[0] : undefined;
  };
}
