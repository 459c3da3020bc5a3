const COMBINING = /[\u0300-\u036f]/g;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu;

/** Lower case without accents, so that "medicación" and "MEDICACION" are one word. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(COMBINING, '').toLowerCase();
}

/** The words of a text in order: letters and digits of any script, `don't` and `it's` kept whole without the mark. */
export function words(text: string): string[] {
  return (fold(text).match(WORD) ?? []).map((word) => word.replace(/['’]s$/, '').replace(/['’]/g, ''));
}
