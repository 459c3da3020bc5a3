import type { DateClass, DateWords } from '../../../knowledge/schema/date-words';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { DayPart } from '../../contracts';
import { fold } from '../text/tokenise';

/** What a word or phrase can be; one may be several things ("past", "menos") and the grammar takes the one that fits. */
export interface Meaning {
  classes: DateClass[];
  number?: number;
  ordinal?: number;
  weekday?: number;
  every?: boolean;
  month?: number;
  part?: DayPart;
}

export interface Vocabulary {
  readonly locale: string;
  /** Phrases by their first word, longest first. */
  readonly phrases: ReadonlyMap<string, readonly { words: readonly string[]; meaning: Meaning }[]>;
  /** Every word that occurs in a phrase: never taken for misspelt. */
  readonly known: ReadonlySet<string>;
  /** Words that are worth finding misspelt. */
  readonly names: readonly string[];
  readonly looseDays: Readonly<Record<string, number>>;
  /** What loose times are on the clock. */
  readonly hours: DateWords['hours'];
}

/** Shortest word that is looked for misspelt. */
const SHORTEST = 4;
const SPELT: readonly DateClass[] = ['today', 'tomorrow', 'yesterday', 'weekend'];

/** The words of one language, ready to be looked up. */
export function vocabularyOf(file: DateWords, content: ContentLibrary): Vocabulary {
  const entries = new Map<string, Meaning>();
  const at = (phrase: string): Meaning => {
    const key = phrase
      .split(/[\s-]+/)
      .map(fold)
      .join(' ');
    const found = entries.get(key) ?? { classes: [] };
    entries.set(key, found);
    return found;
  };
  const numbered = (lists: Readonly<Record<string, readonly string[]>>, put: (to: Meaning, n: number) => void) => {
    for (const [n, list] of Object.entries(lists)) for (const phrase of list) put(at(phrase), Number(n));
  };
  numbered(file.weekdays, (to, n) => Object.assign(to, { weekday: n }));
  numbered(file.every_weekday ?? {}, (to, n) => Object.assign(to, { weekday: n, every: true }));
  numbered(file.months, (to, n) => Object.assign(to, { month: n }));
  numbered(file.numbers, (to, n) => Object.assign(to, { number: n }));
  numbered(file.ordinals, (to, n) => Object.assign(to, { ordinal: n }));
  for (const [part, list] of Object.entries(file.parts)) for (const phrase of list) at(phrase).part = part as DayPart;
  for (const [name, list] of Object.entries(file.words))
    for (const phrase of list ?? []) at(phrase).classes.push(name as DateClass);
  return {
    locale: file.locale,
    phrases: byFirstWord(entries),
    known: knownWords(entries, file, content),
    names: [...entries].filter(([key, meaning]) => !key.includes(' ') && isName(key, meaning)).map(([key]) => key),
    looseDays: file.loose_days,
    hours: file.hours,
  };
}

/** Short words for parts of the day ("morn") are one slip from too much else ("more"). */
function isName(key: string, meaning: Meaning): boolean {
  if (key.length < SHORTEST) return false;
  return (
    meaning.weekday !== undefined ||
    meaning.month !== undefined ||
    (meaning.part !== undefined && key.length > SHORTEST) ||
    meaning.classes.some((one) => SPELT.includes(one))
  );
}

function byFirstWord(entries: ReadonlyMap<string, Meaning>) {
  const phrases = new Map<string, { words: string[]; meaning: Meaning }[]>();
  for (const [key, meaning] of entries) {
    const words = key.split(' ');
    phrases.set(words[0]!, [...(phrases.get(words[0]!) ?? []), { words, meaning }]);
  }
  for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length);
  return phrases;
}

function knownWords(entries: ReadonlyMap<string, Meaning>, file: DateWords, content: ContentLibrary): Set<string> {
  const known = new Set([...entries.keys()].flatMap((key) => key.split(' ')));
  for (const word of file.never) known.add(fold(word));
  for (const phrases of content.all('phrases'))
    for (const word of phrases.common?.[file.locale] ?? []) known.add(fold(word));
  return known;
}
