import { words } from '../../../knowledge/search/text';
import type { Stemmed } from './phrase-index';

/** A word of a comment with the sentence, and the part between commas, that it stands in. */
export interface Token extends Stemmed {
  readonly sentence: number;
  readonly part: number;
}

const SENTENCE_END = /[.!?;:\n…]+|\s[-–—]+\s|[)(]/;

/** Splits a comment; `read` gives each word as it is meant (spelling mended) with its stem. */
export function tokens(text: string, read: (word: string) => Stemmed): Token[] {
  let part = 0;
  return text.split(SENTENCE_END).flatMap((sentence, number) =>
    sentence.split(',').flatMap((piece) => {
      part += 1;
      return words(piece).map((word) => ({ ...read(word), sentence: number, part }));
    }),
  );
}
