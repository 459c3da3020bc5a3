import type { ContentLibrary } from '../schema/library';
import type { WordKnowledge } from './cluster';

/** Synonyms of the content, and the titles and phrasings of its articles. */
export function wordKnowledge(content: ContentLibrary): WordKnowledge {
  const texts = (locale: string): string[] => {
    const language = locale.slice(0, 2) === 'es' ? 'es' : 'en';
    return content.all('article').flatMap((one) => [one.title[language], ...one.asked_as[language]]);
  };
  return { synonyms: content.all('synonym'), texts };
}
