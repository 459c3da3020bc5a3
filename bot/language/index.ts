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
import { createHitReader } from './second-look/hit-reader';
import { createDangerReader } from './second-look/reader';
import { secondLook } from './second-look/second-look';
import { plainWords } from './text/clinical-terms';

/**
 * Deterministic understanding of the loaded content: compiled once, then pure functions of the text.
 * Throws `Error` naming the phrase when the lexicon cannot be compiled.
 * @param parts `secondLook`: also look at what the screen is silent about by example; `cache` is the folder where what
 * that learns is kept; `tidy` is called between the steps that leave much garbage behind.
 */
export function createLanguage(
  content: ContentLibrary,
  parts: {
    intents: (text: string, locale: string) => IntentGuess[];
    secondLook?: { cache?: string; tidy?: () => void };
  },
): Language {
  const index = indexLexicon(content);
  const detect = languageDetector(content);
  const reader: ReaderParts = {
    index,
    units: unitWords(content),
    measured: [...index.concepts.values()].filter((concept) => concept.measured !== undefined),
    plain: plainWords(content),
    detect,
  };
  const screen = new Screen(content.all('red-flag'), index.concepts);
  const runScreen: Language['screen'] = (reading, context) =>
    screen.run(reading.mentions as readonly TimedMention[], context);
  const choose = choiceReader(content);
  const command = commandReader(content);
  const yesNo = yesNoReader(content);
  return {
    read: (text) => readText(reader, text),
    screen: parts.secondLook === undefined ? runScreen : lookingTwice(content, reader, runScreen, parts.secondLook),
    command: (text) => command(text),
    yesNo: (text) => yesNo(text),
    intents: (text, locale) => parts.intents(text, locale),
    detect,
    clauses: clauseReader(content),
    choose: (text, choices) => choose(text, choices),
  };
}

/** The screen, and the second look at where it is silent and at what it found. */
function lookingTwice(
  content: ContentLibrary,
  parts: ReaderParts,
  screen: Language['screen'],
  { cache, tidy }: { cache?: string; tidy?: () => void },
): Language['screen'] {
  const [rules] = content.all('second-look');
  if (rules === undefined) return screen;
  tidy?.();
  const danger = createDangerReader(content, rules, cache);
  tidy?.();
  if (danger === undefined) return screen;
  const first = (text: string, locale: string) => {
    const reading = readText(parts, text);
    return { reading, result: screen(reading, { locale, facts: {}, raised: [] }) };
  };
  const readers = { danger, hit: createHitReader(content, rules, first, cache) };
  return (reading, context) => secondLook(content, rules, readers, reading, context, screen(reading, context));
}
