import type { ContentLibrary } from '../schema/library';
import { MEDICINE, type Span } from './sentences';

/** One message to learn a topic from, medicines marked as they are in a patient's. */
export interface TopicExample {
  readonly topic: string;
  readonly text: string;
  readonly medicines: readonly Span[];
}

/** Of all the ways to read one line of examples, this many are learnt from. */
const MOST_READINGS = 14;
/** Every how many examples one is told again behind something that says nothing. */
const WITH_CONTEXT = 3;
/** What a medicine is called while learning: a word that is none. */
const STAND_IN = 'xmed';

/** Every line of examples of the content, its alternatives and kinds filled in; always the same ones in the same order. */
export function topicExamples(content: ContentLibrary): TopicExample[] {
  const next = numbers();
  return content.all('medicine-topics').flatMap((file) => {
    let told = 0;
    return Object.entries(file.examples).flatMap(([topic, lines]) =>
      lines.flatMap((line) =>
        readings(line, file.kinds, next).flatMap((text, i) => {
          const context = i % WITH_CONTEXT === 1 ? file.contexts[told++ % file.contexts.length] : undefined;
          const plain = marked(topic, text);
          return context === undefined ? [plain] : [plain, marked(topic, `${context} ${text}?`)];
        }),
      ),
    );
  });
}

/** `how do i (take|use) @` as "how do i take @" and "how do i use @"; `{symptom}` as words of that kind. */
function readings(line: string, kinds: Readonly<Record<string, readonly string[]>>, next: (below: number) => number) {
  const parts = line.split(/(\([^()]*\))/).filter((part) => part !== '');
  const options = parts.map((part) => (part.startsWith('(') ? part.slice(1, -1).split('|') : [part]));
  const all = options.reduce((count, one) => count * one.length, 1);
  const wanted = Math.min(MOST_READINGS, line.includes('{') ? Math.max(all, MOST_READINGS / 2) : all);
  const made = Array.from({ length: wanted }, (_, i) =>
    options
      .map((one) => (one.length === 1 ? one[0]! : one[(i + next(one.length)) % one.length]!))
      .join('')
      .replace(/\{([a-z_]+)\}/g, (_whole, kind: string) => kinds[kind]![next(kinds[kind]!.length)]!)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return [...new Set(made)];
}

function marked(topic: string, text: string): TopicExample {
  const medicines: Span[] = [];
  let read = '';
  for (const [i, piece] of text.split(MEDICINE).entries()) {
    if (i > 0) {
      medicines.push({ start: read.length, end: read.length + STAND_IN.length });
      read += STAND_IN;
    }
    read += piece;
  }
  return { topic, text: read, medicines };
}

/** Numbers without chance (a linear congruential generator): the same examples on every machine and start. */
function numbers(): (below: number) => number {
  let state = 20260901;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}
