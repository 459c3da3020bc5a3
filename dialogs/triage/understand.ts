import type { Mention, PatientInput, Services } from '../../bot/contracts';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { hours, type NumberQuestion, type Option, type Question } from '../../knowledge/schema/triage-common';
import type { Answer } from '../../knowledge/triage/answers';
import { conceptsOf, isAbout, isOfWhatWasTold, tellingConceptsOf } from '../../knowledge/triage/said';
import { saysYes } from './absorb';
import type { TriageState } from './state';

/** What a message says to the question that is open; `which`: "yes" to a list, the patient is asked which. */
export type Understood = Answer | 'which' | 'range' | 'unclear';

/** Ids of the answers every yes/no question offers, and of "none of these". */
export const YES = 'yes';
export const NO = 'no';
export const UNSURE = 'unsure';
export const NONE = 'none_of_these';

export function understand(
  question: Question,
  input: PatientInput,
  mentions: readonly Mention[],
  services: Services,
): Understood {
  const chosen = input.choice?.id;
  if (chosen === UNSURE) return { is: 'unsure' };
  switch (question.type) {
    case 'yes_no':
      return yesNo(question, input, mentions);
    case 'choice':
      return choice(question.options, input, mentions, services);
    case 'ticks':
      return ticks(question.options, input, mentions, services);
    case 'number':
      return number(question, input);
  }
}

function yesNo(question: Question, input: PatientInput, mentions: readonly Mention[]): Understood {
  const chosen = input.choice?.id;
  if (chosen === YES || chosen === NO) return { is: chosen };
  const spoken = spokenOf(question, mentions) ?? lastedOf(question, input.reading.measures);
  // "No, but she has a stiff neck now": the finding that is affirmed counts more than the first word.
  if (spoken === 'yes') return { is: 'yes' };
  if (input.yesNo !== undefined) return { is: input.yesNo };
  return spoken === undefined ? 'unclear' : { is: spoken };
}

/** Whether the patient's own words name what is asked, and say it is there or not. */
export function spokenOf(
  item: Pick<Option, 'concepts' | 'phrases'>,
  mentions: readonly Mention[],
): 'yes' | 'no' | undefined {
  const concepts = conceptsOf(item);
  const about = mentions.filter((mention) => concepts.has(mention.concept));
  if (about.some(saysYes)) return 'yes';
  return about.some((mention) => mention.context.polarity === 'negated') ? 'no' : undefined;
}

/** "A month" to "has it lasted over two weeks?"; undefined when no time is named or none is asked. */
function lastedOf(
  item: Pick<Option, 'lasts'>,
  measures: readonly { kind: string; value: number }[],
): 'yes' | 'no' | undefined {
  const told = measures.filter((measure) => measure.kind === 'duration_hours');
  if (item.lasts === undefined || told.length === 0) return undefined;
  const least = hours(item.lasts);
  return told.some((measure) => measure.value >= least) ? 'yes' : 'no';
}

function choice(
  options: readonly Option[],
  input: PatientInput,
  mentions: readonly Mention[],
  services: Services,
): Understood {
  const chosen = options.find((option) => option.id === input.choice?.id);
  if (chosen !== undefined) return { option: chosen.id };
  if (input.yesNo === 'unsure') return { is: 'unsure' };
  const spoken = options.filter((option) => spokenOf(option, mentions) === 'yes');
  if (spoken.length > 0) return { option: spoken[0]!.id };
  const bound = services.language.choose(input.text, labelled(options, services), services.locale);
  if (bound !== undefined) return { option: bound.id };
  // "No" to "has there been …, …, or none?": the last option is the one that says no, if its label does.
  const last = options.at(-1)!;
  if (input.yesNo === 'no' && /^no\b/i.test(last.label[services.locale] ?? last.label.en)) return { option: last.id };
  return 'unclear';
}

/** Numbers ("1 and 3"), labels, the patient's own words, or "none". */
function ticks(
  options: readonly Option[],
  input: PatientInput,
  mentions: readonly Mention[],
  services: Services,
): Understood {
  if (input.choice?.id === NONE) return { ticks: [] };
  const pressed = options.find((option) => option.id === input.choice?.id);
  const numbered = numbersIn(input.text, options.length);
  const found = new Set<string>([
    ...(pressed === undefined ? [] : [pressed.id]),
    ...numbered.map((at) => options[at - 1]!.id),
    ...options.filter((option) => spokenOf(option, mentions) === 'yes').map((option) => option.id),
  ]);
  if (found.size > 0) return { ticks: options.map((option) => option.id).filter((id) => found.has(id)) };
  if (numbersIn(input.text, options.length + 1).includes(options.length + 1)) return { ticks: [] };
  if (input.yesNo === 'no') return { ticks: [] };
  if (input.yesNo === 'unsure') return { is: 'unsure' };
  const bound = services.language.choose(input.text, labelled(options, services), services.locale);
  if (bound !== undefined) return { ticks: [bound.id] };
  return input.yesNo === 'yes' ? 'which' : 'unclear';
}

function labelled(options: readonly Option[], services: Services) {
  return options.map((option) => ({ id: option.id, label: option.label[services.locale] ?? option.label.en }));
}

