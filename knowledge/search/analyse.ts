import { stem } from './stem';
import { stopWords } from './stop-words';
import { words } from './text';

/** A text as index terms: stop words left out, the rest stemmed, in order. `seen` hears every word as it was written. */
export function terms(text: string, locale: string, seen?: (word: string, stemmed: string) => void): string[] {
  const stops = stopWords(locale);
  const out: string[] = [];
  for (const word of words(text)) {
    if (stops.has(word)) continue;
    const stemmed = stem(word, locale);
    seen?.(word, stemmed);
    out.push(stemmed);
  }
  return out;
}

/** A word of a question as written, and its stem. */
export interface AskedWord {
  readonly word: string;
  readonly stem: string;
}

/** The words of a question; one made of stop words alone ("what is it?") keeps them, so that it is still a question. */
export function askedWords(text: string, locale: string): AskedWord[] {
  const stops = stopWords(locale);
  const all = words(text);
  const kept = all.filter((word) => !stops.has(word));
  return (kept.length > 0 ? kept : all).map((word) => ({ word, stem: stem(word, locale) }));
}
