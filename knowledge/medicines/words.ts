/** One word of a message, folded for comparison, with its place in the original. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** Lower case without accents or apostrophes; everything else that is not a letter or digit separates words. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/['’`´]/g, '')
    .toLowerCase();
}

/** The folded words of a text in order. */
export function words(text: string): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}'’`´]+/gu)) {
    const folded = fold(match[0]);
    if (folded !== '') found.push({ folded, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** A name as it is looked up: folded, spaces and punctuation left out, so "co-amoxiclav" and "coamoxiclav" are one. */
export function nameKey(name: string): string {
  return fold(name).replace(/[^\p{L}\p{N}]+/gu, '');
}
