import { classifierOf, type Features, learn, type Weights } from '../../../knowledge/learning/classifier';
import { frequent } from '../../../knowledge/learning/frequent';
import { keptOrLearnt } from '../../../knowledge/learning/kept-weights';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Reading } from '../../contracts/language';
import { hitFeatures } from '../second-look/hit-features';
import { foundIn, READING_CODE } from '../second-look/hit-reader';
import { toldStories } from '../second-look/told-cases';

/** How much a story reads like those which needed a visit or more, 0 to 1 as learnt; the rest could be cared for at home. */
export type VisitReader = (reading: Reading, locale: string) => number;

const HOME = 0;
const VISIT = 1;
const SEEN_IN = 3;
/** Slow, as for the doubt of the second look: few examples which are like each other. Set by cross-validation. */
const RATE = 0.05;

/**
 * Learns from `content/told-cases`, by what the lexicon reads in them and what they look like.
 * @param read reads a text with the lexicon alone.
 * @param cache folder where what was learnt is kept between starts; learning takes seconds.
 * @returns nothing when the content has no such cases.
 */
export function createVisitReader(
  content: ContentLibrary,
  read: (text: string) => Reading,
  cache?: string,
): VisitReader | undefined {
  if (content.all('told-cases').length === 0) return undefined;
  const learntFrom = (['told-cases', 'lexicon', 'phrases', 'clinical-terms'] as const).map((kind) => content.all(kind));
  const classifier = classifierOf(
    keptOrLearnt(cache, 'visits', learntFrom, [__dirname, ...READING_CODE], () => learnVisits(content, read)),
  );
  return (reading, locale) => classifier.predict(storyFeatures(reading, locale))[VISIT]!;
}

function learnVisits(content: ContentLibrary, read: (text: string) => Reading): Weights {
  const told = toldStories(content).map(({ text, locale, care }) => ({
    label: care === 'home' ? HOME : VISIT,
    features: storyFeatures(read(text), locale),
  }));
  return learn(frequent(told, { seenIn: SEEN_IN, among: () => true }), 2, { balanced: false, rate: RATE });
}

function storyFeatures(reading: Reading, locale: string): Features {
  return hitFeatures(foundIn(reading, locale, []));
}
