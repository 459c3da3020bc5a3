import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Mention, Reading, ScreenContext, ScreenHit, ScreenOutcome, ScreenResult } from '../../contracts/language';
import type { DangerReader, Likeness } from './reader';

/** Names the rule to staff and in `npm run explain`. */
const BY_EXAMPLE = 'like-examples';

const NOW = { polarity: 'affirmed', temporality: 'now', experiencer: 'self', sense: 'literal' } as const;

/**
 * What the lexicon has no words for may still read like messages in which something was wrong: then the question of the
 * flag that fits is asked. And what it has words for may read like messages in which nothing was ("my uncle's stroke in
 * 2010, and where do I park?"): then the instruction becomes a question that still carries it, and a question is noted.
 * Likeness never fires a flag, and never cancels an instruction, a crisis or danger from a person.
 */
export function secondLook(
  content: ContentLibrary,
  rules: SecondLookRules,
  reader: DangerReader,
  { text, locale }: Reading,
  context: ScreenContext,
  result: ScreenResult,
): ScreenResult {
  const likeness = reader(text, locale === 'und' ? context.locale : locale);
  if (likeness === undefined) return result;
  if (result.outcome === 'fire' || result.outcome === 'confirm')
    return opening(context) && likeness.danger < rules.calm_below ? calmed(content, likeness, result) : result;
  // A person of the care team reads along and judges better than a likeness.
  if (context.attended === true || likeness.danger < bar(content, rules, likeness, context)) return result;
  // Asked and denied: the same worry is not asked about twice.
  if (context.raised.some((one) => one.id === likeness.ask)) return result;
  return { outcome: 'confirm', hits: [hitOf(content, text, likeness), ...result.hits] };
}

/** Nothing was asked and nothing spoken of yet: the message stands for itself, as the examples do. */
function opening({ owed, raised }: ScreenContext): boolean {
  return owed === undefined && raised.length === 0;
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

const CALMER: Readonly<Record<'fire' | 'confirm' | 'note', ScreenHit['outcome']>> = {
  fire: 'confirm',
  confirm: 'note',
  note: 'note',
};
const ORDER: readonly ScreenOutcome[] = ['none', 'note', 'confirm', 'fire'];

function calmed(content: ContentLibrary, { danger }: Likeness, result: ScreenResult): ScreenResult {
  const hits = result.hits.map((hit): ScreenHit => {
    if (ofPersons(content, hit.flag)) return hit;
    const because = [...hit.because, `reads like harmless messages, ${rounded(danger)}`];
    return { ...hit, outcome: CALMER[hit.outcome], because };
  });
  hits.sort((a, b) => ORDER.indexOf(b.outcome) - ORDER.indexOf(a.outcome));
  return { outcome: hits[0]?.outcome ?? 'none', hits };
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
    mentions,
    because: [`rule ${BY_EXAMPLE}: reads like messages of danger, ${rounded(danger)}, most by ${said}`],
  };
}

function rounded(danger: number): number {
  return Math.round(danger * 100) / 100;
}
