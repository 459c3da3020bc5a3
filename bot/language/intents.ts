import { join } from 'node:path';
import { type Classifier, classifierOf, learn } from '../../knowledge/learning/classifier';
import { createWeightStore, type WeightStore, weightsKey } from '../../knowledge/learning/kept-weights';
import type { Intent } from '../../knowledge/schema/intent';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { Speller } from '../../knowledge/search/spelling';
import { stem } from '../../knowledge/search/stem';
import { stopWords } from '../../knowledge/search/stop-words';
import { words } from '../../knowledge/search/text';
import { type IntentGuess, OUTSIDE_INTENT } from '../contracts/language';
import { features, readWords, type Vocabulary } from './intents/features';

/** Below this confidence nothing is guessed: the message is outside what the bot knows. */
export const FLOOR = 0.22;
/** Two guesses nearer than this are asked about. */
export const CLOSE = 0.2;
const MOST = 5;
/** Guesses below this are noise. */
const WORTH_NAMING = 0.05;

/** How sure "nothing we do" must be to silence a weaker guess. */
const NOTHING_SURE = 0.45;

/** From here what is no business of a hospital's is said to be so; below it there is no guess. */
const NOTHING_CERTAIN = 0.7;

/** The intent that stands for "nothing we do": its examples teach what to leave alone. */
const NOTHING = OUTSIDE_INTENT;

interface Model {
  readonly vocabulary: Vocabulary;
  readonly classifier: Classifier;
  /** Whole messages known word for word: certain. */
  readonly exact: ReadonlyMap<string, string>;
}

/**
 * Intents by example, learnt from `content/intents` for every language of the hospital before it returns (seconds), or
 * read back from `cache`, a folder, when nothing has changed since.
 * @returns a pure function: guesses best first, confidence 0..1 as learnt (not calibrated), empty when nothing fits;
 * `out_of_scope` alone when it is clearly no business of a hospital's.
 */
export function createIntents(
  content: ContentLibrary,
  options: { cache?: string } = {},
): (text: string, locale: string) => IntentGuess[] {
  const intents = content.all('intent').filter((one) => one.status !== 'retired' && one.status !== 'draft');
  const store = options.cache === undefined ? undefined : createWeightStore(options.cache, 'intents');
  const models = new Map<string, Model | undefined>();
  const modelOf = (locale: string): Model | undefined => {
    const language = locale.slice(0, 2);
    if (!models.has(language)) models.set(language, buildModel(intents, content, language, store));
    return models.get(language);
  };
  for (const locale of content.hospital.locales) modelOf(locale);
  return (text, locale) => {
    const own = modelOf(locale) ?? modelOf('en');
    if (own === undefined) return [];
    const guesses = guess(own, intents, text);
    const sure = guesses[0]?.confidence ?? 0;
    if (sure >= 0.6) return guesses;
    // People mix languages; the other model is asked only when their own has no good answer.
    const other = modelOf(own.vocabulary.locale === 'es' ? 'en' : 'es');
    const others = other === undefined ? [] : guess(other, intents, text);
    const better = others[0]?.intent !== NOTHING && (others[0]?.confidence ?? 0) > Math.max(0.6, sure + 0.2);
    return better ? others : guesses;
  };
}

function guess(model: Model, intents: readonly Intent[], text: string): IntentGuess[] {
  const exact = model.exact.get(words(text).join(' '));
  if (exact !== undefined) return [{ intent: exact, confidence: 0.99 }];
  const read = readWords(text, model.vocabulary);
  if (read.words.length === 0) return [];
  const probabilities = model.classifier.predict(features(text, read.words, model.vocabulary));
  const trust = familiarity(read.unknown / read.words.length);
  const ranked = intents
    .map((one, i) => ({ intent: one.id, confidence: Math.round(probabilities[i]! * trust * 1000) / 1000 }))
    .filter((one) => one.confidence >= WORTH_NAMING)
    .sort((a, b) => b.confidence - a.confidence || a.intent.localeCompare(b.intent));
  // The examples of what to leave alone are many and of every kind: they decide only when they clearly do.
  if (ranked[0]?.intent === NOTHING && ranked[0].confidence >= NOTHING_SURE)
    return ranked[0].confidence >= NOTHING_CERTAIN ? ranked.slice(0, 1) : [];
  const best = ranked.find((one) => one.intent !== NOTHING);
  if ((best?.confidence ?? 0) < FLOOR) return [];
  return ranked.filter((one) => one.intent !== NOTHING).slice(0, MOST);
}

