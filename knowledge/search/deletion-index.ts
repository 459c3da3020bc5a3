/**
 * Words filed under shortened forms of themselves (symmetric deletion, Garbe 2012), for finding near ones without
 * comparing with all. A form is kept as its 32-bit hash: a few hundred thousand forms are two typed arrays of a megabyte
 * where maps of strings would be ten times as much. Two forms may share a hash, so whoever asks measures what it gets.
 */
export class DeletionIndex {
  /** Hashes of forms in rising order, and beside each the word filed under it. */
  private readonly hashes: Uint32Array;
  private readonly words: Uint32Array;

  /** @param forms of each word, by its number (below a million), the forms it is filed under. */
  constructor(forms: Iterable<readonly [word: number, form: string]>) {
    const filed: number[] = [];
    // Hash and number fit the 53 bits of a double, and doubles sort fast.
    for (const [word, form] of forms) filed.push(hashOf(form) * WORDS + word);
    const sorted = Float64Array.from(filed).sort();
    this.hashes = Uint32Array.from(sorted, (one) => Math.floor(one / WORDS));
    this.words = Uint32Array.from(sorted, (one) => one % WORDS);
  }

  /** Numbers of the words filed under a form, in rising order; rarely one of another form among them. */
  under(form: string): Uint32Array {
    const hash = hashOf(form);
    const from = this.firstNotBelow(hash);
    let to = from;
    while (to < this.hashes.length && this.hashes[to] === hash) to++;
    return this.words.subarray(from, to);
  }

  private firstNotBelow(hash: number): number {
    let [low, high] = [0, this.hashes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.hashes[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const WORDS = 2 ** 20;

/** FNV-1a over UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
