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
  when_it_works: ['expect'],
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
  /** Index of the word among all different words of all cues. */
  readonly word: number;
  readonly gap: boolean;
}
interface CueWord {
  readonly text: string;
  readonly stem: boolean;
}

const MOST_BETWEEN = 6;

export interface TopicReader {
  /** Best first; empty when nothing was recognised. */
  topics(text: string): readonly TopicGuess[];
}

/** Reads what is asked from cue phrases of all locales together: people mix languages in one message. */
export function buildTopicReader(content: ContentLibrary): TopicReader {
  const cueWords: CueWord[] = [];
  const known = new Map<string, number>();
  const cues: Cue[] = content.all('medicine-topics').flatMap((file) =>
    Object.entries(file.topics).flatMap(([topic, phrases]) =>
      Object.entries(phrases).map(([phrase, weight]) => ({
        topic: topic as Topic,
        weight,
        parts: parseCue(phrase, (raw) => {
          const index = known.get(raw) ?? cueWords.push({ text: raw.replace(/\*$/, ''), stem: raw.endsWith('*') }) - 1;
          known.set(raw, index);
          return index;
        }),
      })),
    ),
  );
  const order = Object.keys(TOPIC_SECTIONS);
  return {
    topics(text) {
      const said = words(text).map((word) => word.folded);
      // Where each cue word stands in the message; most stand nowhere, and their cues cost nothing.
      const places = cueWords.map((cueWord) => positions(cueWord, said));
      const scores = new Map<Topic, number>();
      for (const cue of cues) {
        if (cue.parts.every((part) => places[part.word]!.length > 0) && matches(cue.parts, places))
          scores.set(cue.topic, (scores.get(cue.topic) ?? 0) + cue.weight);
      }
      return [...scores]
        .map(([topic, score]) => ({ topic, score }))
        .filter((guess) => guess.score > 0)
        .sort((a, b) => b.score - a.score || order.indexOf(a.topic) - order.indexOf(b.topic));
    },
  };
}

function parseCue(phrase: string, indexOf: (raw: string) => number): Part[] {
  let gap = false;
  const parts: Part[] = [];
  for (const raw of phrase.split(/\s+/)) {
    if (raw === '...') gap = true;
    else {
      parts.push({ word: indexOf(raw), gap });
      gap = false;
    }
  }
  return parts;
}

const NOWHERE: readonly number[] = [];

function positions(cueWord: CueWord, said: readonly string[]): readonly number[] {
  let found: number[] | undefined;
  for (let i = 0; i < said.length; i++) {
    if (!sameWord(cueWord, said[i]!)) continue;
    found ??= [];
    found.push(i);
  }
  return found ?? NOWHERE;
}

function matches(parts: readonly Part[], places: readonly (readonly number[])[]): boolean {
  return places[parts[0]!.word]!.some((at) => matchesAfter(parts, 1, places, at));
}

function matchesAfter(
  parts: readonly Part[],
  which: number,
  places: readonly (readonly number[])[],
  before: number,
): boolean {
  const part = parts[which];
  if (part === undefined) return true;
  const furthest = before + 1 + (part.gap ? MOST_BETWEEN : 0);
  return places[part.word]!.some((at) => at > before && at <= furthest && matchesAfter(parts, which + 1, places, at));
}

/** Long words forgive one slip of the finger; short ones would become other words. */
function sameWord({ text, stem }: CueWord, word: string): boolean {
  if (stem ? word.startsWith(text) : word === text) return true;
  if (text.length < 6 || word.length < text.length - 1 || (!stem && word.length > text.length + 1)) return false;
  // One slip leaves the first or the second letter where it was, or swaps the two.
  if (text[0] !== word[0] && text[1] !== word[1] && text[0] !== word[1] && text[1] !== word[0]) return false;
  if (!stem) return edits(text, word, 1) <= 1;
  return edits(text, word.slice(0, text.length + 1), 1) <= 1 || edits(text, word.slice(0, text.length), 1) <= 1;
}
