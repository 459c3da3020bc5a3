import { type Answer, type Case, factsOf, type Known, type Person, questionOf } from './answers';
import { dispose, type Outcome } from './dispose';
import { nextPlaces } from './next';

/** Somebody who can answer: a test case, a stored assessment, a generated path. */
export interface Answerer {
  readonly ageMonths: number | 'unknown';
  readonly sex: NonNullable<Person['sex']>;
  fact(id: string): Known;
  answer(question: string): Answer;
}

export interface Walk {
  readonly outcome: Outcome;
  /** Places in the order asked; facts asked together count as one screen. */
  readonly asked: readonly string[];
  /** Screens a patient sees: at most `MOST_QUESTIONS`. */
  readonly screens: number;
  readonly given: Case;
}

/** No assessment asks more than this many screens; what is then still open is decided as "not sure". */
export const MOST_QUESTIONS = 15;

/** Background facts shown on one tick-list. */
export const FACTS_PER_SCREEN = 8;

/** Asks as the dialog does, one place after another, until nothing can change the level. */
export function walk(start: Omit<Case, 'person' | 'answers'>, by: Answerer): Walk {
  let given: Case = { ...start, person: { facts: {} }, answers: {} };
  const asked: string[] = [];
  let screens = 0;
  for (;;) {
    const places = nextPlaces(given);
    if (places.length === 0 || screens >= MOST_QUESTIONS) {
      if (places.length > 0) given = unansweredAsUnsure(given, places);
      return { outcome: dispose(given), asked, screens, given };
    }
    const screen = nextScreen(given, places);
    screens += 1;
    for (const place of screen) {
      given = answered(given, place, by);
      asked.push(place);
    }
  }
}

/** The places of the next screen: one question, or several background facts that can be ticked together. */
export function nextScreen(given: Case, places: readonly string[]): readonly string[] {
  const first = places[0]!;
  if (!first.startsWith('fact:')) return [first];
  const facts = factsOf(given.modifiers);
  const together = places.filter((place) => facts.get(place.slice(5))?.batch !== false);
  return together.includes(first) ? together.slice(0, FACTS_PER_SCREEN) : [first];
}

function answered(given: Case, place: string, by: Answerer): Case {
  if (place === 'age') return { ...given, person: { ...given.person, ageMonths: by.ageMonths } };
  if (place === 'sex') return { ...given, person: { ...given.person, sex: by.sex } };
  if (place.startsWith('fact:')) {
    const id = place.slice(5);
    return { ...given, person: { ...given.person, facts: { ...given.person.facts, [id]: by.fact(id) } } };
  }
  if (questionOf(given.protocol, place) === undefined) throw new Error(`${given.protocol.id} asks for "${place}"`);
  return { ...given, answers: { ...given.answers, [place]: by.answer(place) } };
}

/** Silence is not "no": what could still have mattered counts as not sure. */
export function unansweredAsUnsure(given: Case, places: readonly string[]): Case {
  let { person, answers } = given;
  for (const place of places) {
    if (place === 'age') person = { ...person, ageMonths: 'unknown' };
    else if (place === 'sex') person = { ...person, sex: 'unknown' };
    else if (place.startsWith('fact:')) person = { ...person, facts: { ...person.facts, [place.slice(5)]: 'unknown' } };
    else answers = { ...answers, [place]: { is: 'unsure' } };
  }
  return { ...given, person, answers };
}
