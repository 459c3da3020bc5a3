import { DateTime } from 'luxon';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { DateMoment, DateReader, DateReading } from '../../contracts';
import type { Reader } from './facts';
import { lex } from './lex';
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
  const own = meaningOf(readPhrase(lex(text, vocabulary), reader), reader, at);
  if (own.kind !== 'none') return own;
  const phrase = await other.read(text, vocabulary.locale, reader.today);
  return phrase === undefined ? own : meaningOf(phrase, reader, at);
}
