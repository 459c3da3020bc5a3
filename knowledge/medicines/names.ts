import { KINDS, type Kind } from '../schema/kinds';
import type { ContentLibrary } from '../schema/library';
import { fold, nameKey } from './words';

/** What a name stands for: a medicine with a card, one known by name only, or a substance such as a food. */
export interface Subject {
  readonly id: string;
  readonly kind: 'medicine' | 'named' | 'substance';
  readonly classes: readonly string[];
  /** A name to show when there is no card: the first one in the file. */
  readonly name: string;
}

export type NameKind = 'name' | 'brand' | 'misspelling';

export interface NameEntry {
  readonly id: string;
  readonly how: NameKind;
}

/** Every name of the content, by its key, and what it stands for. */
export interface NameIndex {
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly byName: ReadonlyMap<string, readonly NameEntry[]>;
  /** `rxnorm:6809` and `atc:A10BA02` to a medicine; a code that two share leads to none. */
  readonly byCode: ReadonlyMap<string, string>;
  /** Phrases that name a class ("water pill"), by key. */
  readonly classNames: ReadonlyMap<string, readonly string[]>;
  /** Class id to itself and every wider class. */
  readonly widened: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids whose names look or sound alike. */
  readonly alike: ReadonlyMap<string, ReadonlySet<string>>;
  readonly stems: readonly string[];
  readonly everyday: ReadonlySet<string>;
  readonly descriptions: readonly string[];
  /** Keys of names written as several words: only these, or long ones, are found across words. */
  readonly severalWords: ReadonlySet<string>;
  /** Phrases right before a name that is an allergy, not the question. */
  readonly allergyBefore: readonly string[];
  /** Keys of names that after another medicine mostly mean that one. */
  readonly saidAgain: ReadonlySet<string>;
  /** Words in the longest name. */
  readonly longest: number;
}

/** Collects names, classes and look-alikes of a content library; pure, done once per library. */
export function indexNames(content: ContentLibrary): NameIndex {
  const subjects = new Map<string, Subject>();
  const byName = new Map<string, NameEntry[]>();
  const widened = widenClasses(content);
  const severalWords = new Set<string>();
  let longest = 1;
  const add = (name: string, entry: NameEntry): void => {
    const key = nameKey(name);
    if (key === '') return;
    const count = name.trim().split(/[\s-]+/).length;
    longest = Math.max(longest, count);
    if (count > 1) severalWords.add(key);
    const list = byName.get(key) ?? [];
    byName.set(key, list);
    if (!list.some((one) => one.id === entry.id)) list.push(entry);
  };

  for (const one of content.all('medicine')) {
    const classes = new Set(one.classes.flatMap((id) => [...(widened.get(id) ?? [id])]));
    subjects.set(one.id, { id: one.id, kind: 'medicine', classes: [...classes], name: one.names.display.en });
    for (const name of [one.id.replace(/_/g, ' '), ...displayNames(one.names.display), ...one.names.also])
      add(name, { id: one.id, how: 'name' });
    for (const name of one.names.brands) add(name, { id: one.id, how: 'brand' });
    for (const name of one.names.misspellings) add(name, { id: one.id, how: 'misspelling' });
  }
  const classNames = new Map<string, string[]>();
  for (const one of content.all('medicine-class')) {
    const wider = widened.get(one.id) ?? new Set([one.id]);
    for (const member of one.members) {
      const known = subjects.get(member.id);
      const kind = known?.kind ?? (one.substance ? 'substance' : 'named');
      const plain = member.id.replace(/_/g, ' ');
      const name = known?.name ?? (widened.has(member.id) ? (member.names[0] ?? plain) : plain);
      subjects.set(member.id, {
        id: member.id,
        kind,
        name,
        classes: [...new Set([...(known?.classes ?? []), ...wider])],
      });
      for (const spelling of [member.id.replace(/_/g, ' '), ...member.names])
        add(spelling, { id: member.id, how: 'name' });
    }
    for (const called of Object.values(one.names.called).flat()) {
      const key = nameKey(called);
      classNames.set(key, [...(classNames.get(key) ?? []), one.id]);
      longest = Math.max(longest, called.split(/[\s-]+/).length);
      severalWords.add(key);
    }
  }
  const topics = content.all('medicine-topics');
  return {
    subjects,
    byName,
    byCode: indexCodes(content),
    classNames,
    widened,
    alike: indexLookalikes(content, byName),
    stems: content.all('lookalike').flatMap((file) => file.stems),
    everyday: everydayWords(content),
    descriptions: topics.flatMap((file) => file.descriptions.map(fold)),
    severalWords,
    allergyBefore: topics.flatMap((file) => file.allergy_before.map(fold)),
    saidAgain: new Set(topics.flatMap((file) => file.said_again.map(nameKey))),
    longest: Math.min(longest, 6),
  };
}

