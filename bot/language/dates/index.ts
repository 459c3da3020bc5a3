import { DateTime } from 'luxon';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { DateMoment, DateReader, DateReading } from '../../contracts';
import type { Reader } from './facts';
import { lex, type Token } from './lex';
import { meaningOf } from './meaning';
import { readPhrase } from './phrase';
import { type Recogniser, recogniser } from './recognise';
import { type Vocabulary, vocabularyOf } from './words';

const OPEN = 8;
const CLOSE = 18;
/** Longer texts are stories; what is owed is a phrase. */
const LONGEST = 300;

/**
 * Reads when somebody would like to come: our own grammar of the phrases patients book with, and recognizers-text for
 * what it leaves (docs/decisions/dates-own-grammar-first.md). A phrase that can be meant in two ways is asked back, never guessed.
 */
export function createDates(content: ContentLibrary): DateReader {
  const vocabularies = new Map(content.all('dates').map((file) => [file.locale, vocabularyOf(file, content)]));
  const other = recogniser();
  return {
    read: (text, locale, moment) => read(text, moment, vocabularies.get(locale) ?? vocabularies.get('en')!, other),
    warm: (locales) => other.warm(locales),
  };
}

/** Words that stand in any sentence. */
const SMALL: readonly string[] = [
  'day',
  'the',
  'the-many',
  'of',
  'of-the',
  'any',
  'pass',
  'to',
  'in',
  'at',
  'at-maybe',
  'and',
  'or',
  'not',
  'from',
  'by',
  'title',
  'onwards',
  'except',
  'around',
];

/** Whether a word says more of a time than "the day". */
const namesTime = (token: Token): boolean =>
  token.classes.some((one) => !SMALL.includes(one)) ||
  (token.number !== undefined && token.number > 1) ||
  token.ordinal !== undefined ||
  token.month !== undefined ||
  token.weekdays !== undefined ||
  token.part !== undefined;

async function read(text: string, moment: DateMoment, vocabulary: Vocabulary, other: Recogniser): Promise<DateReading> {
  if (text.trim() === '' || text.length > LONGEST) return { kind: 'none' };
  const now = DateTime.fromMillis(moment.now, { zone: moment.zone });
  const reader: Reader = {
    today: now.toISODate()!,
    vocabulary,
    open: moment.open ?? OPEN,
    close: moment.close ?? CLOSE,
  };
  const at = { time: now.toFormat('HH:mm'), zone: moment.zone };
  const tokens = lex(text, vocabulary);
  const said = readPhrase(tokens, reader);
  const own = meaningOf(said, reader, at);
  if (own.kind !== 'none') return own;
  // A holiday with more around it ("the week after Easter") is more than the other reader says of it.
  if (said.left && said.open) return { kind: 'ask', why: 'not-all', candidates: [] };
  // To the other reader any "day" is today and "el oído" a Sunday: it is asked only where a word does name a time.
  if (!tokens.some(namesTime)) return own;
  const phrase = await other.read(text, vocabulary.locale, reader.today);
  return phrase === undefined ? own : meaningOf(phrase, reader, at);
}
