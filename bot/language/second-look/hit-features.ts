import type { Features } from '../../../knowledge/learning/classifier';
import { addBlock } from '../../../knowledge/learning/feature-blocks';
import { fold } from '../../../knowledge/search/text';
import type { Mention, ScreenHit } from '../../contracts/language';
import { lookFeatures, type Word } from './features';

/** A message, or a sentence of one, and what the screen found in it. */
export interface Found {
  readonly words: readonly Word[];
  readonly locale: string;
  readonly hits: readonly ScreenHit[];
  /** All that was read, also what raised nothing. */
  readonly mentions: readonly Mention[];
}

/** Set by hand and by cross-validation. */
const WEIGHT = {
  flag: 0.55,
  outcome: 0.35,
  together: 0.5,
  concept: 0.7,
  words: 0.5,
  word: 0.35,
  beside: 0.8,
  rest: 0.5,
};
const MOST_HITS = 4;
/** Fifteen words and more are long: the length of a letter says nothing more. */
const LONGEST = 4;

/** What the screen found, in which words, beside what else, and what the text looks like. */
export function hitFeatures({ words, locale, hits, mentions }: Found): Features {
  const out = new Map(lookFeatures(words, locale));
  const used = new Set<string>();
  for (const hit of hits) {
    out.set(`h:${hit.flag}`, WEIGHT.flag);
    out.set(`ho:${hit.outcome}`, WEIGHT.outcome);
    const concepts = [...new Set(hit.mentions.map((mention) => mention.concept))].sort();
    out.set(`ht:${hit.flag} ${concepts.join(' ')}`, WEIGHT.together);
    for (const { concept, words: said } of hit.mentions) {
      used.add(concept);
      const folded = fold(said);
      out.set(`hc:${concept}`, WEIGHT.concept);
      out.set(`hs:${concept} ${folded}`, WEIGHT.words);
      for (const word of folded.split(/\s+/)) out.set(`hw:${concept} ${word}`, WEIGHT.word);
    }
  }
  addBlock(out, 'hb:', mentions.filter(({ concept }) => !used.has(concept)).map(beside), WEIGHT.beside);
  out.set(`hits:${Math.min(MOST_HITS, hits.length)}`, WEIGHT.rest);
  out.set(`length:${Math.min(LONGEST, doublings(words.length))}`, WEIGHT.rest);
  return out;
}

function beside({ concept, context }: Mention): string {
  if (context.polarity === 'negated') return `-${concept}`;
  return context.temporality === 'historical' ? `~${concept}` : `+${concept}`;
}

function doublings(value: number): number {
  return Math.floor(Math.log2(value + 1));
}
