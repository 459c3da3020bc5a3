import type { Effect } from '../schema/modifier';
import type { Condition, Level } from '../schema/triage-common';
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
  const effects = given.modifiers
    .flatMap((modifier) => modifier.effects.map((effect) => ({ modifier, effect })))
    .filter(({ modifier, effect }) => effectPossible(modifier, effect, given) & (YES | UNKNOWN));
  const raisesPast = (effect: Effect, base: Level) => {
    const level = raisedLevel(effect, base, YES);
    return level !== undefined && rank({ level, deadline_hours: effect.deadline_hours }) < reached;
  };
  for (const rule of given.protocol.rules) {
    if (isDefault(rule) || !(possible(rule.when!, given) & (YES | UNKNOWN))) continue;
    // A milder rule matters too where a modifier would lift it past what is reached.
    if (rank(rule) < reached || effects.some(({ effect }) => raisesPast(effect, rule.level))) want(rule.when!);
  }
  const bases = reachable(given, now.level);
  for (const { modifier, effect } of effects) {
    if (!bases.some((base) => raisesPast(effect, base))) continue;
    want(modifier.when);
    if (effect.when !== undefined) want(effect.when);
  }
  return inOrder(given, wanted);
}

/** Levels the rules alone may still come to: the one that holds now, and every more urgent one that may yet fire. */
function reachable(given: Case, now: Level): readonly Level[] {
  const levels = given.protocol.rules
    .filter((rule) => isDefault(rule) || possible(rule.when!, given) & (YES | UNKNOWN))
    .map((rule) => rule.level);
  return [...new Set([now, ...levels])];
}

function inOrder(given: Case, wanted: ReadonlySet<string>): readonly string[] {
  const questions = given.protocol.questions.map((question) => question.id);
  const facts = [...factsOf(given.modifiers).keys()].map((id) => `fact:${id}`);
  return ['age', 'sex', ...questions, ...facts].filter((place) => wanted.has(place));
}
