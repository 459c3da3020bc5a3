import { type Classifier, classifierOf, learn, type Weights } from '../learning/classifier';
import { frequent } from '../learning/frequent';
import { createWeightStore, weightsKey } from '../learning/kept-weights';
import type { ContentLibrary } from '../schema/library';
import type { Section } from '../schema/medicine';
import { MEDICINE, readSentences, type Sentence, type Span } from './sentences';
import { buildCueReader } from './topic-cues';
import { topicExamples } from './topic-examples';
import { readKinds, topicFeatures } from './topic-features';

/** What people ask about a medicine, and the sections that answer it, in order. */
export const TOPIC_SECTIONS = {
  purpose: ['purpose'],
  how_to_take: ['how', 'timing'],
  food: ['food'],
  missed_dose: ['missed'],
  double_dose: ['double'],
  max_dose: ['max_daily'],
  side_effects: ['common', 'serious'],
  interaction: ['interactions'],
  avoid: ['avoid'],
  alcohol: ['alcohol'],
  pregnancy: ['pregnancy'],
  breastfeeding: ['breastfeeding'],
  driving: ['driving'],
  storage: ['storage'],
  disposal: ['disposal'],
  monitoring: ['monitoring'],
  stopping: ['stopping'],
  ran_out: ['running_out'],
  cost: ['cost'],
  when_it_works: ['expect'],
  /** Understood, and no card answers it (what is in it, what it looks like, what else there is): a pharmacist does. */
  not_covered: [],
} as const satisfies Record<string, readonly Section[]>;
export type Topic = keyof typeof TOPIC_SECTIONS;

export interface TopicGuess {
  readonly topic: Topic;
  /** Certainty of what was learnt and of the cue phrases added up, 0 to 2 (not calibrated). */
  readonly score: number;
}

export interface TopicReader {
  /**
   * Best first; empty when nothing is asked or nothing was recognised: then the patient is asked what about.
   * @param medicines where medicines are named in the text.
   */
  topics(text: string, medicines?: readonly Span[]): readonly TopicGuess[];
  /** Whether the message has a phrase people use about medicines; a symptom's word alone may be one. */
  asks(text: string, medicines?: readonly Span[]): boolean;
  /** Learns now what the first call of `topics` would learn. */
  learnTopics(): void;
}

/** A topic's examples for "nothing is asked": a medicine is only named. */
const NOTHING = 'none';
const TOPICS = Object.keys(TOPIC_SECTIONS) as Topic[];
/** What a message can be: a topic, or nothing asked. */
const LABELS: readonly string[] = [...TOPICS, NOTHING];
/** Below this the bot asks what about instead of guessing. */
const FLOOR = 0.13;
/** "Nothing is asked" has to be this sure to silence a guess. */
const NOTHING_SURE = 0.5;

/**
 * Reads what is asked: cue phrases, and whole questions learnt by example (`content/medicine-topics`), of all locales
 * together, since people mix languages in one message.
 * @param cache folder where what was learnt is kept between starts; learning takes seconds.
 */
export function buildTopicReader(
  content: ContentLibrary,
  everyday: ReadonlySet<string>,
  cache: string | undefined,
): TopicReader {
  const kinds = readKinds(content);
  const cuesOf = buildCueReader(content, everyday);
  const read = (sentences: readonly Sentence[], cues: ReadonlyMap<string, number>) =>
    topicFeatures(sentences, kinds, cues);
  let learnt: Classifier | undefined;
  const classifier = (): Classifier => {
    learnt ??= classifierOf(
      keptOr(cache, content, () =>
        learn(
          frequent(
            topicExamples(content).map((one) => {
              const sentences = readSentences(one.text, one.medicines);
              return { label: LABELS.indexOf(one.topic), features: read(sentences, cuesOf(sentences)) };
            }),
          ),
          LABELS.length,
        ),
      ),
    );
    return learnt;
  };
  return {
    learnTopics: () => void classifier(),
    asks: (text, medicines = []) => cuesOf(readSentences(text, medicines)).size > 0,
    topics(text, medicines = []) {
      const sentences = readSentences(text, medicines);
      const cues = cuesOf(sentences);
      // Without a medicine's name, only a phrase that is about medicines makes it a question about one.
      if (cues.size === 0 && (medicines.length === 0 || !says(sentences))) return [];
      return ranked(withCues(classifier().predict(read(sentences, cues)), cues));
    },
  };
}

/** Cue phrases of this weight together are half of what they could say. */
const CUES_HALF = 6;

/** Adds what the cue phrases say by themselves, as shares of one: the learner alone leans on what its examples had. */
function withCues(shares: Float64Array, cues: ReadonlyMap<string, number>): Float64Array {
  const all = [...cues.values()].reduce((sum, score) => sum + score, CUES_HALF);
  for (const [topic, score] of cues) shares[LABELS.indexOf(topic)]! += score / all;
  return shares;
}

/** Whether there is anything beside names. */
function says(sentences: readonly Sentence[]): boolean {
  return sentences.some((one) => one.words.some((word) => word !== MEDICINE));
}

function ranked(shares: Float64Array): TopicGuess[] {
  if (shares[LABELS.indexOf(NOTHING)]! >= NOTHING_SURE) return [];
  return TOPICS.map((topic, i) => ({ topic, score: shares[i]! }))
    .filter((one) => one.score >= FLOOR)
    .sort((a, b) => b.score - a.score);
}

function keptOr(cache: string | undefined, content: ContentLibrary, make: () => Weights): Weights {
  if (cache === undefined) return make();
  const store = createWeightStore(cache, 'topics');
  const files = content.all('medicine-topics').map(({ topics, kinds, contexts, examples, not_medicines }) => ({
    topics,
    kinds,
    contexts,
    examples,
    not_medicines,
  }));
  const key = weightsKey([LABELS, files], [__dirname]);
  const kept = store.get(key);
  if (kept !== undefined) return kept;
  const weights = make();
  store.put(key, weights);
  return weights;
}
