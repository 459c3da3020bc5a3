import { stem } from './stem';
import { stopWords } from './stop-words';
import { words } from './text';

/** A text as index terms: stop words left out, the rest stemmed, in order. */
export function terms(text: string, locale: string): string[] {
  const stops = stopWords(locale);
  const out: string[] = [];
  for (const word of words(text)) if (!stops.has(word)) out.push(stem(word, locale));
  return out;
}

/** A question as terms; one made of stop words alone ("what is it?") keeps them, so that it is still a question. */
export function queryTerms(text: string, locale: string): string[] {
  const kept = terms(text, locale);
  return kept.length > 0 ? kept : words(text).map((word) => stem(word, locale));
}
