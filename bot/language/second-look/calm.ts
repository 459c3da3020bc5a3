import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Mention, Reading, ScreenHit, ScreenResult } from '../../contracts/language';
import type { Found } from './hit-features';
import { foundIn, type HitReader, partOf } from './hit-reader';
import { ofPersons } from './kinds';
import type { Likeness } from './reader';
import { standingReader } from './standing';

/** How a text reads, and how likely it is that what the screen found is true. */
export interface CalmingReaders {
  readonly danger: (text: string) => Likeness | undefined;
  readonly hit: HitReader | undefined;
}

/** What is asked comes before what is only said in passing. */
function loudness({ outcome, inPassing }: ScreenHit): number {
  return { note: 0, confirm: 2, fire: 3 }[outcome] - (inPassing === true ? 1 : 0);
}

/**
 * What the screen found may be nothing, for two reasons. The message reads, sentence and all, like messages in which
 * nothing was wrong ("my uncle had a stroke in 2010, where do I park?"): then the instruction becomes a question or,
 * beyond doubt, a note that staff look at, and a question a note. Or the screen was seldom right when it found these
 * words in such a message: then the instruction becomes a question, and both are said in passing where it was rarely
 * right; they never fall silent for that. Poison is never touched, nor an instruction about a crisis or danger from a
 * person.
 */
export function calmed(
  content: ContentLibrary,
  rules: SecondLookRules,
  readers: CalmingReaders,
  reading: Reading,
  locale: string,
  result: ScreenResult,
): ScreenResult {
  const words = reading.text.trim().split(/\s+/).length;
  const byText = calmedByText(content, forThis(rules, standingIn(rules)(reading)), readers.danger, reading.text);
  const byHit = calmedByHit(content, rules, readers.hit, foundIn(reading, locale, result.hits), reading.text);
  const hits = result.hits.map((hit): ScreenHit => {
    const instructs = hit.outcome === 'fire';
    if (hit.outcome === 'note' || words < (instructs ? rules.calm_fires_words : rules.calm_asks_words)) return hit;
    const { kind } = content.get('red-flag', hit.flag);
    if (kind === 'poison' || (instructs && kind !== 'physical')) return hit;
    return byText(hit) ?? byHit(hit) ?? hit;
  });
  hits.sort((a, b) => loudness(b) - loudness(a));
  return { outcome: hits[0]?.outcome ?? 'none', hits };
}

type Calming = (hit: ScreenHit) => ScreenHit | undefined;

/** The message and every sentence with a finding read harmless: a danger told in one sentence is still a danger. */
function calmedByText(
  content: ContentLibrary,
  rules: SecondLookRules,
  read: CalmingReaders['danger'],
  text: string,
): Calming {
  const whole = read(text);
  if (whole === undefined || whole.danger >= rules.calm_below) return () => undefined;
  const dangerOf = once((sentence) => read(sentence)?.danger ?? 1);
  return (hit) => {
    const instructs = hit.outcome === 'fire';
    const parts = hit.mentions.map((mention) => dangerOf(text.slice(...sentenceAround(text, mention))));
    const danger = Math.max(whole.danger, ...parts);
    if (danger >= (ofPersons(content, hit.flag) ? rules.calm_crisis_below : rules.calm_below)) return undefined;
    const outcome = instructs && danger >= rules.silent_below ? 'confirm' : 'note';
    return {
      ...hit,
      outcome,
      ...(instructs && outcome === 'note' ? { calmed: true } : {}),
      because: [...hit.because, `reads like harmless messages, ${danger.toPrecision(1)}`],
    };
  };
}

/**
 * What was found, in such a message, was seldom true: an instruction becomes a question. Said in passing only where the
 * hit alone, in its own sentences, was seldom true as well: one true sentence must not drown in a long story.
 */
function calmedByHit(
  content: ContentLibrary,
  rules: SecondLookRules,
  likely: HitReader | undefined,
  found: Found,
  text: string,
): Calming {
  if (likely === undefined) return () => undefined;
  const whole = lazy(() => likely(found));
  return (hit) => {
    // The examples tell what calls for emergency words, not what should be seen today.
    if (hit.level > 'D1' || ofPersons(content, hit.flag)) return undefined;
    if (whole() >= (hit.outcome === 'fire' ? rules.doubt_below : rules.in_passing_below)) return undefined;
    const inPassing = Math.max(whole(), ...partsOf(found, hit, text).map(likely)) < rules.in_passing_below;
    if (hit.outcome !== 'fire' && !inPassing) return undefined;
    return {
      ...hit,
      outcome: 'confirm',
      ...(inPassing ? { inPassing: true } : {}),
      because: [...hit.because, `seldom true where it was found in messages like this, ${whole().toPrecision(2)}`],
    };
  };
}

/** The hit alone, in each sentence that has something of it. */
function partsOf(found: Found, hit: ScreenHit, text: string): Found[] {
  const sentences = new Map(hit.mentions.map((mention) => sentenceAround(text, mention)).map((one) => [one[0], one]));
  return [...sentences.values()].map(([from, to]) => partOf(found, hit, from, to));
}

/** What has been there for weeks is calmed more readily: danger begins or changes. */
function forThis(rules: SecondLookRules, standing: boolean): SecondLookRules {
  const { calm_below, silent_below, calm_standing_below, silent_standing_below } = rules;
  if (!standing) return rules;
  return {
    ...rules,
    calm_below: Math.max(calm_below, calm_standing_below),
    silent_below: Math.max(silent_below, silent_standing_below),
  };
}

const STANDING = new WeakMap<SecondLookRules, (reading: Reading) => boolean>();

function standingIn(rules: SecondLookRules): (reading: Reading) => boolean {
  const known = STANDING.get(rules) ?? standingReader(rules);
  STANDING.set(rules, known);
  return known;
}

function lazy(compute: () => number): () => number {
  let known: number | undefined;
  return () => {
    known ??= compute();
    return known;
  };
}

/** Many findings may stand in one sentence, which is read once. */
function once(read: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const answer = known.get(text) ?? read(text);
    known.set(text, answer);
    return answer;
  };
}

const SENTENCE_END = /[.!?;\n]/;

/** From where to where the sentence of a mention goes. */
function sentenceAround(text: string, { start, end }: Mention): [number, number] {
  let from = start;
  while (from > 0 && !SENTENCE_END.test(text[from - 1]!)) from -= 1;
  let to = end;
  while (to < text.length && !SENTENCE_END.test(text[to]!)) to += 1;
  return [from, to];
}
