import type { PractitionerInfo } from '../../bot/contracts';
import type { BookingWords } from '../../knowledge/schema/booking-words';
import { distance, fold, said } from './folded';

/** Who a text names: people who work here, or a name that nobody here has with the nearest names there are. */
export interface NamedDoctor {
  readonly practitioners?: readonly string[];
  readonly unknownDoctor?: { readonly said: string; readonly near: readonly PractitionerInfo[] };
}

export interface NamesHere {
  readonly people: readonly PractitionerInfo[];
  readonly words: readonly BookingWords[];
  /** Whether a word is one of another kind (a service, a day) and so nobody's misspelt name. */
  readonly isOther: (word: string) => boolean;
}

/** Shortest family name that is looked for misspelt, and without a title before it. */
const SHORTEST_MISSPELT = 5;
/** Shortest word behind a title that can be a name. */
const SHORTEST_NAME = 3;
const NEAREST = 3;

/** A practitioner named in the text: exactly, then misspelt, then a name behind a title that nobody here has. */
export function doctorIn(text: string, here: NamesHere): NamedDoctor | undefined {
  const words = said(text);
  const exact = here.people.filter((one) => words.includes(fold(one.family)));
  if (exact.length > 0) return { practitioners: exact.map((one) => one.id) };
  const named = namesBehindTitles(words, here);
  const byFirstName = here.people.filter((one) => said(one.name).some((part) => named.includes(part)));
  if (byFirstName.length > 0) return { practitioners: byFirstName.map((one) => one.id) };
  const close = here.people.filter((one) => words.some((word) => isMisspelt(word, one, named.includes(word), here)));
  if (close.length === 1) return { practitioners: [close[0]!.id] };
  const [name] = named;
  if (name === undefined) return undefined;
  const near = [...here.people].sort((a, b) => distance(name, fold(a.family)) - distance(name, fold(b.family)));
  return { unknownDoctor: { said: asWritten(name, text), near: near.slice(0, NEAREST) } };
}

/** "Bermúdez", not "bermudez", where it was written so. */
const asWritten = (name: string, text: string): string =>
  text.split(/[^\p{L}\p{M}'’-]+/u).find((word) => fold(word) === name) ?? name;

/** One slip away. Without a title the first letter is right and it is no other word: "my eyes" is not Dr. Reyes. */
function isMisspelt(word: string, { family }: PractitionerInfo, titled: boolean, { isOther }: NamesHere): boolean {
  const name = fold(family);
  if (name.length < SHORTEST_MISSPELT || word.length < SHORTEST_MISSPELT - 1 || distance(word, name) !== 1)
    return false;
  return titled || (word[0] === name[0] && !isOther(word));
}

/** "Dr Housemann", not "a doctor please". */
function namesBehindTitles(words: readonly string[], { words: files, isOther }: NamesHere): string[] {
  const set = (pick: (file: BookingWords) => readonly string[]) => new Set(files.flatMap(pick).map(fold));
  const [titles, articles, not] = [
    set((one) => one.title),
    set((one) => one.no_name_after),
    set((one) => one.not_names),
  ];
  return words.flatMap((title, n) => {
    const word = words[n + 1];
    if (!titles.has(title) || word === undefined || word.length < SHORTEST_NAME || /^\d/.test(word)) return [];
    return articles.has(words[n - 1] ?? '') || not.has(word) || isOther(word) ? [] : [word];
  });
}