/** "1", "1 3", "1, 2 and 4", "1y3": only when the message is nothing but numbers and joining words. */
function numbersIn(text: string, most: number): number[] {
  if (!/^[\d\s,;.&+()/#]*(?:(?:and|y|e|or|o)\b[\d\s,;.&+()/#]*)*$/i.test(text.trim()) || !/\d/.test(text)) return [];
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  return numbers.every((value) => value >= 1 && value <= most) ? numbers : [];
}

function number(question: NumberQuestion, input: PatientInput): Understood {
  if (input.yesNo === 'unsure') return { is: 'unsure' };
  const value = numberFrom(question, input.reading.measures) ?? bareNumber(question, input.text);
  if (value === undefined) return input.yesNo === 'no' ? { is: 'unsure' } : 'unclear';
  return value < question.min || value > question.max ? 'range' : { value };
}

/** A measure read from text, in the question's own unit. */
export function numberFrom(
  question: NumberQuestion,
  measures: readonly { kind: string; value: number }[],
): number | undefined {
  if (question.measure === undefined) return undefined;
  const found = measures.find((measure) => measure.kind === question.measure);
  return found === undefined ? undefined : round(inUnit(question, found.value));
}

const HOURS: Readonly<Record<string, number>> = { hours: 1, days: 24, weeks: 168 };

function inUnit(question: NumberQuestion, value: number): number {
  if (question.measure === 'duration_hours') return value / (HOURS[question.unit] ?? 1);
  // mg/dL to mmol/L for glucose: divide by 18.0.
  if (question.measure === 'glucose_mgdl' && question.unit === 'mmol_l') return value / 18;
  return value;
}

function bareNumber(question: NumberQuestion, text: string): number | undefined {
  const written = /-?\d+(?:[.,]\d+)?/.exec(text)?.[0];
  if (written === undefined) return undefined;
  const value = Number(written.replace(',', '.'));
  // Nobody has 100 °C; above 45 a body temperature is in °F.
  if (question.unit === 'celsius' && value > 45) return round(((value - 32) * 5) / 9);
  if (question.unit === 'mmol_l' && value > 40) return round(value / 18);
  if (question.unit === 'mg_dl' && value < 35) return round(value * 18);
  return value;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * What was already told answers a question: a finding that is there, a number, one option of a choice. A "no" is taken over
 * only where the question is not about danger; lists are always shown, so that nothing on them is missed.
 */
export function alreadyTold(question: Question, state: TriageState, content: ContentLibrary): Answer | undefined {
  if (question.type === 'number') {
    const value = numberFrom(question, state.measures);
    return value === undefined || value < question.min || value > question.max ? undefined : { value };
  }
  const told = (item: Item) => {
    if (toldToLast(item, state)) return 'yes';
    const about = heardAbout(item, state, content);
    return about.some((one) => one.is === 'yes') ? 'yes' : about.length > 0 ? 'no' : undefined;
  };
  if (question.type === 'yes_no') {
    const is = told(question);
    if (is === undefined) return undefined;
    const danger = question.danger === 'no' ? 'no' : 'yes';
    return is === danger || !question.safety ? { is } : undefined;
  }
  if (question.type === 'choice') {
    const named = question.options.filter((option) => told(option) === 'yes');
    // A milder option of a danger question ("last week") may belong to something else in the story: it is asked.
    if (question.safety && named[0]?.id !== question.options[0]!.id) return undefined;
    return named.length === 1 ? { option: named[0]!.id } : undefined;
  }
  return undefined;
}

/** Options of a list that the patient has named already. */
export function toldTicks(options: readonly Option[], state: TriageState, content: ContentLibrary): string[] {
  return options
    .filter((option) => toldToLast(option, state) || heardAbout(option, state, content).some((one) => one.is === 'yes'))
    .map((option) => option.id);
}

/** The time told is as long as asked, and of what the option names: six months of hot flushes are no lump for 3 weeks. */
function toldToLast(item: Item, state: TriageState): boolean {
  if (lastedOf(item, state.measures) !== 'yes') return false;
  if (!('label' in item)) return true;
  const told = state.heard.filter((one) => one.is === 'yes').map((one) => one.words);
  return isOfWhatWasTold(longWords(item.label), [state.opening, ...told]);
}

function shownOf(item: Item): string[] {
  return 'label' in item ? Object.values(item.label) : [...Object.values(item.about), ...Object.values(item.text)];
}

/** A label in every language, without what is written shorter for buttons. */
function longWords(label: Option['label']): string[] {
  return Object.entries(label).flatMap(([locale, text]) => (locale.endsWith('_short') ? [] : [text]));
}

const FEVER = 'fever';

/** Degrees Celsius from which people speak of a fever without having measured it. */
const CALLED_FEVER = 38;

/** "Fever over 39 C" is not answered by 38.2, nor by "a fever" alone. */
function isHotterAsked(shown: readonly string[], state: TriageState): boolean {
  const written = shown
    .map((text) => /\b(3[5-9]|4[0-2])(?:[.,](\d))?\s*°?\s*C\b/.exec(text))
    .find((found) => found !== null);
  if (written === undefined || written === null) return false;
  const asked = Number(`${written[1]}.${written[2] ?? 0}`);
  const taken = state.measures.filter((one) => one.kind === 'temperature_c').map((one) => one.value);
  return taken.length === 0 ? asked > CALLED_FEVER : Math.max(...taken) < asked;
}

type Item = Question | Option;

/** "Not bothered by it, feeding": a "not" and what stands after the comma are two things. */
const ACROSS = /^(?:not?|never|nunca)\b[^;]*,/i;

/** What was heard that tells about an item: its own phrases, and concepts read from words that have to do with it. */
function heardAbout(item: Item, state: TriageState, content: ContentLibrary): TriageState['heard'] {
  const concepts = tellingConceptsOf(item, content);
  const shown = shownOf(item);
  return state.heard.filter(
    (one) =>
      concepts.has(one.concept) &&
      !(one.concept === FEVER && one.is === 'yes' && isHotterAsked(shown, state)) &&
      (one.is === 'no' ||
        one.words === undefined ||
        one.concept.startsWith('said:') ||
        (!ACROSS.test(one.words) && isAbout(one.words, item, shown))),
  );
}
