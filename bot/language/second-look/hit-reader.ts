import { join } from 'node:path';
import { classifierOf, type LabelledFeatures, learn, type Weights } from '../../../knowledge/learning/classifier';
import { frequent } from '../../../knowledge/learning/frequent';
import { keptOrLearnt } from '../../../knowledge/learning/kept-weights';
import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Reading, ScreenHit, ScreenResult } from '../../contracts/language';
import { wordsWithPlaces } from './features';
import { type Found, hitFeatures } from './hit-features';
import { dangerExamples, type Example } from './reader';
import { type ToldText, toldTexts } from './told-cases';

/** How likely it is, 0 to 1 as learnt, that what the screen found means danger. */
export type HitReader = (found: Found) => number;

/** What the screen makes of a first message, of somebody about whom nothing is known. */
export type ScreenMessage = (text: string, locale: string) => { reading: Reading; result: ScreenResult };

/** A case told to its end teaches more than a first message alone. */
const CASE_WEIGHT = 2;
/** What the screen was silent about still teaches how ordinary messages read, but not how its mistakes do. */
const SILENT_WEIGHT = 0.3;
const SEEN_IN = 3;
/** Slow: the few mistakes of the screen are learnt, not learnt by heart. Set by cross-validation. */
const RATE = 0.05;

/** Folders whose code has a part in what the reader and the screen find, and in how that is learnt from. */
export const READING_CODE = ['.', '..', '../screen', '../match', '../context', '../measures', '../text'].map((folder) =>
  join(__dirname, folder),
);

/**
 * Learns from `content/danger-examples` and `content/told-cases` when the screen is right: which of its flags, raised by
 * which words and beside what else, stood in messages where something was wrong.
 * @param cache folder where what was learnt is kept between starts; learning takes some ten seconds.
 */
export function createHitReader(
  content: ContentLibrary,
  rules: SecondLookRules,
  screen: ScreenMessage,
  cache?: string,
): HitReader | undefined {
  const told = dangerExamples(content, rules);
  if (told.length === 0) return undefined;
  const learntFrom = [
    told,
    ...(['told-cases', 'lexicon', 'phrases', 'clinical-terms', 'red-flag'] as const).map((kind) => content.all(kind)),
  ];
  return hitReader(
    keptOrLearnt(cache, 'hits', learntFrom, READING_CODE, () =>
      learnHits([...told.map((one) => screened(one, screen)), ...screenedCases(toldTexts(content), screen)]),
    ),
  );
}

/** Reads by what was learnt. */
export function hitReader(weights: Weights): HitReader {
  const classifier = classifierOf(weights);
  return (found) => classifier.predict(hitFeatures(found))[DANGER]!;
}
const DANGER = 1;

/** An example and what the screen found in it. */
export interface ScreenedExample {
  readonly danger: boolean;
  readonly found: Found;
  /** How much it teaches beside the others; 1 when left out. */
  readonly weight?: number;
}

export function screened(example: Example, screen: ScreenMessage): ScreenedExample {
  const { reading, result } = screen(example.text, example.locale);
  return { danger: example.label !== 0, found: foundIn(reading, example.locale, result.hits) };
}

/** Told cases; one statement of an emergency teaches only where the screen spoke, since most of them are harmless alone. */
export function screenedCases(cases: readonly ToldText[], screen: ScreenMessage): ScreenedExample[] {
  return cases
    .map(({ text, locale, care }) => ({
      ...screened({ text, locale, label: care === 'emergency' ? 1 : 0, weight: 1 }, screen),
      weight: CASE_WEIGHT,
    }))
    .filter(({ danger, found }) => !danger || found.hits.length > 0);
}

/** What the examples teach. */
export function learnHits(examples: readonly ScreenedExample[]): Weights {
  const seen = examples.map(({ danger, found, weight = 1 }): LabelledFeatures & { spoke: boolean } => {
    const spoke = found.hits.length > 0;
    return {
      label: danger ? DANGER : 0,
      weight: weight * (spoke ? 1 : SILENT_WEIGHT),
      features: hitFeatures(found),
      spoke,
    };
  });
  const known = frequent(seen, { seenIn: SEEN_IN, among: (one) => one.spoke });
  return learn(known, 2, { balanced: false, rate: RATE });
}

/** A whole message as it was read and screened. What is only noted was not spoken of. */
export function foundIn(reading: Reading, locale: string, hits: readonly ScreenHit[]): Found {
  return {
    words: wordsWithPlaces(reading.text),
    locale,
    hits: hits.filter((hit) => hit.outcome !== 'note'),
    mentions: reading.mentions,
  };
}

/** What one hit found in one part of a message. */
export function partOf(found: Found, hit: ScreenHit, from: number, to: number): Found {
  const within = ({ start, end }: { start: number; end: number }) => start >= from && end <= to;
  return {
    ...found,
    words: found.words.filter(within),
    hits: [hit],
    mentions: found.mentions.filter(within),
  };
}
