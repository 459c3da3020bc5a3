import type { Concept, Lexicon } from '../schema/lexicon';
import type { ContentLibrary } from '../schema/library';
import type { Fact } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import type { Option, Question } from '../schema/triage-common';

/**
 * The lay phrases of protocols and modifiers as one lexicon, each phrase once, so that the same reader (typos, inflection,
 * negation) finds them. Concept ids are `said:<phrase>`; who used the phrase is looked up by the dialog.
 */
export function triageLexicon(content: ContentLibrary): Lexicon {
  const protocols = content.all('protocol');
  const facts = content.all('modifier').flatMap((modifier) => modifier.facts);
  const concepts = new Map<string, Concept>();
  const add = (kind: Concept['kind'], lists: Readonly<Record<string, readonly string[]>> | undefined) => {
    for (const [locale, phrases] of Object.entries(lists ?? {})) {
      for (const phrase of phrases) {
        const id = saidId(phrase);
        if (!concepts.has(id)) concepts.set(id, { id, kind, phrases: { [locale]: [asPattern(phrase)] } });
      }
    }
  };
  for (const protocol of protocols) {
    add('finding', protocol.entry.phrases);
    for (const question of protocol.questions) for (const lists of phraseLists(question)) add('finding', lists);
  }
  for (const fact of facts) add('condition', fact.phrases);
  const [template] = content.all('talk');
  const talk = content.all('talk').flatMap((file) => file.concepts);
  return {
    id: 'triage-said',
    version: '1',
    status: 'review',
    owner: template?.owner ?? 'content',
    sources: template?.sources ?? [{ title: 'protocols', read: false }],
    review_by: template?.review_by ?? '2027-11-01',
    classes: {},
    concepts: [...concepts.values(), ...talk],
  };
}

/** Concept id of a phrase. */
export function saidId(phrase: string): string {
  return `said:${phrase.toLowerCase().replace(/\s+/g, '-')}`;
}

/** Phrases are plain words for the people who write them; signs of the pattern language are taken as spaces. */
function asPattern(phrase: string): string {
  return phrase
    .replace(/[+@()|/?_=]/g, ' ')
    .replace(/\.\./g, ' ')
    .trim();
}

function phraseLists(question: Question): readonly (Option['phrases'] | Question['phrases'])[] {
  const own = [question.phrases];
  return question.type === 'choice' || question.type === 'ticks'
    ? [...own, ...question.options.map((option) => option.phrases)]
    : own;
}

/** Concepts that answer something: those listed, and those of its phrases in any language. */
export function conceptsOf(item: Pick<Option, 'concepts' | 'phrases'> | Fact | Protocol['entry']): ReadonlySet<string> {
  const phrases = Object.values(item.phrases ?? {}).flat();
  return new Set([...(item.concepts ?? []), ...phrases.map(saidId)]);
}
