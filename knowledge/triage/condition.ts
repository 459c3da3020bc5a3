import { type Condition, months } from '../schema/triage-common';
import { type Case, factsOf, notApplicable, questionOf } from './answers';

/**
 * What a condition can still be, as a set of the three truth values of strong Kleene logic. A settled condition has one
 * member; an unanswered question can be anything. Sets are combined member by member, so the result never leaves out a
 * value that can be reached (it may hold one that cannot, when a question occurs twice).
 */
export const YES = 1;
export const NO = 2;
export const UNKNOWN = 4;
export const OPEN = YES | NO | UNKNOWN;
export type Possible = number;

/** What a condition can still be, given what is known so far. */
export function possible(condition: Condition, given: Case): Possible {
  if (typeof condition === 'string') return question(condition, given);
  if ('all' in condition) return allOf(condition.all, (one) => possible(one, given));
  if ('any' in condition) return not(allOf(condition.any, (one) => not(possible(one, given))));
  if ('not' in condition) return not(possible(condition.not, given));
  if ('at_least' in condition) {
    return atLeast(
      condition.at_least,
      condition.of.map((one) => possible(one, given)),
    );
  }
  if ('number' in condition) return number(condition, given);
  if ('age_from' in condition) return byAge(given, (age) => age >= months(condition.age_from));
  if ('age_under' in condition) return byAge(given, (age) => age < months(condition.age_under));
  if ('sex' in condition) return bySex(given, condition.sex);
  if ('fact' in condition) return fact(condition.fact, given);
  return sign(condition.sign, given);
}

/** Places (question ids, `fact:x`, `age`, `sex`) whose answer is missing and can still change what the condition is. */
export function openPlaces(condition: Condition, given: Case): readonly string[] {
  if (settled(possible(condition, given))) return [];
  if (typeof condition === 'string') return questionPlaces(condition.split('.')[0]!, given);
  if ('all' in condition) return condition.all.flatMap((one) => openPlaces(one, given));
  if ('any' in condition) return condition.any.flatMap((one) => openPlaces(one, given));
  if ('of' in condition) return condition.of.flatMap((one) => openPlaces(one, given));
  if ('not' in condition) return openPlaces(condition.not, given);
  if ('number' in condition) return questionPlaces(condition.number, given);
  if ('age_from' in condition || 'age_under' in condition) return ['age'];
  if ('sex' in condition) return ['sex'];
  if ('fact' in condition) return factPlaces(condition.fact, given);
  const declared = given.protocol.signs[condition.sign];
  return declared === undefined || declared === true ? [] : openPlaces(declared, given);
}

/**
 * How urgent a level a condition that is unknown may still lead to, as 0..5 (6: none). A danger question brings its
 * `unknown_level`, everything else `otherwise`. Where all parts are needed the least urgent limit counts, where any is enough
 * the most urgent: so learning more of the danger never loosens it.
 */
export function unknownLimit(condition: Condition, given: Case, otherwise: number): number {
  if (possible(condition, given) !== UNKNOWN) return NONE;
  if (typeof condition === 'string') return questionLimit(condition.split('.')[0]!, given, otherwise);
  if ('number' in condition) return questionLimit(condition.number, given, otherwise);
  if ('not' in condition) return unknownLimit(condition.not, given, otherwise);
  if ('any' in condition) return Math.min(...condition.any.map((one) => unknownLimit(one, given, otherwise)));
  if ('all' in condition) {
    const unknown = condition.all.filter((one) => possible(one, given) === UNKNOWN);
    return Math.max(...unknown.map((one) => unknownLimit(one, given, otherwise)));
  }
  if ('of' in condition) {
    const missing = condition.at_least - condition.of.filter((one) => possible(one, given) === YES).length;
    const limits = condition.of.map((one) => unknownLimit(one, given, otherwise)).sort((a, b) => a - b);
    return limits[missing - 1] ?? NONE;
  }
  if ('sign' in condition) {
    const declared = given.protocol.signs[condition.sign];
    return declared === undefined || declared === true ? otherwise : unknownLimit(declared, given, otherwise);
  }
  return otherwise;
}

const NONE = 6;

function questionLimit(id: string, given: Case, otherwise: number): number {
  const asked = questionOf(given.protocol, id);
  return asked?.safety && asked.unknown_level !== undefined ? Number(asked.unknown_level.slice(1)) : otherwise;
}

export function settled(set: Possible): boolean {
  return set === YES || set === NO || set === UNKNOWN;
}

export function and(a: Possible, b: Possible): Possible {
  let result = 0;
  if ((a | b) & NO) result |= NO;
  if (a & YES && b & YES) result |= YES;
  if ((a & UNKNOWN && b & (UNKNOWN | YES)) || (b & UNKNOWN && a & (UNKNOWN | YES))) result |= UNKNOWN;
  return result;
}

