import { loadContent } from '../../knowledge/load';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { contentPlaces } from '../places';
import { createLanguage } from '.';

/** The shipped content and language, loaded once for the tests of this folder. */
export const shipped: ContentLibrary = loadContent(contentPlaces({}));
export const language = createLanguage(shipped, { intents: () => [] });

/** The screen's outcome and flags for a text of somebody about whom nothing is known. */
export function screened(text: string, locale = 'en') {
  const result = language.screen(language.read(text, locale, {}), { locale, facts: {}, raised: [] });
  return { outcome: result.outcome, flags: result.hits.map((hit) => hit.flag) };
}
