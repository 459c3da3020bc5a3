import type { Synonym } from '../schema/synonym';
import { type AskedWord, askedWords } from './analyse';
import { asideStems } from './asides';
import { buildPostings, GAP, type Passage, type Postings } from './postings';
import { Speller } from './spelling';
import { stopWords } from './stop-words';
import { expansions, type SynonymTable, synonymTable } from './synonyms';

export type { Passage } from './postings';

export interface Hit {
  readonly id: string;
  readonly score: number;
  /** Share of the question's weight (rare words weigh more) that the passage speaks about, 0..1. */
  readonly coverage: number;
  /** The same for its title and known phrasings alone: what the passage is about, not what it mentions. */
  readonly evidence: { readonly asked: number };
}

export interface RankerOptions {
  readonly locale: string;
  readonly synonyms?: readonly Synonym[];
}

export interface Ranker {
  readonly size: number;
  /** Bytes of the index arrays. */
  readonly bytes: number;
  search(query: string, limit: number): readonly Hit[];
}

/** Saturation of BM25. */
const K1 = 1.6;
const SYNONYM_WEIGHT = 0.6;
const SPELLING_WEIGHT = 0.7;
/** How much of the score words standing near one another, and most words being there at all, may add. */
const PROXIMITY = 0.25;
const COVERAGE = 0.35;
const CANDIDATES = 60;
/** From this many different words on a question is a letter, and what is said by the way in it weighs this little. */
const LETTER = 8;
const ASIDE_WEIGHT = 0.2;

/** A term a misspelt word may stand for. */
interface NearTerm {
  readonly term: number;
  readonly edits: number;
}

interface WeightedTerm {
  readonly term: number;
  readonly weight: number;
  /** Which word of the question it stands for. */
  readonly source: number;
}

/** A ranker over any passages: BM25F, then proximity and coverage on the best, with synonyms, spelling and asides. */
export function createRanker(passages: readonly Passage[], options: RankerOptions): Ranker {
  const index = buildPostings(passages, options.locale);
  const table = synonymTable(options.synonyms ?? [], options.locale);
  const asides = asideStems(options.synonyms ?? [], options.locale);
  const surfaces = [...index.surfaces.keys()];
  const speller = new Speller(surfaces, (at) => index.frequency(index.surfaces.get(surfaces[at]!)!));
  const stop = stopWords(options.locale);
  // A stop word is itself: "none" is no misspelt "bone".
  const nearest = (word: string): NearTerm[] =>
    stop.has(word)
      ? []
      : speller.nearest(word).map(({ index: at, edits }) => ({ term: index.surfaces.get(surfaces[at]!)!, edits }));
  const scores = new Float32Array(index.size);
  const touched: number[] = [];
  return {
    size: index.size,
    bytes: index.bytes,
    search(query, limit) {
      const asked = askedWords(query, options.locale);
      const { terms, weights } = readQuery(asked, { index, table, asides, nearest });
      if (terms.length === 0) return [];
      accumulate(terms, index, scores, touched);
      const best = top(scores, touched, Math.max(CANDIDATES, limit));
      const hits = best.map((passage) => {
        const seen = look(passage, terms, weights, index);
        return {
          passage,
          coverage: seen.coverage,
          asked: seen.asked,
          score: scores[passage]! * (1 + COVERAGE * seen.coverage + PROXIMITY * seen.nearness),
        };
      });
      for (const passage of touched) scores[passage] = 0;
      touched.length = 0;
      return hits
        .sort((a, b) => b.score - a.score || a.passage - b.passage)
        .slice(0, limit)
        .map((hit) => ({
          id: passages[hit.passage]!.id,
          score: hit.score,
          coverage: hit.coverage,
          evidence: { asked: hit.asked },
        }));
    },
  };
}

function rarity(index: Postings, term: number): number {
  const count = index.frequency(term);
  return Math.log(1 + (index.size - count + 0.5) / (count + 0.5));
}

/** What a question is read with. */
interface Reading {
  readonly index: Postings;
  readonly table: SynonymTable;
  readonly asides: ReadonlySet<string>;
  readonly nearest: (word: string) => NearTerm[];
}