export function not(a: Possible): Possible {
  return (a & UNKNOWN) | (a & YES ? NO : 0) | (a & NO ? YES : 0);
}

/** Every part; a part that can only be no settles it. */
function allOf(parts: readonly Condition[], of: (part: Condition) => Possible): Possible {
  let result: Possible = YES;
  for (const part of parts) {
    result = and(result, of(part));
    if (result === NO) return NO;
  }
  return result;
}

function atLeast(needed: number, sets: readonly Possible[]): Possible {
  const canBeYes = sets.filter((set) => set & YES).length;
  const mustBeYes = sets.filter((set) => set === YES).length;
  const canHold = sets.filter((set) => set & (YES | UNKNOWN)).length;
  const mustHold = sets.filter((set) => !(set & NO)).length;
  let result = 0;
  if (canBeYes >= needed) result |= YES;
  if (mustHold < needed) result |= NO;
  if (mustBeYes < needed && canHold >= needed && sets.some((set) => set & UNKNOWN)) result |= UNKNOWN;
  return result;
}

/** The answer to a question, its harmless stand-in where it does not apply, or undefined while it is open. */
function answerTo(id: string, given: Case) {
  const asked = questionOf(given.protocol, id);
  if (asked === undefined)
    throw new Error(`Protocol ${given.protocol.id} has no question "${id}"; correct the condition.`);
  if (asked.ask_if !== undefined && possible(asked.ask_if, given) === NO) return notApplicable(asked);
  return given.answers[id];
}

function question(place: string, given: Case): Possible {
  const dot = place.indexOf('.');
  const id = dot < 0 ? place : place.slice(0, dot);
  const option = dot < 0 ? undefined : place.slice(dot + 1);
  const answer = answerTo(id, given);
  if (answer === undefined) return OPEN;
  if ('is' in answer) return answer.is === 'yes' ? YES : answer.is === 'no' ? NO : UNKNOWN;
  if ('option' in answer) return option === undefined || answer.option === option ? YES : NO;
  if ('ticks' in answer) {
    return (option === undefined ? answer.ticks.length > 0 : answer.ticks.includes(option)) ? YES : NO;
  }
  return UNKNOWN;
}

function number(
  condition: {
    number: string;
    gte?: number | undefined;
    gt?: number | undefined;
    lte?: number | undefined;
    lt?: number | undefined;
  },
  given: Case,
): Possible {
  const answer = answerTo(condition.number, given);
  if (answer === undefined) return OPEN;
  if (!('value' in answer)) return 'is' in answer && answer.is === 'no' ? NO : UNKNOWN;
  const { value } = answer;
  const holds =
    (condition.gte === undefined || value >= condition.gte) &&
    (condition.gt === undefined || value > condition.gt) &&
    (condition.lte === undefined || value <= condition.lte) &&
    (condition.lt === undefined || value < condition.lt);
  return holds ? YES : NO;
}

function byAge(given: Case, holds: (months: number) => boolean): Possible {
  const age = given.person.ageMonths;
  if (age === undefined) return OPEN;
  if (age === 'unknown') return UNKNOWN;
  return holds(age) ? YES : NO;
}

/** "Other" and "prefer not to say" count as possible for either sex: organs are not known. */
function bySex(given: Case, wanted: 'female' | 'male'): Possible {
  const { sex } = given.person;
  if (sex === undefined) return OPEN;
  if (sex === 'other' || sex === 'unknown') return UNKNOWN;
  return sex === wanted ? YES : NO;
}

function fact(id: string, given: Case): Possible {
  const known = given.person.facts[id];
  if (known !== undefined) return known === 'yes' ? YES : known === 'no' ? NO : UNKNOWN;
  const asked = factsOf(given.modifiers).get(id);
  if (asked === undefined || asked.volunteered) return NO;
  if (asked.ask_if !== undefined && possible(asked.ask_if, given) === NO) return NO;
  return OPEN;
}

/** A sign no protocol declares is absent. */
function sign(id: string, given: Case): Possible {
  const declared = given.protocol.signs[id];
  if (declared === undefined) return NO;
  return declared === true ? YES : possible(declared, given);
}

function questionPlaces(id: string, given: Case): readonly string[] {
  const gate = questionOf(given.protocol, id)?.ask_if;
  if (gate !== undefined && !settled(possible(gate, given))) {
    const before = openPlaces(gate, given);
    if (before.length > 0) return before;
  }
  return [id];
}

function factPlaces(id: string, given: Case): readonly string[] {
  const gate = factsOf(given.modifiers).get(id)?.ask_if;
  if (gate !== undefined && !settled(possible(gate, given))) {
    const before = openPlaces(gate, given);
    if (before.length > 0) return before;
  }
  return [`fact:${id}`];
}
