import type { ContentLibrary } from '../schema/library';
import type { Section } from '../schema/medicine';
import { edits } from './spelling';
import { words } from './words';

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
} as const satisfies Record<string, readonly Section[]>;
export type Topic = keyof typeof TOPIC_SECTIONS;

export interface TopicGuess {
  readonly topic: Topic;
  readonly score: number;
}

interface Cue {
  readonly topic: Topic;
  readonly weight: number;
  readonly parts: readonly Part[];
}
/** One word of a cue; `gap` allows a few other words before it. */
interface Part {
  readonly word: string;
  readonly stem: boolean;
  readonly gap: boolean;
}

const MOST_BETWEEN = 4;

export interface TopicReader {
  /** Best first; empty when nothing was recognised. */
  topics(text: string): readonly TopicGuess[];
}

/** Reads what is asked from cue phrases of all locales together: people mix languages in one message. */
export function buildTopicReader(content: ContentLibrary): TopicReader {
  const cues: Cue[] = content
    .all('medicine-topics')
    .flatMap((file) =>
      Object.entries(file.topics).flatMap(([topic, phrases]) =>
        Object.entries(phrases).map(([phrase, weight]) => ({ topic: topic as Topic, weight, parts: parseCue(phrase) })),
      ),
    );
  const order = Object.keys(TOPIC_SECTIONS);
  return {
    topics(text) {
      const said = words(text).map((word) => word.folded);
      const scores = new Map<Topic, number>();
      for (const cue of cues) {
        if (matches(cue.parts, said)) scores.set(cue.topic, (scores.get(cue.topic) ?? 0) + cue.weight);
      }
      return [...scores]
        .map(([topic, score]) => ({ topic, score }))
        .filter((guess) => guess.score > 0)
        .sort((a, b) => b.score - a.score || order.indexOf(a.topic) - order.indexOf(b.topic));
    },
  };
}

function parseCue(phrase: string): Part[] {
  let gap = false;
  const parts: Part[] = [];
  for (const raw of phrase.split(/\s+/)) {
    if (raw === '...') {
      gap = true;
      continue;
    }
    parts.push({ word: raw.replace(/\*$/, ''), stem: raw.endsWith('*'), gap });
    gap = false;
  }
  return parts;
}

function matches(parts: readonly Part[], said: readonly string[]): boolean {
  for (let start = 0; start < said.length; start++) if (matchesAt(parts, 0, said, start)) return true;
  return false;
}

function matchesAt(parts: readonly Part[], which: number, said: readonly string[], from: number): boolean {
  const part = parts[which];
  if (part === undefined) return true;
  const furthest = which > 0 && part.gap ? Math.min(said.length - 1, from + MOST_BETWEEN) : from;
  for (let at = from; at <= furthest && at < said.length; at++) {
    if (sameWord(part, said[at]!) && matchesAt(parts, which + 1, said, at + 1)) return true;
  }
  return false;
}

/** Long words forgive one slip of the finger; short ones would become other words. */
function sameWord(part: Part, word: string): boolean {
  if (part.stem ? word.startsWith(part.word) : word === part.word) return true;
  if (part.word.length < 6) return false;
  const compared = part.stem ? word.slice(0, part.word.length + 1) : word;
  return edits(part.word, compared, 1) <= 1 || (part.stem && edits(part.word, word.slice(0, part.word.length), 1) <= 1);
}
