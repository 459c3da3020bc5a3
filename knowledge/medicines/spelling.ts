import { DeletionIndex } from '../search/deletion-index';

/**
 * Edits between two words: insert, delete, replace, swap neighbours (optimal string alignment).
 * @returns the number of edits, or `limit + 1` as soon as it must be more than `limit`.
 */
export function edits(a: string, b: string, limit: number): number {
  const beyond = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return beyond;
  let before = new Uint8Array(b.length + 1);
  let last = new Uint8Array(b.length + 1);
  let row = new Uint8Array(b.length + 1);
  for (let j = 0; j <= b.length; j++) last[j] = Math.min(j, 255);
  for (let i = 1; i <= a.length; i++) {
    row[0] = Math.min(i, 255);
    let least = row[0];
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let best = last[j - 1]! + (letter === other ? 0 : 1);
      if (last[j]! + 1 < best) best = last[j]! + 1;
      if (row[j - 1]! + 1 < best) best = row[j - 1]! + 1;
      if (
        i > 1 &&
        j > 1 &&
        letter === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === other &&
        before[j - 2]! + 1 < best
      )
        best = before[j - 2]! + 1;
      row[j] = best;
      if (best < least) least = best;
    }
    // A swap of neighbours may still save one edit over the row before.
    if (least > limit + 1) return beyond;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[b.length]!, beyond);
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

/** A name near a written word, in edits. */
export interface Near {
  readonly name: string;
  readonly far: number;
}

/** Finds names near a word without comparing it with all of them (symmetric deletion over sound keys). */
export class NearNames {
  private readonly names: readonly string[];
  private readonly sounds: readonly string[];
  private readonly bySound: DeletionIndex;

  constructor(names: Iterable<string>) {
    this.names = [...names];
    this.sounds = this.names.map(soundKey);
    this.bySound = new DeletionIndex(formsOf(this.sounds));
  }

  /** Names at most `limit` edits away: of the letters, or of the sound and half an edit. Unordered. */
  around(word: string, limit: number): Near[] {
    const sound = soundKey(word);
    const seen = new Set<number>();
    const found: Near[] = [];
    for (const key of deletions(sound, Math.min(MOST, Math.floor(limit)), PREFIX)) {
      for (const index of this.bySound.under(key)) {
        if (seen.has(index)) continue;
        seen.add(index);
        const far = this.measure(word, sound, index, limit);
        if (far <= limit) found.push({ name: this.names[index]!, far });
      }
    }
    return found;
  }

  private measure(word: string, sound: string, index: number, limit: number): number {
    const name = this.names[index]!;
    // Cheap refusals first: most candidates share a beginning and nothing else.
    if (Math.abs(name.length - word.length) > limit + 1) return limit + 1;
    const whole = Math.floor(limit);
    const bySound = edits(sound, this.sounds[index]!, whole);
    if (bySound > whole) return limit + 1;
    return Math.min(bySound + 0.5, edits(word, name, whole));
  }
}

function* formsOf(sounds: readonly string[]): Iterable<readonly [number, string]> {
  for (let index = 0; index < sounds.length; index++)
    for (const form of deletions(sounds[index]!, MOST, PREFIX)) yield [index, form];
}

/** How far two words are apart, in edits: the letters themselves, or the sound and half an edit; `limit + 1` beyond. */
export function distance(a: string, b: string, limit: number): number {
  return Math.min(edits(a, b, limit), edits(soundKey(a), soundKey(b), limit) + 0.5, limit + 1);
}
