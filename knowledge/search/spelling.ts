/**
 * Optimal string alignment distance (insert, delete, replace, swap of neighbours), given up above `limit`.
 * @returns the distance, or `limit + 1` when it is larger.
 */
export function distance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, before[column - 2]! + 1);
      }
      current.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    before = above;
    above = current;
  }
  return Math.min(above[b.length]!, limit + 1);
}

/** One bit per letter or digit class: two words `n` edits apart differ in at most `2 n` bits. */
function signature(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    bits |= code >= 97 && code <= 122 ? 1 << (code - 97) : 1 << (26 + (code % 6));
  }
  return bits;
}

function popcount(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** How many slips of the finger are forgiven in a word of this length. */
export function forgiven(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

const MOST_REMEMBERED = 2000;
const LONGEST_REMEMBERED = 40;

/** Finds the known words nearest to one that is not known. Letter signatures keep the scan of a large vocabulary short. */
export class Speller {
  private readonly signatures: Int32Array;
  /** People slip in the same places: what a word was read as is kept. */
  private readonly remembered = new Map<string, readonly { index: number; edits: number }[]>();

  /** @param vocabulary known words; @param frequency how common each is: the more common of two equally near wins. */
  constructor(
    private readonly vocabulary: readonly string[],
    private readonly frequency: (index: number) => number,
  ) {
    this.signatures = Int32Array.from(vocabulary, signature);
  }

  /** Indices of the nearest words, at most `count`, nearest and most common first; empty when none is near enough. */
  nearest(word: string, count = 2): readonly { index: number; edits: number }[] {
    const limit = forgiven(word.length);
    if (limit === 0) return [];
    const known = this.remembered.get(word) ?? this.allNearest(word, limit);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    if (word.length <= LONGEST_REMEMBERED) this.remembered.set(word, known);
    return known.slice(0, count);
  }

  private allNearest(word: string, limit: number): { index: number; edits: number }[] {
    const own = signature(word);
    const found: { index: number; edits: number }[] = [];
    for (let index = 0; index < this.vocabulary.length; index++) {
      if (popcount(this.signatures[index]! ^ own) > 2 * limit) continue;
      const candidate = this.vocabulary[index]!;
      if (candidate.length < 3 || Math.abs(candidate.length - word.length) > limit) continue;
      const edits = distance(word, candidate, limit);
      if (edits > limit || (edits > 1 && candidate[0] !== word[0])) continue;
      found.push({ index, edits });
    }
    const least = Math.min(...found.map((one) => one.edits));
    return found
      .filter((one) => one.edits === least)
      .sort((a, b) => this.frequency(b.index) - this.frequency(a.index) || a.index - b.index);
  }
}
