import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Mention, Reading, ScreenContext, ScreenHit, ScreenResult } from '../../contracts/language';
import type { RaisedFlag } from '../../contracts/state';
import { calmed } from './calm';
import type { HitReader } from './hit-reader';
import { ofPersons } from './kinds';
import type { DangerReader, Likeness } from './reader';

/** Names the rule to staff and in `npm run explain`. */
const BY_EXAMPLE = 'like-examples';

const NOW = { polarity: 'affirmed', temporality: 'now', experiencer: 'self', sense: 'literal' } as const;

/** What was learnt: how texts read, and when the screen is right. */
export interface Readers {
  readonly danger: DangerReader;
  readonly hit?: HitReader | undefined;
}

/**
 * What the lexicon has no words for may still read like messages in which something was wrong: then the question of the
 * flag that fits is asked. And what it has words for may be nothing: see `calmed`. Likeness never fires a flag.
 */
export function secondLook(
  content: ContentLibrary,
  rules: SecondLookRules,
  { danger: reader, hit }: Readers,
  reading: Reading,
  context: ScreenContext,
  result: ScreenResult,
): ScreenResult {
  const { text } = reading;
  const locale = reading.locale === 'und' ? context.locale : reading.locale;
  const read = (part: string) => reader(part, locale);
  if (result.outcome === 'fire' || result.outcome === 'confirm')
    return story(context) ? calmed(content, rules, { danger: read, hit }, reading, locale, result) : result;
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

/** Told in the person's own words, at the beginning or where they were asked for: read as the examples are. */
function story(context: ScreenContext): boolean {
  return (context.owed === undefined || context.owed.kind === 'text') && spokenOf(context).length === 0;
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
    ...(flag.kind === 'physical' ? { inPassing: true } : {}),
    mentions,
    because: [`rule ${BY_EXAMPLE}: reads like messages of danger, ${rounded(danger)}, most by ${said}`],
  };
}

function rounded(danger: number): number {
  return Math.round(danger * 100) / 100;
}
