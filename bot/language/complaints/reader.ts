import { join } from 'node:path';
import {
  type Classifier,
  classifierOf,
  type LabelledFeatures,
  learn,
  type Weights,
} from '../../../knowledge/learning/classifier';
import { frequent } from '../../../knowledge/learning/frequent';
import { keptOrLearnt } from '../../../knowledge/learning/kept-weights';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { NO_COMPLAINT } from '../../contracts';
import { lookFeatures, wordsWithPlaces } from '../second-look/features';
import { harmlessWishes } from '../second-look/reader';
import { plainWords } from '../text/clinical-terms';

/** How much a text reads like the openings of each protocol, and like no complaint: shares which sum to 1. */
export type ComplaintReader = (text: string, locale: string) => ReadonlyMap<string, number>;

const CODE = [__dirname, join(__dirname, '../second-look')];

/** A protocol's own short phrases teach less than what people wrote. */
const PHRASE_WEIGHT = 0.5;

/** A first message and the protocol it should lead to. */
export interface Opening {
  readonly protocol: string;
  readonly text: string;
  readonly locale: string;
  readonly weight: number;
}

/**
 * Learns from `content/openings` how people begin who are best asked a protocol's questions, beside the phrases of the
 * protocols' entries and what people write who have no complaint.
 * @param cache folder where what was learnt is kept between starts; learning takes seconds.
 * @returns nothing when the content has no openings.
 */
export function createComplaintReader(content: ContentLibrary, cache?: string): ComplaintReader | undefined {
  const told = openingsOf(content);
  if (told.length === 0) return undefined;
  const labels = [NO_COMPLAINT, ...content.all('protocol').map((one) => one.id)];
  const all = [...told, ...entryPhrases(content), ...errands(content)];
  const read = complaintReader(
    classifierOf(keptOrLearnt(cache, 'complaints', [all, labels], CODE, () => learnComplaints(all, labels))),
    labels,
  );
  const plain = plainWords(content);
  return (text, locale) => read(plain.text(text), locale);
}

/** The openings of the content, for every protocol there is. */
export function openingsOf(content: ContentLibrary): Opening[] {
  return content
    .all('openings')
    .filter((one) => one.status !== 'retired' && one.status !== 'draft' && content.has('protocol', one.id))
    .flatMap(({ id, examples }) =>
      Object.entries(examples).flatMap(([locale, texts]) =>
        texts.map((text) => ({ protocol: id, text, locale, weight: 1 })),
      ),
    );
}

/** The phrases that lead to a protocol by the word, without the marks of their patterns. */
export function entryPhrases(content: ContentLibrary): Opening[] {
  return content.all('protocol').flatMap(({ id, entry }) =>
    Object.entries(entry.phrases).flatMap(([locale, phrases]) =>
      phrases.map((phrase) => ({
        protocol: id,
        text: phrase.replace(/\.\.|[[\]()*~|]/g, ' '),
        locale,
        weight: PHRASE_WEIGHT,
      })),
    ),
  );
}

/** What people write who have no complaint: the examples of all other intents. */
export function errands(content: ContentLibrary): Opening[] {
  return harmlessWishes(content).map(({ text, locale }) => ({ protocol: NO_COMPLAINT, text, locale, weight: 1 }));
}

/** What the openings teach. */
export function learnComplaints(openings: readonly Opening[], labels: readonly string[]): Weights {
  const label = new Map(labels.map((id, at) => [id, at]));
  const examples = openings.map(
    (one): LabelledFeatures => ({
      label: label.get(one.protocol)!,
      weight: one.weight,
      features: featuresOf(one.text, one.locale),
    }),
  );
  return learn(frequent(examples), labels.length);
}

/** Reads by what was learnt. */
export function complaintReader(classifier: Classifier, labels: readonly string[]): ComplaintReader {
  return (text, locale) => {
    const shares = classifier.predict(featuresOf(text, locale));
    return new Map(labels.map((id, at) => [id, shares[at]!]));
  };
}

/** A letter's first words say what it is about; reading all of a very long one would cost more than it tells. */
const MOST_WORDS = 120;

function featuresOf(text: string, locale: string) {
  return lookFeatures(wordsWithPlaces(text).slice(0, MOST_WORDS), locale);
}
