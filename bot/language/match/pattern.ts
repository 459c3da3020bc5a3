/** A slot: any of these words. `exact` words are not inflected or corrected. */
export interface Slot {
  readonly words: readonly { readonly word: string; readonly exact: boolean }[];
  /** How many other words may stand before this slot, counted from the slot before. */
  readonly gap: number;
}

/** Words in order; a pattern is one or more of them near each other in any order. */
export type Part = readonly Slot[];

export interface Pattern {
  readonly parts: readonly Part[];
  /** Most words from the first to the last matched one, both included. */
  readonly window: number;
}

/** Words of a class: single words, and several words in a row, which expand into patterns of their own. */
export interface WordClass {
  readonly single: readonly string[];
  readonly several: readonly (readonly string[])[];
}

const MOST_EXPANSIONS = 160;

/**
 * Compiles the little pattern language of the lexicon (see `knowledge/schema/lexicon.ts`).
 * Throws `Error` with what is wrong and the phrase, for the content check.
 */
export function parsePattern(phrase: string, classes: ReadonlyMap<string, WordClass>): Pattern[] {
  const sized = /^(.*?)\s*\/(\d+)$/.exec(phrase.trim());
  const body = sized === null ? phrase.trim() : sized[1]!;
  const alternatives = body.split(/\s+\+\s+/).map((part) => parsePart(part, phrase, classes));
  let patterns: Part[][] = [[]];
  for (const options of alternatives) {
    patterns = patterns.flatMap((head) => options.map((option) => [...head, option]));
    if (patterns.length > MOST_EXPANSIONS)
      throw new Error(`"${phrase}" stands for more than ${MOST_EXPANSIONS} phrases; split it.`);
  }
  return patterns.map((parts) => {
    const length = parts.reduce((sum, part) => sum + part.reduce((all, slot) => all + 1 + slot.gap, 0), 0);
    return {
      parts,
      window: sized === null ? length + (parts.length > 1 ? 3 * (parts.length - 1) : 0) : Number(sized[2]),
    };
  });
}

function parsePart(part: string, phrase: string, classes: ReadonlyMap<string, WordClass>): Part[] {
  const pieces = part
    .trim()
    .split(/\s+(?![^(]*\))/)
    .filter((piece) => piece !== '');
  if (pieces.length === 0) throw new Error(`"${phrase}" has an empty part.`);
  let options: Slot[][] = [[]];
  let gap = 0;
  for (const piece of pieces) {
    if (piece === '..') {
      gap = 4;
      continue;
    }
    const optional = piece.endsWith('?');
    const slots = pieceOptions(optional ? piece.slice(0, -1) : piece, phrase, classes);
    if (optional) slots.push([]);
    options = options.flatMap((head) =>
      slots.map((option) => [
        ...head,
        ...option.map((slot, i) => (i === 0 ? { ...slot, gap: head.length === 0 ? 0 : gap } : slot)),
      ]),
    );
    if (options.length > MOST_EXPANSIONS)
      throw new Error(`"${phrase}" stands for more than ${MOST_EXPANSIONS} phrases; split it.`);
    gap = 1;
  }
  return options.filter((option) => option.length > 0);
}

/** Each option is a row of slots: single words share one slot, rows of words have their own. */
function pieceOptions(piece: string, phrase: string, classes: ReadonlyMap<string, WordClass>): Slot[][] {
  if (piece.startsWith('@')) {
    const found = classes.get(piece.slice(1));
    if (found === undefined) throw new Error(`"${phrase}" uses the unknown word class ${piece}.`);
    return rows(found.single, found.several);
  }
  if (piece.startsWith('(')) {
    if (!piece.endsWith(')')) throw new Error(`"${phrase}" has an open bracket.`);
    const options = piece
      .slice(1, -1)
      .split('|')
      .map((option) => option.trim());
    const single = options.filter((option) => !/[\s@_]/.test(option));
    const several = options
      .filter((option) => /[\s_]/.test(option) && !option.includes('@'))
      .map((option) => option.split(/[\s_]+/));
    const nested = options
      .filter((option) => option.startsWith('@'))
      .flatMap((option) => {
        const found = classes.get(option.slice(1));
        if (found === undefined) throw new Error(`"${phrase}" uses the unknown word class ${option}.`);
        return [found];
      });
    return rows(
      [...single, ...nested.flatMap((one) => one.single)],
      [...several, ...nested.flatMap((one) => one.several)],
    );
  }
  return [piece.split('_').map((word) => ({ words: [literal(word)], gap: 0 }))];
}

function rows(single: readonly string[], several: readonly (readonly string[])[]): Slot[][] {
  const options: Slot[][] = [];
  if (single.length > 0) options.push([{ words: single.map(literal), gap: 0 }]);
  for (const row of several) options.push(row.map((word) => ({ words: [literal(word)], gap: 0 })));
  return options;
}

function literal(word: string): { word: string; exact: boolean } {
  return word.startsWith('=') ? { word: word.slice(1), exact: true } : { word, exact: false };
}
