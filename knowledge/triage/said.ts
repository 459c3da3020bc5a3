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
  const small = new Set(wordsOf(content, SMALL));
  const other = otherThings(content);
  const concepts = new Map<string, Concept>();
  const add = (kind: Concept['kind'], lists: Readonly<Record<string, readonly string[]>> | undefined) => {
    for (const [locale, phrases] of Object.entries(lists ?? {})) {
      for (const phrase of phrases) {
        const plain = withoutNegation(phrase);
        const id = saidId(plain);
        if (concepts.has(id)) continue;
        const not = other.get(plain.toLowerCase());
        concepts.set(id, { id, kind, phrases: { [locale]: [asPattern(plain, small)] }, ...(not && { not }) });
      }
    }
  };
  for (const protocol of protocols) {
    add('finding', protocol.entry.phrases);
    for (const question of protocol.questions) for (const lists of phraseLists(question)) add('finding', lists);
  }
  for (const fact of facts) add('condition', fact.phrases);
  const [template] = content.all('talk');
  const talk = content
    .all('talk')
    .flatMap((file) => file.concepts.filter((concept) => concept.id !== WEAK && concept.id !== SMALL));
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

/**
 * Single words of the lexicon with what it knows to be another thing: "hay fever" is no "fever" in the phrases of a
 * question either. Words of several concepts are left out, for each means something else by them.
 */
function otherThings(content: ContentLibrary): ReadonlyMap<string, NonNullable<Concept['not']>> {
  const found = new Map<string, NonNullable<Concept['not']> | undefined>();
  const lexicons = content.all('lexicon');
  const classes = new Map(lexicons.flatMap((lexicon) => Object.entries(lexicon.classes)));
  const spelt = (phrase: string) =>
    phrase.startsWith('@') ? Object.values(classes.get(phrase.slice(1)) ?? {}).flat() : [phrase];
  for (const { phrases, not } of lexicons.flatMap((lexicon) => lexicon.concepts)) {
    const words = Object.values(phrases).flat().flatMap(spelt);
    for (const word of new Set(words.filter((one) => SINGLE_WORD.test(one)).map((one) => one.toLowerCase())))
      found.set(word, found.has(word) ? undefined : withoutClasses(not));
  }
  return new Map([...found].flatMap(([word, not]) => (not === undefined ? [] : [[word, not] as const])));
}

const SINGLE_WORD = /^\p{L}+$/u;

/** Classes of words belong to the lexicon that names them. */
function withoutClasses(not: Concept['not']): Concept['not'] {
  if (not === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(not).map(([locale, list]) => [locale, list.filter((one) => !one.includes('@'))]),
  );
}

/** Concept id of a phrase. */
export function saidId(phrase: string): string {
  return `said:${phrase.toLowerCase().replace(/\s+/g, '-')}`;
}

