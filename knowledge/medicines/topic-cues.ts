import type { ContentLibrary } from '../schema/library';
import type { Sentence } from './sentences';
import { edits } from './spelling';

interface Cue {
  readonly topic: string;
  readonly weight: number;
  readonly parts: readonly Part[];
}
/** One place of a cue, filled by any of its words; `gap` allows a few other words before it. */
interface Part {
  /** Indexes of the words among all different words of all cues. */
  readonly words: readonly number[];
  readonly gap: boolean;
}

const MOST_BETWEEN = 6;
/** Places are numbered with a leap between sentences, so that no cue reaches across a full stop. */
const SENTENCE_LEAP = 1000;
/** What is asked counts more than what is told before it ("... my ankles are fat now. Can I have a beer on it?"). */
const ASKED = 1.5;
/** The second and later cues of one topic add less: a long story about a rash is not ten times a rash. */
const DECAY = 0.7;

/** Adds up what the cue phrases of all locales say about each topic: people mix languages in one message. */
export function buildCueReader(
  content: ContentLibrary,
  everyday: ReadonlySet<string>,
): (sentences: readonly Sentence[]) => ReadonlyMap<string, number> {
  const vocabulary = new CueWords(everyday);
  const cues: Cue[] = content.all('medicine-topics').flatMap((file) =>
    Object.entries(file.topics).flatMap(([topic, phrases]) =>
      Object.entries(phrases).map(([phrase, weight]) => ({
        topic,
        weight,
        parts: parseCue(phrase, (raw) => vocabulary.indexOf(raw)),
      })),
    ),
  );
  const byWord = indexByRarest(cues);
  return (sentences) => {
    const places = vocabulary.places(placed(sentences));
    const hits = new Map<string, number[]>();
    for (const cue of new Set([...places.keys()].flatMap((word) => byWord.get(word) ?? []))) {
      const at = placeOf(cue.parts, places);
      if (at === undefined) continue;
      const weight = cue.weight * (sentences[Math.floor(at / SENTENCE_LEAP)]!.asked ? ASKED : 1);
      const list = hits.get(cue.topic);
      if (list === undefined) hits.set(cue.topic, [weight]);
      else list.push(weight);
    }
    return new Map([...hits].map(([topic, weights]) => [topic, total(weights)]));
  };
}

/** Each cue by the words of its narrowest part: without one of them it cannot be there, so it is not looked at. */
function indexByRarest(cues: readonly Cue[]): ReadonlyMap<number, readonly Cue[]> {
  const byWord = new Map<number, Cue[]>();
  for (const cue of cues) {
    const narrowest = cue.parts.reduce((a, b) => (b.words.length < a.words.length ? b : a));
    for (const word of narrowest.words) {
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [cue]);
      else list.push(cue);
    }
  }
  return byWord;
}

function placed(sentences: readonly Sentence[]): Said[] {
  return sentences.flatMap(({ words }, which) =>
    words.map((word, within) => ({ word, place: which * SENTENCE_LEAP + within })),
  );
}

function total(weights: number[]): number {
  weights.sort((a, b) => b - a);
  return weights.reduce((sum, weight, rank) => sum + weight * DECAY ** rank, 0);
}

interface Said {
  readonly word: string;
  readonly place: number;
}

function parseCue(phrase: string, indexOf: (raw: string) => number): Part[] {
  let gap = false;
  const parts: Part[] = [];
  for (const raw of phrase.split(/\s+/)) {
    if (raw === '...') gap = true;
    else {
      parts.push({
        words: raw
          .replace(/^\(|\)$/g, '')
          .split('|')
          .map(indexOf),
        gap,
      });
      gap = false;
    }
  }
  return parts;
}

/** All different words of all cues, and where they stand in a message. */
class CueWords {
  private readonly words: CueWord[] = [];
  private readonly known = new Map<string, number>();
  private readonly stems: number[] = [];
  private readonly long: number[] = [];

  constructor(private readonly everyday: ReadonlySet<string>) {}

  indexOf(raw: string): number {
    const known = this.known.get(raw);
    if (known !== undefined) return known;
    const stem = raw.endsWith('*');
    const text = raw.replace(/\*$/, '');
    const index = this.words.push({ text, stem }) - 1;
    this.known.set(raw, index);
    if (stem) this.stems.push(index);
    if (text.length >= SLIPS_FROM) this.long.push(index);
    return index;
  }

  /** Places of each cue word that was said. Slips are only looked for in words that are none. */
  places(said: readonly Said[]): ReadonlyMap<number, readonly number[]> {
    const places = new Map<number, number[]>();
    for (const { word, place } of said) {
      const add = (index: number): void => {
        const list = places.get(index);
        if (list === undefined) places.set(index, [place]);
        else list.push(place);
      };
      const exact = this.known.get(word);
      if (exact !== undefined) add(exact);
      let any = exact !== undefined;
      for (const index of this.stems) {
        if (!word.startsWith(this.words[index]!.text)) continue;
        add(index);
        any = true;
      }
      if (any || word.length < SLIPS_FROM - 1 || this.everyday.has(word)) continue;
      for (const index of this.long) if (isSlip(this.words[index]!, word)) add(index);
    }
    return places;
  }
}

interface CueWord {
  readonly text: string;
  readonly stem: boolean;
}

type Places = ReadonlyMap<number, readonly number[]>;

/** Where the cue begins, or nothing when it is not there. */
function placeOf(parts: readonly Part[], places: Places): number | undefined {
  for (const part of parts) if (!part.words.some((word) => places.has(word))) return undefined;
  return allOf(parts[0]!, places).find((at) => matchesAfter(parts, 1, places, at));
}

function allOf(part: Part, places: Places): readonly number[] {
  if (part.words.length === 1) return places.get(part.words[0]!) ?? [];
  return part.words.flatMap((word) => places.get(word) ?? []);
}

function matchesAfter(parts: readonly Part[], which: number, places: Places, before: number): boolean {
  const part = parts[which];
  if (part === undefined) return true;
  const furthest = before + 1 + (part.gap ? MOST_BETWEEN : 0);
  return allOf(part, places).some((at) => at > before && at <= furthest && matchesAfter(parts, which + 1, places, at));
}

/** Long words forgive one slip of the finger; short ones would become other words. */
const SLIPS_FROM = 6;

function isSlip({ text, stem }: CueWord, word: string): boolean {
  if (word.length < text.length - 1 || (!stem && word.length > text.length + 1)) return false;
  // One slip leaves the first or the second letter where it was, or swaps the two.
  if (text[0] !== word[0] && text[1] !== word[1] && text[0] !== word[1] && text[1] !== word[0]) return false;
  if (!stem) return edits(text, word, 1) <= 1;
  return edits(text, word.slice(0, text.length + 1), 1) <= 1 || edits(text, word.slice(0, text.length), 1) <= 1;
}
