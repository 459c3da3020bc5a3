import type { DateClass } from '../../../knowledge/schema/date-words';
import { slips } from '../match/spelling';
import type { Meaning, Vocabulary } from './words';

export interface ClockText {
  readonly hour: number;
  readonly minute: number;
  readonly half?: 'am' | 'pm';
}

/** A word, phrase, number, date or clock time of the text, with everything it can mean. */
export interface Token {
  readonly text: string;
  readonly classes: readonly DateClass[];
  readonly number?: number;
  readonly ordinal?: number;
  /** Several when it is misspelt and as near to each. */
  readonly weekdays?: readonly number[];
  readonly every?: boolean;
  readonly month?: number;
  readonly part?: Meaning['part'];
  readonly clock?: ClockText;
  /** `3/4/2026`: which is the day is not known yet. */
  readonly slashed?: { readonly a: number; readonly b: number; readonly year?: number; readonly mark: string };
  readonly iso?: string;
  readonly comma?: true;
}

interface Raw {
  readonly text: string;
  readonly word?: true;
  readonly token?: Omit<Token, 'text' | 'classes'>;
}

const HALF = '(a\\.?\\s?m\\b\\.?|p\\.?\\s?m\\b\\.?)';
const RULES: readonly [RegExp, (match: RegExpExecArray) => Raw['token'] | undefined][] = [
  [/(\d{4}-\d{2}-\d{2})(?:t(?=\d))?/y, (m) => ({ iso: m[1]! })],
  [new RegExp(`(\\d{1,2})[:.h](\\d{2})(?![\\d/-]|\\.\\d)(?:\\s*${HALF})?`, 'y'), (m) => clock(m[1]!, m[2]!, m[3])],
  [
    /(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d:]|\s*[ap]\.?m)/y,
    (m) => ({
      slashed: {
        a: Number(m[1]),
        b: Number(m[3]),
        mark: m[2]!,
        ...(m[4] === undefined ? {} : { year: Number(m[4]) + (m[4].length === 2 ? 2000 : 0) }),
      },
    }),
  ],
  [new RegExp(`(\\d{1,2})\\s*${HALF}`, 'y'), (m) => clock(m[1]!, '0', m[2])],
  [/(\d{1,2})\s?(?:h|hs|hrs|hours|horas|heures|-?ish)\b/y, (m) => clock(m[1]!, '0')],
  [/(\d{2})(\d{2})(?!\d)(?:\s?(?:h|hs|hrs|hours|horas)\b)?/y, (m) => military(m[1]!, m[2]!)],
  [/(\d{1,2})(?:st|nd|rd|th|o|a|er|ro|ra|do|e)\b/y, (m) => ({ ordinal: Number(m[1]) })],
  [/(\d+)/y, (m) => ({ number: Number(m[1]) })],
];

function clock(hour: string, minute: string, half?: string): Raw['token'] {
  return {
    clock: {
      hour: Number(hour),
      minute: Number(minute),
      ...(half === undefined ? {} : { half: half.startsWith('a') ? ('am' as const) : ('pm' as const) }),
    },
  };
}

/** 1330 is a time; 2026 is a year, and so is 1985. */
function military(hour: string, minute: string): Raw['token'] | undefined {
  const year = Number(hour + minute);
  return Number(hour) < 24 && Number(minute) < 60 && (year < 1900 || year > 2099) ? clock(hour, minute) : undefined;
}

/** Splits a phrase into tokens; misspelt names of days, months and day parts are mended. */
export function lex(text: string, vocabulary: Vocabulary): Token[] {
  const raw = split(apart(plain(text), vocabulary)).map((one) => ({
    ...one,
    spelt: one.word ? spellings(one.text, vocabulary) : [],
  }));
  const tokens: Token[] = [];
  for (let i = 0; i < raw.length; ) {
    const one = raw[i]!;
    if (one.word !== true) {
      tokens.push({
        text: one.text,
        classes: one.text === '-' ? ['to'] : [],
        ...(one.text === ',' ? { comma: true as const } : {}),
        ...one.token,
      });
      i += 1;
      continue;
    }
    const found = longest(raw, i, vocabulary);
    const token = found === undefined ? unknown(one, vocabulary) : meant(found.words.join(' '), found.meaning);
    tokens.push(tokens.at(-1)?.classes.includes('title') === true ? named(token) : token);
    i += found?.words.length ?? 1;
  }
  return tokens;
}

