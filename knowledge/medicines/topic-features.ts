import type { Features } from '../learning/classifier';
import type { ContentLibrary } from '../schema/library';
import { stem } from '../search/stem';
import { MEDICINE, type Sentence } from './sentences';
import { words } from './words';

/** Words that play the same part ("{symptom}"), by the folded phrase, of all locales together. */
export interface Kinds {
  readonly of: ReadonlyMap<string, readonly string[]>;
  readonly longest: number;
}

/** Set by hand, watching questions written for it: what is asked counts most, what is told before half of that. */
const WEIGHT = { word: 1.5, run: 1, kind: 0.8, kindRun: 0.56, letters: 0.7, told: 0.5, cue: 0.8, several: 0.6 };
const LETTERS = 4;

export function readKinds(content: ContentLibrary): Kinds {
  const of = new Map<string, string[]>();
  let longest = 1;
  for (const file of content.all('medicine-topics'))
    for (const [kind, phrases] of Object.entries(file.kinds))
      for (const phrase of phrases) {
        const folded = words(phrase).map((word) => word.folded);
        longest = Math.max(longest, folded.length);
        const key = folded.join(' ');
        of.set(key, [...new Set([...(of.get(key) ?? []), kind])]);
      }
  return { of, longest };
}

/**
 * A message as sparse features: words, runs of up to three, kinds with their neighbours and runs of letters, each for
 * what is asked and for what is told beside it, and what the cue phrases say.
 * @param cues score by topic, of `topic-cues.ts`.
 */
export function topicFeatures(
  sentences: readonly Sentence[],
  kinds: Kinds,
  cues: ReadonlyMap<string, number>,
): Features {
  const out = new Map<string, number>();
  const asked = gather(
    sentences.filter((one) => one.asked),
    kinds,
  );
  const told = gather(
    sentences.filter((one) => !one.asked),
    kinds,
  );
  addParts(out, '', asked, 1);
  addParts(out, 'told ', told, WEIGHT.told);
  // What is told is also read as if it were asked, softly: people do not keep to sentences.
  addBlock(out, 'w:', told.words, WEIGHT.word * WEIGHT.told * 0.5);
  addBlock(out, 'k:', told.kinds, WEIGHT.kind * WEIGHT.told * 0.5);
  addBlock(out, 'l:', told.letters, WEIGHT.letters * WEIGHT.told);
  const medicines = sentences.flatMap((one) => one.words).filter((word) => word === MEDICINE).length;
  if (medicines > 1) out.set('several', WEIGHT.several);
  let best: string | undefined;
  for (const [topic, score] of cues) {
    out.set(`cue:${topic}`, WEIGHT.cue * Math.min(1.5, Math.log1p(score) / 2));
    if (best === undefined || score > cues.get(best)!) best = topic;
  }
  if (best !== undefined) out.set(`best:${best}`, WEIGHT.cue * 0.7);
  return out;
}

interface Parts {
  readonly words: string[];
  readonly runs: string[];
  readonly kinds: string[];
  readonly kindRuns: string[];
  readonly letters: string[];
}

function gather(sentences: readonly Sentence[], kinds: Kinds): Parts {
  const parts: Parts = { words: [], runs: [], kinds: [], kindRuns: [], letters: [] };
  for (const sentence of sentences) {
    const said = sentence.words.map(plain);
    const stems = said.map((word) => (word === MEDICINE || word.startsWith('#') ? word : stem(word, 'en')));
    parts.words.push(...stems);
    parts.runs.push(...runsOf(stems));
    addKinds(parts, said, stems, kinds);
    for (const word of said) if (word.length >= LETTERS) parts.letters.push(...lettersOf(word));
  }
  return parts;
}

/** Numbers are one word, amounts another: which number it is says nothing about the topic. */
function plain(word: string): string {
  if (/^\d+$/.test(word)) return '#';
  return /^\d+(mg|mcg|g|ml|iu|units)$/.test(word) ? '#mg' : word;
}

/** Neighbours, neighbours but one, and three in a row, with the ends of the sentence. */
function runsOf(stems: readonly string[]): string[] {
  const framed = ['^', ...stems, '$'];
  return framed.flatMap((word, i) => [
    ...(i >= 1 ? [`${framed[i - 1]} ${word}`] : []),
    ...(i >= 2 ? [`${framed[i - 2]} _ ${word}`, `${framed[i - 2]} ${framed[i - 1]} ${word}`] : []),
  ]);
}

function addKinds(parts: Parts, said: readonly string[], stems: readonly string[], kinds: Kinds): void {
  for (let i = 0; i < said.length; i++) {
    for (let count = Math.min(kinds.longest, said.length - i); count >= 1; count--) {
      const found = kinds.of.get(said.slice(i, i + count).join(' '));
      if (found === undefined) continue;
      for (const kind of found) {
        parts.kinds.push(kind);
        parts.kindRuns.push(
          `${stems[i - 1] ?? '^'} {${kind}`,
          `{${kind} ${stems[i + count] ?? '$'}`,
          `${stems[i - 2] ?? '^'} _ {${kind}`,
        );
      }
      break;
    }
  }
}

function lettersOf(word: string): string[] {
  const framed = `<${word}>`;
  return Array.from({ length: framed.length - LETTERS + 1 }, (_, i) => framed.slice(i, i + LETTERS));
}

function addParts(out: Map<string, number>, prefix: string, parts: Parts, weight: number): void {
  addBlock(out, `${prefix}w:`, parts.words, WEIGHT.word * weight);
  addBlock(out, `${prefix}r:`, parts.runs, WEIGHT.run * weight);
  addBlock(out, `${prefix}k:`, parts.kinds, WEIGHT.kind * weight);
  addBlock(out, `${prefix}kr:`, parts.kindRuns, WEIGHT.kindRun * weight);
  if (prefix === '') addBlock(out, 'l:', parts.letters, WEIGHT.letters * weight);
}

/** Scaled by how much was said, so that a long message does not shout. */
function addBlock(out: Map<string, number>, prefix: string, names: readonly string[], weight: number): void {
  if (names.length === 0) return;
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const norm = Math.sqrt(names.length);
  for (const [name, count] of counts)
    out.set(prefix + name, (out.get(prefix + name) ?? 0) + (weight * Math.sqrt(count)) / norm);
}