/** Many words the examples have never shown make any guess doubtful. */
function familiarity(unknownShare: number): number {
  return unknownShare <= 0.34 ? 1 : Math.max(0.2, 1 - 1.1 * (unknownShare - 0.34));
}

function buildModel(
  intents: readonly Intent[],
  content: ContentLibrary,
  language: string,
  store: WeightStore | undefined,
): Model | undefined {
  const examplesOf = (one: Intent): readonly string[] => [
    ...((one.examples as Record<string, readonly string[] | undefined>)[language] ?? []),
    ...taughtByArticles(one, content, language),
  ];
  if (!intents.some((one) => examplesOf(one).length > 0)) return undefined;
  const counts = new Map<string, number>();
  for (const one of intents)
    for (const example of examplesOf(one))
      for (const word of words(example)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts.keys()];
  const vocabulary: Vocabulary = {
    locale: language,
    known: new Set([...known, ...contentWords(content, language)]),
    words: known,
    speller: new Speller(known, (index) => counts.get(known[index]!)!),
    groups: synonymGroups(content, language),
  };
  const examples = intents.flatMap((one, label) => examplesOf(one).map((text) => ({ label, id: one.id, text })));
  const exact = new Map(examples.map((one) => [words(one.text).join(' '), one.id]));
  exact.delete('');
  const key = weightsKey(
    [language, examples, [...vocabulary.groups], [...vocabulary.known]],
    [join(__dirname, 'intents')],
  );
  const kept = store?.get(key);
  if (kept !== undefined) return { vocabulary, classifier: classifierOf(kept), exact };
  const weights = learn(
    examples.map(({ label, text }) => ({
      label,
      features: features(text, readWords(text, vocabulary).words, vocabulary),
    })),
    intents.length,
  );
  store?.put(key, weights);
  return { vocabulary, classifier: classifierOf(weights), exact };
}

/** Words our own pages use are no slips of the finger, though no example has them. */
function contentWords(content: ContentLibrary, language: string): string[] {
  if (language !== 'en' && language !== 'es') return [];
  return [
    ...stopWords(language),
    ...content.all('article').flatMap((one) => words(`${one.rich[language]} ${one.title[language]}`)),
    ...content
      .all('synonym')
      .filter((set) => set.locale === language)
      .flatMap((set) => words(set.groups.flat().join(' '))),
  ];
}

/** How people ask for the articles an intent leads to is also how they ask for the intent. */
function taughtByArticles(one: Intent, content: ContentLibrary, language: string): string[] {
  if (language !== 'en' && language !== 'es') return [];
  return content
    .all('article')
    .filter((article) => article.id === one.args.article || one.learns_from.includes(article.topic))
    .flatMap((article) => [article.title[language], ...article.asked_as[language]]);
}

/**
 * One to three word members of every group, stemmed, to the names of their groups. Kinds ("a medicine") and equals
 * ("high blood" is "hypertension") both carry an example over to words it does not have.
 */
function synonymGroups(content: ContentLibrary, language: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, Set<string>>();
  for (const set of content.all('synonym')) {
    if (set.locale !== language || set.relation === 'aside') continue;
    for (const group of set.groups) {
      for (const phrase of group) {
        const stems = words(phrase).map((word) => stem(word, language));
        if (stems.length > 3 || (set.relation === 'same' && stems.length > 2)) continue;
        const key = stems.join(' ');
        groups.set(key, (groups.get(key) ?? new Set()).add(group[0]!));
      }
    }
  }
  for (const medicine of content.all('medicine')) {
    const { display, also, brands, misspellings } = medicine.names;
    for (const name of [...Object.values(display), ...also, ...brands, ...misspellings]) {
      const key = words(name)
        .map((word) => stem(word, language))
        .join(' ');
      groups.set(key, (groups.get(key) ?? new Set()).add('_medicine'));
    }
  }
  return new Map([...groups].map(([key, names]) => [key, [...names]]));
}
