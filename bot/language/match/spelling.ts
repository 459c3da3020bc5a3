import { DeletionIndex } from '../../../knowledge/search/deletion-index';

/** Finds words one or two slips away: looking up costs the length of the word, not the size of the vocabulary. */
export class SpellingIndex {
  private readonly words: readonly string[];
  private readonly byDeletion: DeletionIndex;
  private readonly bySkeleton: DeletionIndex;

  constructor(words: Iterable<string>) {
    this.words = [...words].filter((word) => word.length >= 4 && word.charCodeAt(0) <= 127);
    this.byDeletion = new DeletionIndex(this.shortened());
    this.bySkeleton = new DeletionIndex(this.skeletons());
  }

  /** The nearest words and how sure that is (1 would be the same word); empty when nothing is near. */
  near(word: string): { words: readonly string[]; confidence: number } {
    if (word.length < 4 || word.length > 18 || word.charCodeAt(0) > 127) return this.vowelless(word);
    const allowed = slipsAllowed(word.length);
    let best = allowed + 1;
    let found: string[] = [];
    const seen = new Set<string>();
    for (const form of [word, ...deletions(word, allowed)]) {
      for (const index of this.byDeletion.under(form)) {
        const candidate = this.words[index]!;
        if (seen.has(candidate)) continue;
        seen.add(candidate);
        const away = slips(word, candidate, allowed);
        if (away > allowed || away > slipsAllowed(candidate.length)) continue;
        if (Math.min(word.length, candidate.length) < 5 && !swapped(word, candidate)) continue;
        if (word[0] !== candidate[0] && !(away === 1 && word.length >= 6)) continue;
        if (away < best) {
          best = away;
          found = [candidate];
        } else if (away === best) found.push(candidate);
      }
    }
    if (found.length > 0) return { words: found, confidence: best === 1 ? 0.85 : 0.7 };
    return this.vowelless(word);
  }

  /** "chst", "brthng": texting without vowels. */
  private vowelless(word: string): { words: readonly string[]; confidence: number } {
    if (word.length < 3 || word.length > 12 || /[aeiou]/.test(word)) return NOTHING;
    const found = Array.from(this.bySkeleton.under(word), (index) => this.words[index]!).filter(
      (candidate) => skeleton(candidate) === word && candidate.length <= word.length * 2 + 1,
    );
    return found.length === 0 ? NOTHING : { words: found, confidence: 0.75 };
  }

  private *shortened(): Iterable<readonly [number, string]> {
    for (let index = 0; index < this.words.length; index++) {
      const word = this.words[index]!;
      yield [index, word];
      for (const shorter of deletions(word, slipsAllowed(word.length))) yield [index, shorter];
    }
  }

  private *skeletons(): Iterable<readonly [number, string]> {
    for (let index = 0; index < this.words.length; index++) {
      const word = this.words[index]!;
      const bones = skeleton(word);
      if (bones.length >= 3 && bones.length < word.length) yield [index, bones];
    }
  }
}

const NOTHING = { words: [], confidence: 0 } as const;

function slipsAllowed(length: number): number {
  return length >= 8 ? 2 : 1;
}

/** The same letters with two neighbours the other way round; of a word of four letters, other slips make any word. */
function swapped(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') === [...b].sort().join('');
}

function skeleton(word: string): string {
  return word.replace(/[aeiou]/g, '').replace(/(.)\1/g, '$1');
}

function deletions(word: string, depth: number): Set<string> {
  const out = new Set<string>();
  let layer = [word];
  for (let d = 0; d < depth; d++) {
    const next: string[] = [];
    for (const form of layer) {
      for (let i = 0; i < form.length; i++) {
        const shorter = form.slice(0, i) + form.slice(i + 1);
        if (!out.has(shorter)) {
          out.add(shorter);
          next.push(shorter);
        }
      }
    }
    layer = next;
  }
  return out;
}

/** Optimal string alignment distance (insert, delete, replace, swap neighbours), given up beyond `most`. */
export function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      if (cost < smallest) smallest = cost;
    }
    if (smallest > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