/** The terms to look for, and how much each word of the question weighs (a word nobody uses weighs as a rare one). */
function readQuery(
  asked: readonly AskedWord[],
  { index, table, asides, nearest }: Reading,
): { terms: WeightedTerm[]; weights: number[] } {
  const words = [...new Map(asked.map((one) => [one.stem, one])).values()];
  const emphasis = words.map((one) => (words.length >= LETTER && asides.has(one.stem) ? ASIDE_WEIGHT : 1));
  const out = new Map<number, WeightedTerm>();
  const add = (term: number, share: number, source: number): void => {
    const weight = share * emphasis[source]!;
    const before = out.get(term);
    if (before === undefined || before.weight < weight) out.set(term, { term, weight, source });
  };
  const read: string[] = [];
  const weights = words.map(({ word: written, stem: word }, source) => {
    const known = index.termOf.get(word);
    if (known !== undefined) {
      const repeated = asked.filter((other) => other.stem === word).length;
      add(known, 1 + 0.3 * (repeated - 1), source);
      read.push(word);
      return emphasis[source]! * rarity(index, known);
    }
    const near = table.has(word) ? [] : nearest(written);
    for (const [rank, one] of near.entries()) add(one.term, SPELLING_WEIGHT / (rank + one.edits), source);
    read.push(near.length > 0 ? index.vocabulary[near[0]!.term]! : word);
    return emphasis[source]! * (near.length > 0 ? rarity(index, near[0]!.term) : Math.log(1 + index.size));
  });
  for (const expansion of expansions(read, table, SYNONYM_WEIGHT)) {
    for (const word of expansion.terms) {
      const term = index.termOf.get(word);
      if (term !== undefined) add(term, expansion.weight, expansion.at);
    }
  }
  return { terms: [...out.values()], weights };
}

function accumulate(terms: readonly WeightedTerm[], index: Postings, scores: Float32Array, touched: number[]): void {
  for (const { term, weight } of terms) {
    const factor = weight * rarity(index, term) * (K1 + 1);
    const end = index.starts[term + 1]!;
    for (let at = index.starts[term]!; at < end; at++) {
      const passage = index.passages[at]!;
      const frequency = index.weights[at]!;
      if (scores[passage] === 0) touched.push(passage);
      scores[passage]! += (factor * frequency) / (frequency + K1);
    }
  }
}

/** The best passages, best first, by a threshold that rises as better ones come. */
function top(scores: Float32Array, touched: readonly number[], count: number): number[] {
  if (touched.length <= count) return [...touched].sort((a, b) => scores[b]! - scores[a]! || a - b);
  const heap: number[] = [];
  let threshold = Number.NEGATIVE_INFINITY;
  for (const passage of touched) {
    if (scores[passage]! <= threshold) continue;
    heap.push(passage);
    if (heap.length >= count * 4) {
      heap.sort((a, b) => scores[b]! - scores[a]! || a - b);
      heap.length = count;
      threshold = scores[heap[count - 1]!]!;
    }
  }
  return heap.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, count);
}

/** How much of the question a passage covers, and how near one another its words stand, each 0..1. */
function look(
  passage: number,
  terms: readonly WeightedTerm[],
  weights: readonly number[],
  index: Postings,
): { coverage: number; asked: number; nearness: number } {
  const sourceOfTerm = new Map(terms.map((one) => [one.term, one]));
  const covered = new Float64Array(weights.length);
  const named = new Float64Array(weights.length);
  let field = 0;
  let near = 0;
  let last = -1;
  let lastAt = -10;
  const from = index.forwardStarts[passage]!;
  const to = index.forwardStarts[passage + 1]!;
  const pairs = new Set<number>();
  for (let at = from; at < to; at++) {
    const term = index.forward[at]!;
    if (term === GAP) {
      last = -1;
      field += 1;
      continue;
    }
    const hit = sourceOfTerm.get(term);
    if (hit === undefined) continue;
    const worth = Math.min(1, hit.weight < 0.5 ? 0.7 : hit.weight);
    covered[hit.source] = Math.max(covered[hit.source]!, worth);
    if (field < 2) named[hit.source] = Math.max(named[hit.source]!, worth);
    if (last >= 0 && last !== hit.source && at - lastAt <= 4) {
      const pair = Math.min(last, hit.source) * 64 + Math.max(last, hit.source);
      if (!pairs.has(pair)) {
        pairs.add(pair);
        near += (at - lastAt === 1 ? 1 : 0.5) * Math.min(weights[last]!, weights[hit.source]!);
      }
    }
    last = hit.source;
    lastAt = at;
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (all === 0) return { coverage: 0, asked: 0, nearness: 0 };
  const share = (seen: Float64Array): number =>
    weights.reduce((sum, weight, source) => sum + weight * seen[source]!, 0) / all;
  return { coverage: share(covered), asked: share(named), nearness: Math.min(1, near / all) };
}