function longest(raw: readonly { text: string; spelt: readonly string[] }[], i: number, vocabulary: Vocabulary) {
  const word = (at: number) => (raw[at]?.spelt.length === 1 ? raw[at]!.spelt[0] : raw[at]?.text);
  return vocabulary.phrases.get(word(i) ?? '')?.find(({ words }) => words.every((one, n) => word(i + n) === one));
}

function meant(text: string, meaning: Meaning): Token {
  const { weekday, ...rest } = meaning;
  return { text, ...rest, ...(weekday === undefined ? {} : { weekdays: [weekday] }) };
}

/** "Dr. May" is nobody's month. */
function named({ month: _month, ...token }: Token): Token {
  return token;
}

/** A word as near to two weekdays is both, and asked back; any other unknown word is nothing. */
function unknown(one: { text: string; spelt: readonly string[] }, vocabulary: Vocabulary): Token {
  const days = one.spelt.map((word) => vocabulary.phrases.get(word)?.find(({ words }) => words.length === 1)?.meaning);
  const weekdays = days.flatMap((meaning) => (meaning?.weekday === undefined ? [] : [meaning.weekday]));
  return {
    text: one.text,
    classes: [],
    ...(weekdays.length > 1 && weekdays.length === days.length ? { weekdays: [...new Set(weekdays)] } : {}),
  };
}

/** Lower case without accents; apostrophes go, hyphens inside words become blanks. */
function plain(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFKD')
      // "Monday's fine" is about one Monday.
      .replace(/['’‘`´ʼ]s\b/g, '')
      .replace(/[\u0300-\u036f'’‘`´ʼ]/g, '')
      .replace(/[–—]/g, '-')
      .slice(0, 300)
  );
}

/** "mon-fri" is a stretch; any other hyphen inside a word is a blank. */
function apart(text: string, vocabulary: Vocabulary): string {
  const isWeekday = (word: string) =>
    vocabulary.phrases.get(word)?.some(({ meaning }) => meaning.weekday !== undefined) === true;
  return text.replace(/([a-z]+)-(?=([a-z]+))/g, (_all, first: string, second: string) =>
    isWeekday(first) && isWeekday(second) ? `${first} - ` : `${first} `,
  );
}

function split(text: string): Raw[] {
  const out: Raw[] = [];
  for (let at = 0; at < text.length; ) {
    const found = numberAt(text, at);
    if (found !== undefined) {
      out.push(found.raw);
      at += found.length;
      continue;
    }
    const word = /[a-z]+/y;
    word.lastIndex = at;
    const match = word.exec(text);
    if (match !== null) out.push({ text: match[0], word: true });
    else if (text[at] === ',' || text[at] === '-') out.push({ text: text[at]! });
    at += match?.[0].length ?? 1;
  }
  return out;
}

function numberAt(text: string, at: number): { raw: Raw; length: number } | undefined {
  if (!/\d/.test(text[at]!)) return undefined;
  for (const [pattern, read] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const token = match === null ? undefined : read(match);
    if (token !== undefined) return { raw: { text: match![0], token }, length: match![0].length };
  }
  return undefined;
}

/** Shorter words are one slip from too much else: "sent" is no September. */
const SHORTEST_MISSPELT = 5;

/** Names nearest to an unknown word: one slip, two in a long one; the first letter right, or just one slip. */
function spellings(word: string, vocabulary: Vocabulary): string[] {
  if (word.length < SHORTEST_MISSPELT || vocabulary.known.has(word)) return [];
  const most = word.length >= 8 ? 2 : 1;
  let best = most + 1;
  let found: string[] = [];
  for (const name of vocabulary.names) {
    const away = slips(word, name, most);
    if (away > most || (word[0] !== name[0] && !(away === 1 && word.length >= 6))) continue;
    if (away < best) {
      best = away;
      found = [name];
    } else if (away === best) found.push(name);
  }
  const alike = found.filter((name) => name[0] === word[0]);
  return alike.length > 0 ? alike : found;
}