/** "paracetamol (acetaminophen)" names two. */
function displayNames(display: Readonly<Record<string, string>>): string[] {
  return Object.values(display).flatMap((name) => name.split(/[()]/).map((part) => part.trim()));
}

function indexCodes(content: ContentLibrary): Map<string, string> {
  const ids = new Map<string, Set<string>>();
  for (const { id, codes } of content.all('medicine')) {
    for (const [system, code] of Object.entries(codes)) {
      if (code !== null) ids.set(`${system}:${code}`, (ids.get(`${system}:${code}`) ?? new Set()).add(id));
    }
  }
  return new Map([...ids].filter(([, set]) => set.size === 1).map(([code, set]) => [code, [...set][0]!]));
}

function widenClasses(content: ContentLibrary): Map<string, Set<string>> {
  const parents = new Map(content.all('medicine-class').map((one) => [one.id, one.parents]));
  const widened = new Map<string, Set<string>>();
  for (const id of parents.keys()) {
    const all = new Set<string>();
    const visit = (one: string): void => {
      if (all.has(one)) return;
      all.add(one);
      for (const parent of parents.get(one) ?? []) visit(parent);
    };
    visit(id);
    widened.set(id, all);
  }
  return widened;
}

function indexLookalikes(
  content: ContentLibrary,
  byName: ReadonlyMap<string, readonly NameEntry[]>,
): Map<string, Set<string>> {
  const alike = new Map<string, Set<string>>();
  const link = (a: string, b: string): void => {
    alike.set(a, (alike.get(a) ?? new Set()).add(b));
  };
  for (const [left, right] of content.all('lookalike').flatMap((file) => file.pairs)) {
    for (const a of byName.get(nameKey(left)) ?? []) {
      for (const b of byName.get(nameKey(right)) ?? []) {
        link(a.id, b.id);
        link(b.id, a.id);
      }
    }
  }
  return alike;
}

/** Kinds that hold names of medicines as names: their words are no everyday words. */
const NAMING: ReadonlySet<Kind> = new Set(['medicine', 'medicine-class', 'medicine-topics', 'lookalike', 'allergy']);

/** The one kind of words in questions that holds names. */
const OTHER_MEDICINES = 'other';

/** Words of all our own sentences and of the lists: such a word is never taken for a misspelt medicine. */
function everydayWords(content: ContentLibrary): Set<string> {
  const everyday = new Set<string>();
  const take = (text: string): void => {
    for (const word of fold(text).split(/[^\p{L}\p{N}]+/u)) if (word.length > 1) everyday.add(word);
  };
  const walk = (node: unknown): void => {
    if (typeof node === 'string') take(node);
    else if (typeof node === 'object' && node !== null) for (const value of Object.values(node)) walk(value);
  };
  for (const kind of Object.keys(KINDS) as Kind[]) if (!NAMING.has(kind)) walk(content.all(kind));
  for (const file of content.all('medicine')) {
    walk(file.say);
    walk(file.purpose_short);
  }
  for (const file of content.all('medicine-topics')) {
    walk(file.not_medicines);
    for (const cues of Object.values(file.topics))
      for (const cue of Object.keys(cues)) take(cue.replace(/[^\s(|]*\*/g, ' '));
    walk(file.contexts);
    walk(file.examples);
    for (const [kind, phrases] of Object.entries(file.kinds)) if (kind !== OTHER_MEDICINES) walk(phrases);
  }
  return everyday;
}
