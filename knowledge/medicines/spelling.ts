/**
 * Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment).
 * @returns the number of edits, or `limit + 1` as soon as it must be more than `limit`.
 */
export function edits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
      if (best < least) least = best;
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** How a name sounds, roughly, in English and Spanish: letters people mix up become one. */
export function soundKey(word: string): string {
  return word
    .replace(/ph/g, 'f')
    .replace(/ght|gh/g, 't')
    .replace(/th/g, 't')
    .replace(/^x/, 's')
    .replace(/x/g, 'ks')
    .replace(/[sz]c(?=[ei])/g, 's')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/ch|ck|c|q|k/g, 'k')
    .replace(/z/g, 's')
    .replace(/[aeo]e|y|ee|ea/g, 'i')
    .replace(/v/g, 'b')
    .replace(/h/g, '')
    .replace(/(.)\1+/g, '$1');
}

/** Every way to leave out up to `most` letters of the first `prefix` letters: the index of symmetric deletion. */
export function deletions(word: string, most: number, prefix: number): Set<string> {
  const head = word.slice(0, prefix);
  const all = new Set([head]);
  let edge = [head];
  for (let round = 0; round < most; round++) {
    const next: string[] = [];
    for (const one of edge) {
      for (let i = 0; i < one.length; i++) {
        const shorter = one.slice(0, i) + one.slice(i + 1);
        if (shorter.length > 1 && !all.has(shorter)) {
          all.add(shorter);
          next.push(shorter);
        }
      }
    }
    edge = next;
  }
  return all;
}

const PREFIX = 8;
const MOST = 2;

/** Finds names near a word without comparing it with all of them (symmetric deletion over sound keys). */
export class NearNames {
  private readonly bySound = new Map<string, string[]>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      for (const key of deletions(soundKey(name), MOST, PREFIX)) {
        const list = this.bySound.get(key);
        if (list === undefined) this.bySound.set(key, [name]);
        else list.push(name);
      }
    }
  }

  /** Names whose sound may be near; the caller measures how near. */
  around(word: string): Set<string> {
    const found = new Set<string>();
    for (const key of deletions(soundKey(word), MOST, PREFIX)) {
      for (const name of this.bySound.get(key) ?? []) found.add(name);
    }
    return found;
  }
}

/**
 * How far a written word is from a name, in edits: the letters themselves, or the sound and half an edit.
 * @returns `limit + 1` when it is further than `limit`.
 */
export function distance(word: string, name: string, limit: number): number {
  const letters = edits(word, name, limit);
  if (letters <= 0.5) return letters;
  const sound = edits(soundKey(word), soundKey(name), limit) + 0.5;
  return Math.min(letters, sound, limit + 1);
}
