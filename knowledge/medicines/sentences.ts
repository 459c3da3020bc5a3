import { words } from './words';

/** Where a medicine is named: it is read as the one word `@`, whatever it is called. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const MEDICINE = '@';

/** One sentence of a message: its folded words, medicines as `@`. */
export interface Sentence {
  readonly words: readonly string[];
  /** A question; without a question mark anywhere, the last sentence mostly is. */
  readonly asked: boolean;
}

/** The sentences of a message in order, at least one. */
export function readSentences(text: string, medicines: readonly Span[]): Sentence[] {
  const said: string[][] = [[]];
  const asked: boolean[] = [];
  let last = 0;
  let inside: Span | undefined;
  for (const word of words(text)) {
    const between = text.slice(last, word.start);
    if (said.at(-1)!.length > 0 && /[.?!;…](?=\s|$|[.?!¡¿"')])|\n/u.test(between)) {
      asked[said.length - 1] = between.includes('?');
      said.push([]);
    }
    last = word.end;
    const span = medicines.find((one) => word.start >= one.start && word.start < one.end);
    if (span !== undefined && span === inside) continue;
    inside = span;
    said.at(-1)!.push(span === undefined ? word.folded : MEDICINE);
  }
  asked[said.length - 1] = text.slice(last).includes('?');
  if (!asked.some(Boolean)) asked[said.length - 1] = true;
  return said.map((one, i) => ({ words: one, asked: asked[i] === true }));
}
