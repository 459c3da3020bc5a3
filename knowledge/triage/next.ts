import type { Condition } from '../schema/triage-common';
import { type Case, factsOf, isDefault, rank } from './answers';
import { openPlaces, possible, UNKNOWN, YES } from './condition';
import { dispose, effectPossible, raisedLevel } from './dispose';

/**
 * What can still change the level, in the order to ask: `age`, `sex`, then the protocol's questions in their own order (order
 * of threat), then background facts as `fact:<id>`. Empty when the level is settled.
 *
 * By bounding: a place matters only if some rule or modifier that may still fire is more urgent than what already holds.
 * @param floor rank already reached elsewhere (another complaint): nothing less urgent is worth a question.
 */
export function nextPlaces(given: Case, floor = Number.POSITIVE_INFINITY): readonly string[] {
  const now = dispose(given);
  const reached = Math.min(rank(now), floor);
  if (reached < 1000) return [];
  const wanted = new Set<string>();
  const want = (condition: Condition) => {
    for (const place of openPlaces(condition, given)) wanted.add(place);
  };
  for (const rule of given.protocol.rules) {
    if (isDefault(rule) || rank(rule) >= reached) continue;
    if (possible(rule.when!, given) & (YES | UNKNOWN)) want(rule.when!);
  }
  const bases = reachable(given);
  for (const modifier of given.modifiers) {
    for (const effect of modifier.effects) {
      const held = effectPossible(modifier, effect, given);
      if (!(held & (YES | UNKNOWN))) continue;
      const worth = bases.some((base) => {
        const level = raisedLevel(effect, base, YES);
        return level !== undefined && rank({ level, deadline_hours: effect.deadline_hours }) < reached;
      });
      if (!worth) continue;
      want(modifier.when);
      if (effect.when !== undefined) want(effect.when);
    }
  }
  return inOrder(given, wanted);
}

/** Levels the rules alone may still come to: the one that holds now, and every more urgent one that may yet fire. */
function reachable(given: Case): readonly ReturnType<typeof dispose>['level'][] {
  const levels = given.protocol.rules
    .filter((rule) => isDefault(rule) || possible(rule.when!, given) & (YES | UNKNOWN))
    .map((rule) => rule.level);
  return [...new Set([dispose(given).level, ...levels])];
}

function inOrder(given: Case, wanted: ReadonlySet<string>): readonly string[] {
  const questions = given.protocol.questions.map((question) => question.id);
  const facts = [...factsOf(given.modifiers).keys()].map((id) => `fact:${id}`);
  return ['age', 'sex', ...questions, ...facts].filter((place) => wanted.has(place));
}
