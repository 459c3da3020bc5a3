import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Mention, Reading, ScreenContext, ScreenHit, ScreenResult } from '../../contracts/language';
import type { DangerReader, Likeness } from './reader';

/** Names the rule to staff and in `npm run explain`. */
const BY_EXAMPLE = 'like-examples';

const NOW = { polarity: 'affirmed', temporality: 'now', experiencer: 'self', sense: 'literal' } as const;

/**
 * What the lexicon has no words for may still read like messages in which something was wrong: then the question of the
 * flag that fits is asked. Likeness never fires a flag and never takes back what the screen found.
 */
export function secondLook(
  content: ContentLibrary,
  rules: SecondLookRules,
  reader: DangerReader,
  { text, locale }: Reading,
  context: ScreenContext,
  result: ScreenResult,
): ScreenResult {
  // A person of the care team reads along and judges better than a likeness.
  if (context.attended === true || result.outcome === 'fire' || result.outcome === 'confirm') return result;
  const likeness = reader(text, locale === 'und' ? context.locale : locale);
  if (likeness === undefined || likeness.danger < bar(content, rules, likeness, context)) return result;
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
