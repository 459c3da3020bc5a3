import type { MeasuredRange } from '../../knowledge/schema/lexicon';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { deniedIds, triageLexicon } from '../../knowledge/triage/said';
import type { Measure, Mention } from '../contracts/language';
import { createLanguage } from '.';

/**
 * Reads protocols' lay phrases and the talk around them, with the same matcher and the same context rules as the lexicon,
 * but beside it: a phrase that only answers a question must not start triage or raise a flag.
 */
export function createTriageReader(content: ContentLibrary): (text: string, locale: string) => readonly Mention[] {
  const lexicon = triageLexicon(content);
  const narrowed = Object.create(content, {
    all: {
      value: (kind: Parameters<ContentLibrary['all']>[0]) =>
        kind === 'lexicon' ? [lexicon] : kind === 'red-flag' ? [] : content.all(kind),
    },
  }) as ContentLibrary;
  const language = createLanguage(narrowed, { intents: () => [] });
  const normal = content
    .all('lexicon')
    .flatMap(({ concepts }) => concepts.flatMap((concept) => concept.denied_by ?? []))
    .filter((range) => range.measure === 'temperature_c');
  return (text, locale) => {
    const { mentions, measures } = language.read(text, locale, {});
    const found = mentions.filter(isOfItsTime);
    const denied = found.filter(
      (one) => isDeniedRightBefore(one, text) || isNormalTemperature(one, text, measures, normal),
    );
    const inDenied = (one: Mention) => denied.some((other) => other.start <= one.start && one.end <= other.end);
    return found.map((one) => (inDenied(one) ? negated(one) : one)).flatMap(withDenied);
  };
}

/** "No change in my bowel habit": a "no" that stands right before a phrase denies it, whatever else "no change" may mean. */
function isDeniedRightBefore(mention: Mention, text: string): boolean {
  return (
    mention.concept.startsWith('said:') &&
    /(?:^|[^\p{L}])(?:no|not|without|sin)\s+$/iu.test(text.slice(0, mention.start))
  );
}

/** "Temperature 36.8 C", "temperatura normal": taken and found normal, which is the denial of a fever. */
function isNormalTemperature(
  mention: Mention,
  text: string,
  measures: readonly Measure[],
  normal: readonly MeasuredRange[],
): boolean {
  if (!TEMPERATURE.test(mention.words)) return false;
  const around = text.slice(Math.max(0, mention.start - NEAR / 2), mention.end + NEAR / 2);
  if (SAID_NORMAL.test(around)) return true;
  const taken = measures.find(
    (one) => one.kind === 'temperature_c' && one.start - mention.end < NEAR && one.end > mention.start,
  );
  return (
    taken !== undefined &&
    normal.some(({ at_least = -Infinity, below = Infinity }) => taken.value >= at_least && taken.value < below)
  );
}

const TEMPERATURE = /^temperatur[ae]$/iu;
const SAID_NORMAL = /\bnormal (?:body )?temperature\b|\btemperatur[ae] (?:(?:is|was|es|está|fue) )?normal\b/iu;
/** Characters between the word and the number that belongs to it. */
const NEAR = 24;
function negated(mention: Mention): Mention {
  if (!mention.concept.startsWith('said:')) return mention;
  return { ...mention, context: { ...mention.context, polarity: 'negated' } };
}

const SHORT_TIMES = /\b(?:hours|days|weeks|horas|d[ií]as|semanas)\b/iu;
const ONE_SHORT_TIME = /\b(?:an?|one|1|una?)\s+(?:hour|day|week|hora|d[ií]a|semana)\b/iu;
const OFTEN = /^(?:every|each|cada) (?:hour|day|night|week|hora|d[ií]a|noche|semana)\b/iu;

/** A phrase of time is of its own number: "for weeks" is not "for a week", and "every hour" not "every 4 to 5 hours". */
function isOfItsTime({ concept, words }: Mention): boolean {
  if (!concept.startsWith('said:')) return true;
  const phrase = concept.slice('said:'.length).replaceAll('-', ' ');
  if (SHORT_TIMES.test(phrase) && !/\d/.test(phrase)) return !ONE_SHORT_TIME.test(words);
  return !(OFTEN.test(phrase) && /\d/.test(words));
}

/** A phrase found denied also stands for the phrases written with the negation ("not playing", "no urine"). */
function withDenied(mention: Mention): Mention[] {
  if (mention.context.polarity !== 'negated' || !mention.concept.startsWith('said:')) return [mention];
  const context = { ...mention.context, polarity: 'affirmed' as const };
  return [mention, ...deniedIds(mention.concept).map((concept) => ({ ...mention, concept, context }))];
}
