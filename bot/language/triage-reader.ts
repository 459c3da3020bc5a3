import type { ContentLibrary } from '../../knowledge/schema/library';
import { deniedIds, triageLexicon } from '../../knowledge/triage/said';
import type { Mention } from '../contracts/language';
import { createLanguage } from '.';

/**
 * Reads protocols' lay phrases and the talk around them, with the same matcher and the same context rules as the lexicon,
 * but beside it: a phrase that only answers a question must not start triage or raise a flag.
 */
export function createTriageReader(content: ContentLibrary): (text: string, locale: string) => readonly Mention[] {
  const lexicon = triageLexicon(content);
  const narrowed = Object.create(content, {
    all: {
      value: (kind: Parameters<ContentLibrary['all']>[0]) =>
        kind === 'lexicon' ? [lexicon] : kind === 'red-flag' ? [] : content.all(kind),
    },
  }) as ContentLibrary;
  const language = createLanguage(narrowed, { intents: () => [] });
  return (text, locale) => language.read(text, locale, {}).mentions.flatMap(withDenied);
}

/** A phrase found denied also stands for the phrases written with the negation ("not playing", "no urine"). */
function withDenied(mention: Mention): Mention[] {
  if (mention.context.polarity !== 'negated' || !mention.concept.startsWith('said:')) return [mention];
  const context = { ...mention.context, polarity: 'affirmed' as const };
  return [mention, ...deniedIds(mention.concept).map((concept) => ({ ...mention, concept, context }))];
}
