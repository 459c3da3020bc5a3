import {
  type Classifier,
  classifierOf,
  type LabelledFeatures,
  learn,
  type Weights,
} from '../../../knowledge/learning/classifier';
import { frequent } from '../../../knowledge/learning/frequent';
import { keptOrLearnt } from '../../../knowledge/learning/kept-weights';
import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { lookFeatures, type Word, wordsWithPlaces } from './features';

/** What a text reads like. */
export interface Likeness {
  /** How likely something is wrong, 0 to 1 as learnt (not calibrated). */
  readonly danger: number;
  /** The flag whose question fits best. */
  readonly ask: string;
  /** The words that by themselves look most dangerous, most telling first. */
  readonly words: readonly Word[];
}

export type DangerReader = (text: string, locale: string) => Likeness | undefined;

/** A letter is looked at in pieces: one alarming sentence must not be lost among the others. */
const PIECE = 60;
const STEP = 30;
/** Wishes of every day teach little each, being many and of few kinds. */
const WISH_WEIGHT = 0.15;
const MOST_TELLING = 3;
const HARMLESS = 0;

/** A message and what it teaches: 0 harmless, else the number of the question, from 1. */
export interface Example {
  readonly label: number;
  readonly text: string;
  readonly locale: string;
  readonly weight: number;
}

/**
 * Learns from `content/danger-examples` how messages read when something is wrong, for all languages at once, since
 * people mix them; the examples of the intents are what is harmless, except those of symptoms.
 * @param cache folder where what was learnt is kept between starts; learning takes seconds.
 * @returns nothing when the content has no examples.
 */
export function createDangerReader(
  content: ContentLibrary,
  rules: SecondLookRules,
  cache?: string,
): DangerReader | undefined {
  const told = dangerExamples(content, rules);
  if (told.length === 0) return undefined;
  const wishes = harmlessWishes(content);
  const classifier = classifierOf(
    keptOrLearnt(cache, 'second-look', [told, wishes, rules.questions], [__dirname], () =>
      learnDanger(rules, [...told, ...wishes]),
    ),
  );
  return dangerReader(classifier, rules);
}

/** The examples of danger and of none, labelled by the question they call for. */
export function dangerExamples(content: ContentLibrary, rules: SecondLookRules): Example[] {
  const labelOf = new Map(rules.questions.flatMap(({ for: flags }, i) => flags.map((flag) => [flag, i + 1] as const)));
  return content
    .all('danger-examples')
    .filter((one) => one.status !== 'retired' && one.status !== 'draft')
    .flatMap(({ flag, examples }) =>
      inEveryLanguage(examples, flag === undefined ? HARMLESS : (labelOf.get(flag) ?? HARMLESS), 1),
    );
}

/** What people come for every day. A symptom may be one of danger, so those teach nothing here. */
export function harmlessWishes(content: ContentLibrary): Example[] {
  return content
    .all('intent')
    .filter((one) => one.status !== 'retired' && one.status !== 'draft' && !ABOUT_ILLNESS.has(one.dialog ?? ''))
    .flatMap((one) => inEveryLanguage(one.examples, HARMLESS, WISH_WEIGHT));
}
const ABOUT_ILLNESS: ReadonlySet<string> = new Set(['triage', 'emergency']);

/** What the examples teach. */
export function learnDanger(rules: SecondLookRules, examples: readonly Example[]): Weights {
  return learn(frequent(examples.map(seen)), rules.questions.length + 1, { balanced: false });
}

/** Reads by what was learnt. */
export function dangerReader(classifier: Classifier, rules: SecondLookRules): DangerReader {
  return (text, locale) => look(classifier, rules, text, locale);
}

function inEveryLanguage(
  examples: Readonly<Record<string, readonly string[]>>,
  label: number,
  weight: number,
): Example[] {
  return Object.entries(examples).flatMap(([locale, texts]) => texts.map((text) => ({ label, text, locale, weight })));
}

function seen({ label, text, locale, weight }: Example): LabelledFeatures {
  return { label, weight, features: lookFeatures(wordsWithPlaces(text), locale) };
}

function look(classifier: Classifier, rules: SecondLookRules, text: string, locale: string): Likeness | undefined {
  const words = wordsWithPlaces(text);
  if (words.length < rules.fewest_words) return undefined;
  let worst: { shares: Float64Array; danger: number; piece: readonly Word[] } | undefined;
  for (const piece of pieces(words)) {
    const shares = classifier.predict(lookFeatures(piece, locale));
    const danger = 1 - shares[HARMLESS]!;
    if (worst === undefined || danger > worst.danger) worst = { shares, danger, piece };
  }
  const { shares, danger, piece } = worst!;
  let best = 1;
  for (let label = 2; label < shares.length; label++) if (shares[label]! > shares[best]!) best = label;
  return {
    danger,
    ask: rules.questions[best - 1]!.ask,
    get words() {
      return telling(classifier, piece, locale);
    },
  };
}

function pieces(words: readonly Word[]): (readonly Word[])[] {
  if (words.length <= PIECE + STEP) return [words];
  const out: (readonly Word[])[] = [];
  for (let from = 0; from + STEP < words.length; from += STEP) out.push(words.slice(from, from + PIECE));
  return out;
}

/** The words that by themselves read most like danger explain it. */
function telling(classifier: Classifier, piece: readonly Word[], locale: string): readonly Word[] {
  return piece
    .map((word) => ({ word, weight: 1 - classifier.predict(lookFeatures([word], locale))[HARMLESS]! }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_TELLING)
    .map(({ word }) => word);
}
