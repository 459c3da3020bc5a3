import { type Classifier, classifierOf, learn } from '../../knowledge/learning/classifier';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { type CommentTopic, SENTIMENTS, type SentimentWords } from '../../knowledge/schema/sentiment';
import { Speller } from '../../knowledge/search/spelling';
import { stem } from '../../knowledge/search/stem';
import { stopWords } from '../../knowledge/search/stop-words';
import { words } from '../../knowledge/search/text';
import type { Opinion, OpinionReader } from '../contracts/opinion';
import { generalWords } from './sentiment/general-words';
import { type SentimentLexicon, sentimentLexicon } from './sentiment/lexicon';
import { type Marks, readMarks } from './sentiment/marks';
import type { PhraseIndex, Stemmed } from './sentiment/phrase-index';
import { signsOf } from './sentiment/signs';
import { type Token, tokens } from './sentiment/tokens';

interface Voice {
  readonly lexicon: SentimentLexicon;
  readonly classifier: Classifier;
  readonly known: ReadonlySet<string>;
  readonly read: (word: string) => Stemmed;
}

/** A pure function of the text, and a way to make it ready before the first comment. */
export interface Opinions {
  readonly read: OpinionReader;
  /** Does in short pieces what the first comment would wait for: few conversations hold one, every one would wait. */
  warm(): Promise<void>;
}

/**
 * Whether a comment praises, complains or neither, and what it is about: word lists weighed by negation, emphasis and
 * contrast, and a small linear model over them learnt from `content/sentiment` at the first comment (tenths of a second).
 */
export function createOpinions(content: ContentLibrary): Opinions {
  const files = content.all('sentiment').filter((one) => one.status !== 'retired' && one.status !== 'draft');
  const locales = [...new Set(files.map((file) => file.locale))];
  const made = new Map<string, Voice>();
  const voice = (locale: string): Voice => {
    const known = made.get(locale) ?? voiceOf(content, files, locale);
    made.set(locale, known);
    return known;
  };
  return {
    read(text, locale) {
      const heard = spoken(locales.map(voice), text, locale);
      return heard === undefined ? SILENT : opinionOf(heard, tokens(text, heard.read));
    },
    async warm() {
      const general = [...generalWords().keys()];
      for (let from = 0; from < general.length; from += WARMED_AT_ONCE) {
        for (const word of general.slice(from, from + WARMED_AT_ONCE)) stem(word, 'en');
        await breath();
      }
      for (const locale of locales) {
        voice(locale);
        await breath();
      }
    },
  };
}

/** Words stemmed between two breaths: a few milliseconds. */
const WARMED_AT_ONCE = 100;

/** Lets whatever waits run first. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const SILENT: Opinion = {
  sentiment: 'neutral',
  confidence: 0,
  topics: [],
  mistreatment: false,
  safety: false,
  complaint: false,
  bargain: false,
};

function opinionOf({ lexicon, classifier }: Voice, read: readonly Token[]): Opinion {
  const has = (index: PhraseIndex<true>) => index.find(read).length > 0;
  if (read.length === 0) return SILENT;
  const marks = readMarks(read, lexicon);
  const probabilities = onTheirSide([...classifier.predict(signsOf(read, marks))], marks);
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    sentiment: SENTIMENTS[best]!,
    confidence: Math.round(probabilities[best]! * 1000) / 1000,
    topics: topicsOf(lexicon, read),
    mistreatment: has(lexicon.mistreatment),
    safety: has(lexicon.safety),
    complaint: has(lexicon.complaint),
    bargain: has(lexicon.bargain),
  };
}

/** Clear words on one side only: the learner may doubt them, not turn them round; scorn may. */
const CLEAR = 1.5;

function onTheirSide(probabilities: number[], { marks, sarcastic }: Marks): number[] {
  const good = marks.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  const bad = marks.reduce((sum, { value }) => sum - Math.min(0, value), 0);
  const ruledOut =
    bad >= CLEAR && good === 0 ? 'positive' : good >= CLEAR && bad === 0 && !sarcastic ? 'negative' : undefined;
  return probabilities.map((one, label) => (SENTIMENTS[label] === ruledOut ? 0 : one));
}

function topicsOf(lexicon: SentimentLexicon, read: readonly Token[]): CommentTopic[] {
  const counts = new Map<CommentTopic, number>();
  for (const hit of lexicon.topics.find(read))
    for (const topic of hit.value) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([topic]) => topic);
}

/** The language most of the words belong to; the hint decides a draw. */
function spoken(voices: readonly Voice[], text: string, hint: string): Voice | undefined {
  const written = words(text);
  const share = (voice: Voice) =>
    written.filter((word) => voice.known.has(word)).length + (hint.startsWith(voice.lexicon.locale) ? 0.5 : 0);
  return voices.reduce<Voice | undefined>(
    (best, voice) => (best === undefined || share(voice) > share(best) ? voice : best),
    undefined,
  );
}

function voiceOf(content: ContentLibrary, all: readonly SentimentWords[], locale: string): Voice {
  const files = all.filter((file) => file.locale === locale);
  const lexicon = sentimentLexicon(files, locale);
  const examples = SENTIMENTS.flatMap((sentiment, label) =>
    files.flatMap((file) => (file.examples?.[sentiment] ?? []).map((text) => ({ label, text }))),
  );
  const counts = new Map<string, number>();
  const phrases = files.flatMap((file) => [
    ...Object.values(file.valence).flat(),
    ...Object.values(file.topics).flat(),
    ...file.ignore,
    ...file.lukewarm,
    ...file.negators,
    ...file.but,
    ...file.although,
  ]);
  for (const word of words([...phrases, ...examples.map((one) => one.text)].join(' . ')))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  const spelt = [...counts.keys()];
  const known = new Set([...spelt, ...stopWords(locale), ...pageWords(content, locale)]);
  const general = locale === 'en' ? generalWords() : undefined;
  const speller = new Speller(spelt, (index) => counts.get(spelt[index]!)!);
  const mended = (word: string): string => {
    if (known.has(word) || general?.has(word) === true || /\d/.test(word)) return word;
    const near = speller.nearest(word, 1)[0];
    return near === undefined ? word : spelt[near.index]!;
  };
  const read = (word: string): Stemmed => {
    const meant = mended(word);
    return { word: meant, stem: stem(meant, locale) };
  };
  const learnt = learn(
    examples.map(({ label, text }) => {
      const row = tokens(text, read);
      return { label, features: signsOf(row, readMarks(row, lexicon)) };
    }),
    SENTIMENTS.length,
  );
  return { lexicon, classifier: classifierOf(learnt), known, read };
}

/** Words our own pages use are no slips of the finger. */
function pageWords(content: ContentLibrary, locale: string): string[] {
  if (locale !== 'en' && locale !== 'es') return [];
  return content.all('article').flatMap((one) => words(`${one.rich[locale]} ${one.title[locale]}`));
}
