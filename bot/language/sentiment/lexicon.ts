import type { CommentTopic, SentimentWords } from '../../../knowledge/schema/sentiment';
import { stem } from '../../../knowledge/search/stem';
import { generalWords } from './general-words';
import { type PhraseIndex, phraseIndex } from './phrase-index';

/** The phrases of one language, filed for reading. */
export interface SentimentLexicon {
  readonly locale: string;
  /** Value -3..3; 0 is an everyday fact or said to be neither good nor bad. */
  readonly valence: PhraseIndex<number>;
  readonly lukewarm: PhraseIndex<true>;
  readonly negators: PhraseIndex<true>;
  readonly intensifiers: PhraseIndex<true>;
  readonly diminishers: PhraseIndex<true>;
  readonly but: PhraseIndex<true>;
  readonly although: PhraseIndex<true>;
  readonly neither: PhraseIndex<true>;
  readonly sarcasm: PhraseIndex<true>;
  readonly topics: PhraseIndex<readonly CommentTopic[]>;
  readonly mistreatment: PhraseIndex<true>;
  readonly safety: PhraseIndex<true>;
  readonly complaint: PhraseIndex<true>;
  readonly bargain: PhraseIndex<true>;
  /** Stems that compare: a negator before them does not turn what follows. */
  readonly comparing: ReadonlySet<string>;
}

type ListName = { [K in keyof SentimentWords]-?: SentimentWords[K] extends string[] ? K : never }[keyof SentimentWords];

export function sentimentLexicon(files: readonly SentimentWords[], locale: string): SentimentLexicon {
  const list = (name: ListName): PhraseIndex<true> =>
    phraseIndex(
      files.flatMap((file) => file[name].map((phrase) => [phrase, true] as const)),
      locale,
    );
  const general = locale === 'en' ? [...generalWords()] : [];
  const zero = files.flatMap((file) => [...file.ignore, ...file.lukewarm]).map((phrase) => [phrase, 0] as const);
  const own = files.flatMap((file) =>
    Object.entries(file.valence).flatMap(([value, phrases]) =>
      (phrases ?? []).map((phrase) => [phrase, Number(value)] as const),
    ),
  );
  const topics = new Map<string, CommentTopic[]>();
  for (const file of files)
    for (const [topic, phrases] of Object.entries(file.topics))
      for (const phrase of phrases ?? []) topics.set(phrase, [...(topics.get(phrase) ?? []), topic as CommentTopic]);
  return {
    locale,
    valence: phraseIndex([...general, ...own, ...zero], locale),
    lukewarm: list('lukewarm'),
    negators: list('negators'),
    intensifiers: list('intensifiers'),
    diminishers: list('diminishers'),
    but: list('but'),
    although: list('although'),
    neither: list('neither'),
    sarcasm: list('sarcasm'),
    topics: phraseIndex(topics, locale),
    mistreatment: list('mistreatment'),
    safety: list('safety'),
    complaint: list('complaint'),
    bargain: list('bargain'),
    comparing: new Set(files.flatMap((file) => file.comparing.map((word) => stem(word, locale)))),
  };
}
