/** A slot: any of these words. `exact` words are not inflected or corrected. */
export interface Slot {
  /** Rows of words that fill the slot together ("throwing up"), as single slots without gaps. */
  readonly rows?: readonly (readonly string[])[];
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
  /** May reach from one fact of a list to the next: what says that another word is no danger may stand beyond a comma. */
  readonly acrossLists?: boolean;
  /** The words are used of harmless things as well: who says them is asked what is meant. */
  readonly tentative?: boolean;
}

/** Words of a class: single words, and several words in a row, which expand into patterns of their own. */
export interface WordClass {
  readonly single: readonly string[];
  readonly several: readonly (readonly string[])[];
}

const MOST_EXPANSIONS = 600;

/**
 * Compiles the little pattern language of the lexicon (see `knowledge/schema/lexicon.ts`).
 * `between` is how many other words may stand between two words of a part.
 * Throws `Error` with what is wrong and the phrase, for the content check.
 */
export function parsePattern(phrase: string, classes: ReadonlyMap<string, WordClass>, between = 1): Pattern[] {
  const tentative = phrase.startsWith('~');
  const text = phrase.replace(/^~/, '').trim();
  const sized = /^(.*?)\s*\/(\d+)$/.exec(text);
  const body = sized === null ? text : sized[1]!;
  const alternatives = body.split(/\s+\+\s+/).map((part) => parsePart(part, phrase, classes, between));
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
      window: sized === null ? length + (parts.length > 1 ? 6 * (parts.length - 1) : 0) : Number(sized[2]),
      ...(tentative && { tentative }),
    };
  });
}

type Classes = ReadonlyMap<string, WordClass>;

/** Every row of slots a part stands for. */
function parsePart(part: string, phrase: string, classes: Classes, between: number): Part[] {
  const pieces = splitOutside(part.trim(), ' ', phrase).filter((piece) => piece !== '');
  if (pieces.length === 0) throw new Error(`"${phrase}" has an empty part.`);
  let options: Slot[][] = [[]];
  let gap = 0;
  for (const piece of pieces) {
    if (piece === '..') {
      gap = 4;
      continue;
    }
    const optional = piece.endsWith('?');
    const slots = pieceOptions(optional ? piece.slice(0, -1) : piece, phrase, classes, between);
    if (optional) slots.push([]);
    const before = gap;
    options = options.flatMap((head) =>
      slots.map((option) => [
        ...head,
        ...option.map((slot, i) => (i === 0 ? { ...slot, gap: head.length === 0 ? 0 : before } : slot)),
      ]),
    );
    if (options.length > MOST_EXPANSIONS)
      throw new Error(`"${phrase}" stands for more than ${MOST_EXPANSIONS} phrases; split it.`);
    gap = between;
  }
  return options.filter((option) => option.length > 0);
}

/** Each option is a row of slots: single words share one slot, rows of words have their own. */
function pieceOptions(piece: string, phrase: string, classes: Classes, between: number): Slot[][] {
  if (piece.startsWith('@')) {
    const found = classes.get(piece.slice(1));
    if (found === undefined) throw new Error(`"${phrase}" uses the unknown word class ${piece}.`);
    return [[slotOf(found)]];
  }
  if (!piece.startsWith('(')) return [piece.split('_').map((word) => ({ words: [literal(word)], gap: 0 }))];
  if (!piece.endsWith(')')) throw new Error(`"${phrase}" has a bracket in the middle of a word.`);
  const options = splitOutside(piece.slice(1, -1), '|', phrase).map((option) => option.trim());
  const single = options.filter((option) => option !== '' && !/[\s@_(]/.test(option));
  const rows = options.filter((option) => option !== '' && /[\s@_(]/.test(option));
  const slots: Slot[][] = single.length > 0 ? [[{ words: single.map(literal), gap: 0 }]] : [];
  for (const row of rows)
    slots.push(...parsePart(row.replace(/_/g, ' '), phrase, classes, between).map((part) => [...part]));
  return slots;
}

const slots = new WeakMap<WordClass, Slot>();

/** One slot for every use of a class: some have hundreds of words and stand in hundreds of phrases. */
function slotOf(words: WordClass): Slot {
  const known = slots.get(words) ?? { words: words.single.map(literal), rows: words.several, gap: 0 };
  slots.set(words, known);
  return known;
}

/** Splits at a character outside brackets. */
function splitOutside(text: string, at: string, phrase: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let current = '';
  for (const char of text) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (depth < 0) throw new Error(`"${phrase}" closes a bracket that was not opened.`);
    if (char === at && depth === 0) {
      out.push(current);
      current = '';
    } else current += char;
  }
  if (depth !== 0) throw new Error(`"${phrase}" has an open bracket.`);
  return [...out, current];
}

function literal(word: string): { word: string; exact: boolean } {
  return word.startsWith('=') ? { word: word.slice(1), exact: true } : { word, exact: false };
}
