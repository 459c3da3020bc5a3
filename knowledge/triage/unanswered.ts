import type { Level, Question, RouteId } from '../schema/triage-common';
import { type Answer, type Case, questionOf } from './answers';
import { dispose, type Outcome } from './dispose';
import { nextPlaces } from './next';

/** A danger sign somebody was, or was to be, asked about, and the level it would mean by itself. */
export interface OpenSign {
  readonly question: string;
  /** One of the signs a list or choice names; absent where the question is about one sign. */
  readonly option?: string;
  readonly level: Level;
}

/** Rule id of a decision that had to be made with danger questions unanswered. */
export const UNANSWERED = 'unanswered';

/** Ages in months tried for what an unknown age could mean: a newborn to the very old. */
const AGES = [0.5, 2, 12, 60, 180, 360, 600, 840, 1080];

/**
 * Danger signs nobody has answered, in the order of threat, each with the most urgent level it would mean: alone, or together
 * with one other sign that is not answered either (breathless is an emergency with a chest pain that is there now). Numbers are
 * left out: a thermometer is no sign to look for.
 */
export function openSigns(given: Case): readonly OpenSign[] {
  const known = dispose(given).level;
  const open = openQuestions(given).flatMap(signsOf);
  const alone = open.map((sign) => levelWith(given, [sign]));
  return open
    .map(({ question, option }, at) => ({
      question,
      ...(option === undefined ? {} : { option }),
      level: mostUrgent([
        alone[at]!,
        ...open.flatMap((other, i) => {
          // A choice ("it began hours ago") is no sign by itself: it counts alone or not at all.
          if (other.question === question || 'option' in open[at]!.answer || alone[i]! <= 'D0') return [];
          const both = levelWith(given, [open[at]!, other]);
          return both < alone[i]! ? [both] : [];
        }),
      ]),
    }))
    .filter((sign) => sign.level < known);
}

function openQuestions(given: Case): readonly Question[] {
  return nextPlaces(given).flatMap((place) => {
    const question = questionOf(given.protocol, place);
    return question?.safety === true ? [question] : [];
  });
}

interface Said {
  readonly question: string;
  readonly option?: string;
  readonly answer: Answer;
}

/** Everything one question can report, one sign at a time. */
function signsOf(question: Question): readonly Said[] {
  const { id } = question;
  switch (question.type) {
    case 'yes_no':
      return question.danger === 'none' ? [] : [{ question: id, answer: { is: question.danger } }];
    case 'ticks':
      return question.options.map((one) => ({ question: id, option: one.id, answer: { ticks: [one.id] } }));
    case 'choice':
      return question.options.map((one) => ({ question: id, option: one.id, answer: { option: one.id } }));
    case 'number':
      return [];
  }
}

function levelWith(given: Case, said: readonly Said[]): Level {
  const answers = Object.fromEntries(said.map(({ question, answer }) => [question, answer]));
  return dispose({ ...given, answers: { ...given.answers, ...answers } }).level;
}

function mostUrgent(levels: readonly Level[]): Level {
  return [...levels].sort()[0]!;
}

/** The most urgent level that the answer to one place could bring: how much hangs on a silence. */
export function couldBe(given: Case, place: string): Level {
  const signs = openSigns(given).filter((sign) => sign.question === place);
  const tried = casesFor(given, place).map((one) => dispose(one).level);
  return mostUrgent([dispose(given).level, ...signs.map((sign) => sign.level), ...tried]);
}

/** The person or the number as they may be, where a place is no sign. */
function casesFor(given: Case, place: string): readonly Case[] {
  const { person } = given;
  if (place === 'age') return AGES.map((ageMonths) => ({ ...given, person: { ...person, ageMonths } }));
  if (place === 'sex') return (['female', 'male'] as const).map((sex) => ({ ...given, person: { ...person, sex } }));
  if (place.startsWith('fact:'))
    return [{ ...given, person: { ...person, facts: { ...person.facts, [place.slice(5)]: 'yes' } } }];
  const question = questionOf(given.protocol, place);
  if (question?.type === 'number')
    return [question.min, question.max].map((value) => ({
      ...given,
      answers: { ...given.answers, [place]: { value } },
    }));
  return question === undefined
    ? []
    : signsOf(question).map(({ answer }) => ({ ...given, answers: { ...given.answers, [place]: answer } }));
}

/** Whether a danger question, or the age that decides over babies and the old, could still change the level. */
function dangerOpen(given: Case): boolean {
  return nextPlaces(given).some((place) => place === 'age' || questionOf(given.protocol, place)?.safety === true);
}

/**
 * The decision when somebody has stopped answering: what the answers so far give, and never milder than `least` while a danger
 * question is open. What is not known makes nobody ill, and sends nobody home.
 * @param least the mildest advice with danger questions open (`content/levels`)
 */
export function decidedUnanswered(
  given: Case,
  least: { readonly level: Level; readonly route: RouteId; readonly deadline_hours: number },
  reason: Outcome['reason'],
): Outcome {
  const known = dispose(given);
  if (!dangerOpen(given) || known.level < least.level) return known;
  return {
    ...least,
    id: UNANSWERED,
    by: 'rule',
    held: 'unsure',
    reason,
    fired: known.fired,
    hours: least.deadline_hours,
  };
}