const CANNOT = /\b(?:can't|cant|cannot|can not)(?=\s)/i;
const NEGATION = /^(no|not|sin)\s+(?=\S)/i;

/**
 * "no fever" is the denial of "fever", not a phrase of its own: taken whole, it would swallow the "no" and leave the fever
 * standing as if it were there.
 */
function withoutNegation(phrase: string): string {
  return phrase.replace(NEGATION, '');
}

/** The ids that phrases written with a negation have ("no fever"), for a phrase that was found denied. */
export function deniedIds(id: string): readonly string[] {
  return ['no', 'not', 'sin'].map((word) => id.replace(/^said:/, `said:${word}-`));
}

/** Phrases are plain words for the people who write them; signs of the pattern language are taken as spaces. */
function asPattern(phrase: string, small: ReadonlySet<string>): string {
  const plain = phrase
    .replace(/[+@()|/?_=]/g, ' ')
    .replace(/\.\./g, ' ')
    .trim();
  // "can keep sips down" is one letter from "can't keep sips down" and its opposite: that word is never guessed.
  if (CANNOT.test(plain)) return plain.replace(CANNOT, '(=cant|=cannot)');
  const words = plain.split(/\s+/);
  // "sticky eyes" is also "my eyes are sticky": two telling words near each other, in either order.
  return words.length === 2 && words.every((word) => word.length >= 3 && !small.has(word.toLowerCase()))
    ? `${words[0]} + ${words[1]} /5`
    : plain;
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

/** Lists of words in `content/talk` that are not about anything by themselves. */
const WEAK = 'weak-words';
const SMALL = 'small-words';

function wordsOf(content: ContentLibrary, id: string): string[] {
  return content
    .all('talk')
    .flatMap((file) => file.concepts.filter((concept) => concept.id === id))
    .flatMap((concept) => Object.values(concept.phrases).flat());
}

const WEAK_IDS = new WeakMap<ContentLibrary, ReadonlySet<string>>();

/** Ids of the phrases that say too little outside a direct answer. */
function weakIds(content: ContentLibrary): ReadonlySet<string> {
  let ids = WEAK_IDS.get(content);
  if (ids === undefined) {
    ids = new Set(wordsOf(content, WEAK).map(saidId));
    WEAK_IDS.set(content, ids);
  }
  return ids;
}

/** What answers something even before it is asked: concepts and telling phrases, not single everyday words. */
export function tellingConceptsOf(
  item: Pick<Option, 'concepts' | 'phrases'> | Fact | Protocol['entry'],
  content: ContentLibrary,
): ReadonlySet<string> {
  const weak = weakIds(content);
  return new Set([...conceptsOf(item)].filter((concept) => !weak.has(concept)));
}

/** Letters two words must share at the beginning to be of one family: "sweat" and "sweaty", "respira" and "respirar". */
const FAMILY = 4;

/**
 * Whether what somebody wrote is really about what is asked. The lexicon casts wide, so that no emergency is missed: that is
 * enough to put a question, and not enough to answer it. Words that share nothing with the question, its phrases or the names
 * of its concepts leave it to be asked; a number ("39.5") is always taken.
 * @param words the patient's own words that the lexicon took for a concept of the item
 * @param shown the item as it is read in every language
 */
export function isAbout(
  words: string,
  item: Pick<Option, 'concepts' | 'phrases'>,
  shown: readonly (string | undefined)[],
): boolean {
  if (/\d/.test(words)) return true;
  const told = familiesIn(words);
  const asked = [...shown, ...(item.concepts ?? []), ...Object.values(item.phrases ?? {}).flat()];
  return asked.some((text) => text !== undefined && familiesIn(text).some((family) => told.includes(family)));
}

/**
 * Whether an option names something beside a time ("A lump for over 3 weeks", and not "Over 2 weeks"): the time alone is no answer
 * then. @param told what the patient said so far
 */
export function isOfWhatWasTold(label: readonly string[], told: readonly (string | undefined)[]): boolean {
  const asked = label.map((text) => familiesIn(text).filter((family) => !OF_TIME.has(family)));
  if (asked.some((families) => families.length === 0)) return true;
  const heard = new Set(told.flatMap((text) => (text === undefined ? [] : familiesIn(text))));
  return asked.some((families) => families.some((family) => heard.has(family)));
}

function familiesIn(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= 3 && !EVERYWHERE.has(word))
    .map((word) => word.slice(0, FAMILY));
}

/** Beginnings of words that only say for how long, in the languages of the content. */
const OF_TIME: ReadonlySet<string> = new Set(
  'day days week mont year hour over long last goin gone ever bett impr semana sema mes mese dias año años ano anos hora dura siem mejo asi llev'.split(
    ' ',
  ),
);

/** Words that stand in any sentence and tell nothing of what it is about. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  'the and for with from that this not cant can has have had was are when what out off now more less very than then she her his him they you your mine just only any all its los las del que una con por para sin muy mas esta este esto eso hay como cuando'.split(
    ' ',
  ),
);
