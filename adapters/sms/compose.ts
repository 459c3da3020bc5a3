import { splitText } from '../shared/split';
import { isGsm7, plainPunctuation, withoutAccents } from './gsm7';
import { type Encoding, segmentsOf } from './segments';

/** Most segments of one message: more arrives out of order or not at all on old phones and weak networks. */
export const MAX_SEGMENTS = 3;

export interface SmsText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly segments: number;
}

/**
 * A text as SMS: punctuation brought to GSM-7, accents dropped only when that saves segments and makes the whole text
 * GSM-7, and split at sentences into messages of at most three segments each.
 */
export function composeSms(text: string): readonly SmsText[] {
  const chosen = cheapest(text.replace(/\r\n?/g, '\n'));
  return splitText(chosen, fitsSms).map((piece) => {
    const { encoding, segments } = segmentsOf(piece);
    return { text: piece, encoding, segments };
  });
}

function fitsSms(text: string): boolean {
  return segmentsOf(text).segments <= MAX_SEGMENTS;
}

function cheapest(text: string): string {
  const plain = plainPunctuation(text);
  if (isGsm7(plain)) return plain;
  const bare = withoutAccents(text);
  return isGsm7(bare) && segmentsOf(bare).segments < segmentsOf(plain).segments ? bare : plain;
}
