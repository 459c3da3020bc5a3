import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Mention, Reading, ScreenContext, ScreenHit, ScreenOutcome, ScreenResult } from '../../contracts/language';
import type { RaisedFlag } from '../../contracts/state';
import type { DangerReader, Likeness } from './reader';
import { standingReader } from './standing';

/** Names the rule to staff and in `npm run explain`. */
const BY_EXAMPLE = 'like-examples';

const NOW = { polarity: 'affirmed', temporality: 'now', experiencer: 'self', sense: 'literal' } as const;

/**
 * What the lexicon has no words for may still read like messages in which something was wrong: then the question of the
 * flag that fits is asked. And what it has words for may read, sentence and all, like messages in which nothing was
 * ("my uncle had a stroke in 2010, where do I park?"): then the instruction becomes a question or, beyond doubt, a
 * note that staff look at, and a question a note. Likeness never fires a flag, never touches poison, and never an
 * instruction about a crisis or danger from a person.
 */
export function secondLook(
  content: ContentLibrary,
  rules: SecondLookRules,
  reader: DangerReader,
  reading: Reading,
  context: ScreenContext,
  result: ScreenResult,
): ScreenResult {
  const { text, locale } = reading;
  const read = (part: string) => reader(part, locale === 'und' ? context.locale : locale);
  if (result.outcome === 'fire' || result.outcome === 'confirm')
    return opening(context) ? calmed(content, forThis(rules, reading), read, text, result) : result;
  // A person of the care team reads along and judges better than a likeness.
  const likeness = context.attended === true ? undefined : read(text);
  if (likeness === undefined || likeness.danger < bar(content, rules, likeness, context)) return result;
  // Asked and denied: the same worry is not asked about twice.
  if (spokenOf(context).some((one) => one.id === likeness.ask)) return result;
  return { outcome: 'confirm', hits: [hitOf(content, text, likeness), ...result.hits] };
}

/** Nothing was asked and nothing spoken of yet: the message stands for itself, as the examples do. */
function opening(context: ScreenContext): boolean {
  return context.owed === undefined && spokenOf(context).length === 0;
}

/** What was only noted was not spoken of. */
function spokenOf({ raised }: ScreenContext): readonly RaisedFlag[] {
  return raised.filter((one) => one.outcome !== 'note');
}

/** In the middle of something most words are answers, and a danger spoken of already has its own questions. */
function bar(content: ContentLibrary, rules: SecondLookRules, { ask }: Likeness, context: ScreenContext): number {
  if (!opening(context)) return rules.ask_from_later;
  return ofPersons(content, ask) ? rules.ask_crisis_from : rules.ask_from;
}

/** Suicide, self-harm, violence and abuse. */
function ofPersons(content: ContentLibrary, flag: string): boolean {
  return ['crisis', 'danger'].includes(content.get('red-flag', flag).kind);
}

/** What has been there for weeks is calmed more readily: danger begins or changes. */
function forThis(rules: SecondLookRules, reading: Reading): SecondLookRules {
  const { calm_below, silent_below, calm_standing_below, silent_standing_below } = rules;
  if (!standing(rules)(reading)) return rules;
  return {
    ...rules,
    calm_below: Math.max(calm_below, calm_standing_below),
    silent_below: Math.max(silent_below, silent_standing_below),
  };
}

const STANDING = new WeakMap<SecondLookRules, (reading: Reading) => boolean>();

function standing(rules: SecondLookRules): (reading: Reading) => boolean {
  const known = STANDING.get(rules) ?? standingReader(rules);
  STANDING.set(rules, known);
  return known;
}

const ORDER: readonly ScreenOutcome[] = ['none', 'note', 'confirm', 'fire'];

function calmed(
  content: ContentLibrary,
  rules: SecondLookRules,
  read: (part: string) => Likeness | undefined,
  text: string,
  result: ScreenResult,
): ScreenResult {
  const words = text.trim().split(/\s+/).length;
  const whole = read(text);
  if (whole === undefined || whole.danger >= rules.calm_below) return result;
  // Many findings may stand in one sentence, which is read once.
  const known = new Map<string, number>();
  const dangerOf = (sentence: string): number => {
    const danger = known.get(sentence) ?? read(sentence)?.danger ?? 1;
    known.set(sentence, danger);
    return danger;
  };
  const hits = result.hits.map((hit): ScreenHit => {
    const instructs = hit.outcome === 'fire';
    const { calm_fires_words: ofFires, calm_asks_words: ofAsks } = rules;
    if (words < (instructs ? ofFires : ofAsks)) return hit;
    const { kind } = content.get('red-flag', hit.flag);
    if (kind === 'poison' || (instructs && kind !== 'physical')) return hit;
    // A danger told in one sentence of a harmless letter is still a danger.
    const parts = hit.mentions.map((mention) => dangerOf(sentenceAround(text, mention)));
    const danger = Math.max(whole.danger, ...parts);
    if (danger >= (ofPersons(content, hit.flag) ? rules.calm_crisis_below : rules.calm_below)) return hit;
    const outcome = instructs && danger >= rules.silent_below ? 'confirm' : 'note';
    return {
      ...hit,
      outcome,
      ...(instructs && outcome === 'note' ? { calmed: true } : {}),
      because: [...hit.because, `reads like harmless messages, ${danger.toPrecision(1)}`],
    };
  });
  hits.sort((a, b) => ORDER.indexOf(b.outcome) - ORDER.indexOf(a.outcome));
  return { outcome: hits[0]?.outcome ?? 'none', hits };
}

const SENTENCE_END = /[.!?;\n]/;

function sentenceAround(text: string, { start, end }: Mention): string {
  let from = start;
  while (from > 0 && !SENTENCE_END.test(text[from - 1]!)) from -= 1;
  let to = end;
  while (to < text.length && !SENTENCE_END.test(text[to]!)) to += 1;
  return text.slice(from, to);
}

function hitOf(content: ContentLibrary, text: string, { ask, danger, words }: Likeness): ScreenHit {
  const flag = content.get('red-flag', ask);
  const mentions: Mention[] = words.map(({ start, end }) => ({
    concept: BY_EXAMPLE,
    start,
    end,
    words: text.slice(start, end),
    context: NOW,
    confidence: rounded(danger),
  }));
  const said = mentions.map((mention) => `"${mention.words}"`).join(', ');
  return {
    flag: flag.id,
    version: flag.version,
    outcome: 'confirm',
    level: flag.level,
    byExample: true,
    mentions,
    because: [`rule ${BY_EXAMPLE}: reads like messages of danger, ${rounded(danger)}, most by ${said}`],
  };
}

function rounded(danger: number): number {
  return Math.round(danger * 100) / 100;
}
