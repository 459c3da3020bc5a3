import { terms } from './analyse';

/** One searchable piece of text. `title` and `also` (other ways to ask) weigh more than `text`. */
export interface Passage {
  readonly id: string;
  readonly title?: string;
  readonly also?: string;
  readonly text: string;
}

/** Field weights and length normalisation of BM25F. Title and questions are short: their length says little. */
const FIELDS = [
  { name: 'title', weight: 3, b: 0.4 },
  { name: 'also', weight: 1.6, b: 0.5 },
  { name: 'text', weight: 1, b: 0.45 },
] as const;

/**
 * The inverted index in typed arrays: term -> (passage, weight), the weight being the normalised frequency of BM25F.
 * The forward index (passage -> terms in order) serves proximity and coverage.
 */
export interface Postings {
  readonly size: number;
  readonly vocabulary: readonly string[];
  readonly termOf: ReadonlyMap<string, number>;
  /** Words as written, to their terms: slips of the finger are measured against these, not against stems. */
  readonly surfaces: ReadonlyMap<string, number>;
  /** Passages that contain the term. */
  readonly frequency: (term: number) => number;
  readonly starts: Uint32Array;
  readonly passages: Uint32Array;
  readonly weights: Float32Array;
  readonly forwardStarts: Uint32Array;
  readonly forward: Uint32Array;
  /** Bytes of the arrays, for the figures. */
  readonly bytes: number;
}

/** Separates the fields in the forward index, so that no phrase reaches over them. */
export const GAP = 0xffffffff;

/** Builds both indexes in two passes over the passages. */
export function buildPostings(passages: readonly Passage[], locale: string): Postings {
  const termOf = new Map<string, number>();
  const vocabulary: string[] = [];
  const idOf = (term: string): number => {
    const known = termOf.get(term);
    if (known !== undefined) return known;
    termOf.set(term, vocabulary.length);
    vocabulary.push(term);
    return vocabulary.length - 1;
  };
  const surfaces = new Map<string, number>();
  const seen = (word: string, stemmed: string): void => {
    if (!surfaces.has(word)) surfaces.set(word, idOf(stemmed));
  };
  const read = passages.map((passage) =>
    FIELDS.map((field) => Uint32Array.from(terms(passage[field.name] ?? '', locale, seen), idOf)),
  );
  const average = FIELDS.map((_, f) => {
    const used = read.filter((fields) => fields[f]!.length > 0);
    return used.length === 0 ? 1 : used.reduce((sum, fields) => sum + fields[f]!.length, 0) / used.length;
  });

  const counts = new Uint32Array(vocabulary.length + 1);
  const rows = read.map((fields) => {
    const weights = new Map<number, number>();
    fields.forEach((list, f) => {
      const { weight, b } = FIELDS[f]!;
      const share = weight / (1 - b + (b * list.length) / average[f]!);
      for (const term of list) weights.set(term, (weights.get(term) ?? 0) + share);
    });
    for (const term of weights.keys()) counts[term + 1]! += 1;
    return weights;
  });
  for (let term = 0; term < vocabulary.length; term++) counts[term + 1]! += counts[term]!;
  const starts = counts;
  const total = starts[vocabulary.length]!;
  const postings = new Uint32Array(total);
  const weights = new Float32Array(total);
  const cursor = starts.slice();
  rows.forEach((row, passage) => {
    for (const [term, weight] of row) {
      const at = cursor[term]!++;
      postings[at] = passage;
      weights[at] = weight;
    }
  });

  const forwardStarts = new Uint32Array(passages.length + 1);
  read.forEach((fields, i) => {
    forwardStarts[i + 1] = forwardStarts[i]! + fields.reduce((sum, list) => sum + list.length + 1, 0);
  });
  const forward = new Uint32Array(forwardStarts[passages.length]!);
  read.forEach((fields, i) => {
    let at = forwardStarts[i]!;
    for (const list of fields) {
      forward.set(list, at);
      at += list.length;
      forward[at++] = GAP;
    }
  });
  return {
    size: passages.length,
    vocabulary,
    termOf,
    surfaces,
    frequency: (term) => starts[term + 1]! - starts[term]!,
    starts,
    passages: postings,
    weights,
    forwardStarts,
    forward,
    bytes: [starts, postings, weights, forwardStarts, forward].reduce((sum, array) => sum + array.byteLength, 0),
  };
}
