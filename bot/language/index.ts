import type { ContentLibrary } from '../../knowledge/schema/library';
import type { IntentGuess, Language } from '../contracts/language';
import { clauseReader } from './clauses';
import { indexLexicon } from './match/lexicon-index';
import { unitWords } from './measures/units';
import { type ReaderParts, readText, type TimedMention } from './read';
import { choiceReader } from './reply/choose';
import { commandReader } from './reply/commands';
import { languageDetector } from './reply/detect';
import { yesNoReader } from './reply/yes-no';
import { Screen } from './screen/screen';

/**
 * Deterministic understanding of the loaded content: compiled once, then pure functions of the text.
 * Throws `Error` naming the phrase when the lexicon cannot be compiled.
 */
export function createLanguage(
  content: ContentLibrary,
  parts: { intents: (text: string, locale: string) => IntentGuess[] },
): Language {
  const index = indexLexicon(content);
  const detect = languageDetector(content);
  const reader: ReaderParts = {
    index,
    units: unitWords(content),
    measured: [...index.concepts.values()].filter((concept) => concept.measured !== undefined),
    detect,
  };
  const screen = new Screen(content.all('red-flag'), index.concepts);
  const choose = choiceReader(content);
  const command = commandReader(content);
  const yesNo = yesNoReader(content);
  return {
    read: (text) => readText(reader, text),
    screen: (reading, context) => screen.run(reading.mentions as readonly TimedMention[], context),
    command: (text) => command(text),
    yesNo: (text) => yesNo(text),
    intents: (text, locale) => parts.intents(text, locale),
    detect,
    clauses: clauseReader(content),
    choose: (text, choices) => choose(text, choices),
  };
}
