import type { SentimentLexicon } from './lexicon';
import type { Token } from './tokens';

/** One word or phrase that says something good or bad, after negation, emphasis and contrast. */
export interface Mark {
  readonly at: number;
  readonly sentence: number;
  readonly value: number;
}

export interface Marks {
  readonly marks: readonly Mark[];
  /** Said to be neither good nor bad. */
  readonly lukewarm: number;
  readonly sarcastic: boolean;
  /** `but` and `although` found. */
  readonly contrasts: number;
  /** Negators that turned nothing: "no one", "never" about facts. */
  readonly idleNegators: number;
}

/** How far back a "not" or "very" reaches. */
const REACH = 4;
/** "Not helpful" is nearly as bad as helpful is good; "not bad" is only a little good. */
const TURNED_GOOD = -0.9;
const TURNED_BAD = -0.35;
const STRONGER = 1.35;
const WEAKER = 0.6;
const AFTER_BUT = 1.35;
const BEFORE_BUT = 0.75;
const GRANTED = 0.45;
const DESPITE_IT = 1.3;

/** Weighs every valued phrase of a comment by what stands around it. */
export function readMarks(text: readonly Token[], lexicon: SentimentLexicon): Marks {
  const valued = lexicon.valence.find(text);
  const taken = new Set(valued.flatMap((hit) => range(hit.start, hit.end)));
  const free = (position: number) => taken.has(position);
  const negators = lexicon.negators.find(text, free);
  const stronger = new Set(lexicon.intensifiers.find(text, free).map((hit) => hit.end - 1));
  const weaker = new Set(lexicon.diminishers.find(text, free).map((hit) => hit.end - 1));
  const buts = lexicon.but.find(text).map((hit) => hit.start);
  const granted = lexicon.although.find(text).map((hit) => hit.start);
  const used = new Set<number>();

  const marks = valued.flatMap((hit): Mark[] => {
    if (hit.value === 0) return [];
    const token = text[hit.start]!;
    let value = hit.value;
    const negator = negators.find(
      (one) =>
        one.end <= hit.start &&
        hit.start - one.end < REACH &&
        text[one.start]!.part === token.part &&
        !buts.some((but) => but >= one.end && but < hit.start),
    );
    if (negator !== undefined && !comparesUp(text, negator.end, hit.start, lexicon)) {
      value *= value > 0 ? TURNED_GOOD : TURNED_BAD;
      used.add(negator.start);
    }
    for (let back = 1; back <= 2; back++) {
      const position = hit.start - back;
      if (text[position]?.sentence !== token.sentence) break;
      if (stronger.has(position)) value *= STRONGER;
      if (weaker.has(position)) value *= WEAKER;
    }
    return [{ at: hit.start, sentence: token.sentence, value: value * contrast(text, hit.start, buts, granted) }];
  });
  const even = evenSentences(text, lexicon);
  return {
    marks: marks.filter((mark) => !even.has(mark.sentence)),
    lukewarm: lexicon.lukewarm.find(text).length + even.size,
    sarcastic: lexicon.sarcasm.find(text).length > 0,
    contrasts: buts.length + granted.length,
    idleNegators: negators.filter((one) => !used.has(one.start)).length,
  };
}

/** Sentences that say "neither this nor that": the pair of words stands in `neither`, once or twice. */
function evenSentences(text: readonly Token[], lexicon: SentimentLexicon): ReadonlySet<number> {
  const seen = new Map<number, number>();
  for (const hit of lexicon.neither.find(text)) {
    const { sentence } = text[hit.start]!;
    seen.set(sentence, (seen.get(sentence) ?? 0) + 1);
  }
  return new Set([...seen].filter(([, count]) => count >= 2).map(([sentence]) => sentence));
}

/** "Never felt so cared for", "no better place": more than anything, not the opposite. */
function comparesUp(text: readonly Token[], from: number, to: number, lexicon: SentimentLexicon): boolean {
  return text.slice(from, to).some((one) => lexicon.comparing.has(one.stem));
}

function contrast(text: readonly Token[], at: number, buts: readonly number[], granted: readonly number[]): number {
  const { sentence, part } = text[at]!;
  let weight = 1;
  for (const but of buts) {
    const first = text[but]!;
    const opens = but === 0 || text[but - 1]!.sentence !== first.sentence;
    if (first.sentence === sentence) weight *= at > but ? AFTER_BUT : BEFORE_BUT;
    else if (opens && first.sentence === sentence + 1) weight *= BEFORE_BUT;
  }
  for (const concession of granted) {
    const first = text[concession]!;
    if (first.sentence !== sentence) continue;
    weight *= at > concession && part === first.part ? GRANTED : DESPITE_IT;
  }
  return weight;
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
