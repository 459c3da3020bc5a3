import type { Synonym } from '../schema/synonym';
import { askedWords } from '../search/analyse';
import { synonymTable } from '../search/synonyms';

/** A question nobody could answer, or that was answered badly or without being sure. */
export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  readonly locale: string;
  /** ms UTC. */
  readonly at: number;
  /** The article it was answered with although the search was not sure, 0..1. */
  readonly answered?: { readonly article: string; readonly confidence: number } | undefined;
}

/** Questions about the same thing: what an author would answer with one article. */
export interface Topic {
  /** The most typical question, in the patient's own words. */
  readonly example: AskedQuestion;
  /** The words that hold the topic together, strongest first, at most five, as patients wrote them. */
  readonly words: readonly string[];
  readonly questions: readonly AskedQuestion[];
  /** When it was last asked, ms UTC. */
  readonly lastAt: number;
}

/**
 * Cosine from which two questions are about the same thing. Set by hand on questions written for the test; lower joins
 * "parking cost" with "scan cost", higher leaves every wording alone.
 */
const SAME_TOPIC = 0.28;
/** Words this many per cent of all questions share say little about any of them. */
const SHOWN_WORDS = 5;

type Vector = ReadonlyMap<string, number>;

/** What the hospital's own content tells about words: which mean the same, and which are in every text. */
export interface WordKnowledge {
  readonly synonyms: readonly Synonym[];
  /** Texts in a language, such as the ways people ask for the articles there are. */
  readonly texts: (locale: string) => readonly string[];
}

/**
 * Groups questions by topic, the most asked first. Average-link agglomeration over weighted word stems: synonyms count as
 * one word, words that everybody uses count little. Languages are kept apart: one article has both, but its authors differ.
 * @param questions at most a few thousand; the work grows with the square of their number per language.
 */
export function clusterQuestions(questions: readonly AskedQuestion[], knowledge: WordKnowledge): Topic[] {
  const locales = [...new Set(questions.map((one) => one.locale))].sort();
  return locales
    .flatMap((locale) =>
      clusterOneLanguage(
        questions.filter((one) => one.locale === locale),
        locale,
        knowledge,
      ),
    )
    .sort(
      (a, b) => b.questions.length - a.questions.length || b.lastAt - a.lastAt || compare(a.example.id, b.example.id),
    );
}

function clusterOneLanguage(questions: readonly AskedQuestion[], locale: string, knowledge: WordKnowledge): Topic[] {
  const canonical = canonicalTerms(knowledge.synonyms, locale);
  const surface = new Map<string, string>();
  const asked = questions.map((one) => {
    const terms = askedWords(one.text, locale).map(({ word, stem }) => {
      const term = canonical(stem);
      if (!surface.has(term)) surface.set(term, word);
      return term;
    });
    return new Set(terms);
  });
  const background = knowledge
    .texts(locale)
    .map((text) => new Set(askedWords(text, locale).map(({ stem }) => canonical(stem))));
  const vectors = weigh(asked, background);
  return merge(vectors).map((members) => {
    const centre = sum(members.map((i) => vectors[i]!));
    const typical = [...members].sort(
      (a, b) => dot(vectors[b]!, centre) - dot(vectors[a]!, centre) || questions[a]!.at - questions[b]!.at || a - b,
    );
    const shared = [...centre].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).slice(0, SHOWN_WORDS);
    const inOrder = members.map((i) => questions[i]!).sort((a, b) => b.at - a.at || compare(a.id, b.id));
    return {
      example: questions[typical[0]!]!,
      words: shared.map(([term]) => surface.get(term)!),
      questions: inOrder,
      lastAt: inOrder[0]!.at,
    };
  });
}

/** One word for all words of a synonym group. */
function canonicalTerms(synonyms: readonly Synonym[], locale: string): (stem: string) => string {
  const table = synonymTable(synonyms, locale);
  return (stem) => {
    const same = (table.get(stem) ?? []).filter((phrase) => phrase.length === 1).map((phrase) => phrase[0]!);
    return [stem, ...same].sort()[0]!;
  };
}

/** Unit vectors of inverse document frequencies; what the background speaks of everywhere tells little here, too. */
function weigh(asked: readonly ReadonlySet<string>[], background: readonly ReadonlySet<string>[]): Vector[] {
  const frequency = new Map<string, number>();
  const all = [...asked, ...background];
  for (const terms of all) for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return asked.map((terms) => {
    const weights = [...terms].map((term) => [term, Math.log(1 + all.length / frequency.get(term)!)] as const);
    const length = Math.hypot(...weights.map(([, weight]) => weight));
    return new Map(weights.map(([term, weight]) => [term, length === 0 ? 0 : weight / length]));
  });
}

/**
 * Joins the two nearest groups until none are near enough. Nearness of groups is the average of their members' (Lance and
 * Williams' update), each group remembers its nearest, so that a join looks at one row and not at every pair.
 */
function merge(vectors: readonly Vector[]): number[][] {
  const size = vectors.length;
  const near = new Float32Array(size * size);
  for (let a = 0; a < size; a++)
    for (let b = a + 1; b < size; b++) near[a * size + b] = near[b * size + a] = dot(vectors[a]!, vectors[b]!);
  const members: (number[] | undefined)[] = vectors.map((_, i) => [i]);
  const nearest = (a: number): number => {
    let best = -1;
    for (let b = 0; b < size; b++)
      if (b !== a && members[b] !== undefined && (best < 0 || near[a * size + b]! > near[a * size + best]!)) best = b;
    return best;
  };
  const best = members.map((_, a) => nearest(a));
  for (;;) {
    let a = -1;
    for (let i = 0; i < size; i++)
      if (
        members[i] !== undefined &&
        best[i]! >= 0 &&
        (a < 0 || near[i * size + best[i]!]! > near[a * size + best[a]!]!)
      )
        a = i;
    if (a < 0 || near[a * size + best[a]!]! < SAME_TOPIC) break;
    const b = best[a]!;
    const [ofA, ofB] = [members[a]!.length, members[b]!.length];
    for (let k = 0; k < size; k++)
      near[a * size + k] = near[k * size + a] = (ofA * near[a * size + k]! + ofB * near[b * size + k]!) / (ofA + ofB);
    members[a] = [...members[a]!, ...members[b]!];
    members[b] = undefined;
    best[a] = nearest(a);
    // A joined group is never nearer to a third than the nearer of its halves was: only those who pointed here look again.
    for (let k = 0; k < size; k++)
      if (members[k] !== undefined && k !== a && (best[k] === a || best[k] === b)) best[k] = nearest(k);
  }
  return members.filter((group) => group !== undefined);
}

function dot(a: Vector, b: Vector): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let total = 0;
  for (const [term, weight] of small) total += weight * (large.get(term) ?? 0);
  return total;
}

function sum(vectors: readonly Vector[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const vector of vectors) for (const [term, weight] of vector) out.set(term, (out.get(term) ?? 0) + weight);
  return out;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
