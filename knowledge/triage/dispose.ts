import type { Effect, Modifier } from '../schema/modifier';
import type { Rule } from '../schema/protocol';
import type { Condition, Level, RouteId } from '../schema/triage-common';
import { type Case, isDefault, levelFrom, moved, rank } from './answers';
import { and, NO, type Possible, possible, UNKNOWN, unknownLimit, YES } from './condition';

/** A rule or modifier that holds, at the level it holds at ("not sure" holds a step lower). */
export interface Fired {
  /** Rule id, or `M-PREG.fever` for the effect of a modifier. */
  readonly id: string;
  readonly by: 'rule' | 'modifier';
  readonly level: Level;
  readonly route: RouteId;
  readonly deadline_hours?: number;
  /** `unsure`: it holds because something could not be excluded. */
  readonly held: 'yes' | 'unsure';
  readonly reason: Rule['reason'];
  readonly also?: string;
}

/** The decision: the most urgent of everything that holds, and the rest for explanation. */
export interface Outcome extends Fired {
  readonly fired: readonly Fired[];
  /** Hours until the person should be seen, from the rule or the level's default. */
  readonly hours: number | undefined;
}

/** Default deadline of a level in hours. Source: the disposition scale of the clinical reference. */
export const LEVEL_HOURS: Readonly<Record<Level, number | undefined>> = {
  D0: 0,
  D1: 1,
  D2: 6,
  D3: 72,
  D4: 336,
  D5: undefined,
};

/** Routes to fall back on when a level was raised without one. */
const LEVEL_ROUTE: Readonly<Record<Level, RouteId>> = {
  D0: 'ems',
  D1: 'ed',
  D2: 'gp_sameday',
  D3: 'gp',
  D4: 'gp',
  D5: 'pharmacist',
};

/**
 * Decides the level from what is known. Questions not asked count as harmless: ask until `nextPlaces` is empty first.
 * All rules and modifiers are evaluated; the most urgent wins; nothing lowers another's result.
 */
export function dispose(given: Case): Outcome {
  const rules = given.protocol.rules.flatMap((rule) => firedRule(rule, given));
  const base = mostUrgent(rules);
  const raised = given.modifiers.flatMap((modifier) =>
    modifier.effects.flatMap((effect) => firedEffect(modifier, effect, base, given)),
  );
  const fired = [...rules, ...raised].sort((a, b) => rank(a) - rank(b) || heldFirst(a, b));
  const winner = fired[0]!;
  return { ...winner, fired, hours: winner.deadline_hours ?? LEVEL_HOURS[winner.level] };
}

function heldFirst(a: Fired, b: Fired): number {
  return (a.held === 'yes' ? 0 : 1) - (b.held === 'yes' ? 0 : 1);
}

function mostUrgent(fired: readonly Fired[]): Fired {
  return fired.reduce((best, one) => (rank(one) < rank(best) ? one : best));
}

/** The level a rule has when its condition is a single truth value; undefined when it does not fire. */
export function levelWhen(rule: Rule, held: Possible, given: Case): Level | undefined {
  if (held === YES) return rule.level;
  if (held !== UNKNOWN || rule.when === undefined) return undefined;
  return levelWhenUnsure(rule.level, rule.when, given);
}

/** One step below the rule for D0 to D2, unless a danger question says how far "not sure" carries. */
function levelWhenUnsure(level: Level, when: Condition, given: Case): Level | undefined {
  const own = Number(level.slice(1));
  const limit = unknownLimit(when, given, own <= 2 ? own + 1 : 6);
  return limit > 5 ? undefined : levelFrom(Math.max(own, limit));
}

function firedRule(rule: Rule, given: Case): readonly Fired[] {
  const held = isDefault(rule) ? YES : possible(rule.when!, given);
  const level = levelWhen(rule, held, given);
  if (level === undefined) return [];
  return [
    {
      id: rule.id,
      by: 'rule',
      level,
      route: level === rule.level ? rule.route : LEVEL_ROUTE[level],
      ...deadline(level, rule.level === level ? rule.deadline_hours : undefined),
      held: held === YES ? 'yes' : 'unsure',
      reason: rule.reason,
      ...(rule.also === undefined ? {} : { also: rule.also }),
    },
  ];
}

function deadline(level: Level, hours: number | undefined): { deadline_hours?: number } {
  if (hours !== undefined) return { deadline_hours: hours };
  return level === 'D3' ? { deadline_hours: 24 } : {};
}

/** What an effect can still be: the modifier is about this person, and the sign it looks at is there. */
export function effectPossible(modifier: Modifier, effect: Effect, given: Case): Possible {
  const about = possible(modifier.when, given);
  return effect.when === undefined || about === NO ? about : and(about, possible(effect.when, given));
}

/** The level an effect raises `base` to; undefined when it leaves it. */
export function raisedLevel(effect: Effect, base: Level, held: Possible): Level | undefined {
  if (held !== YES && held !== UNKNOWN) return undefined;
  if (effect.from !== undefined && !effect.from.includes(base)) return undefined;
  const wanted =
    effect.at_least !== undefined ? effect.at_least : stepped(base, effect.steps_up ?? 1, effect.not_past ?? 'D1');
  const level = held === YES ? wanted : effect.at_least !== undefined && wanted <= 'D2' ? moved(wanted, 1) : undefined;
  return level !== undefined && level < base ? level : sameLevelSooner(effect, level, base);
}

function stepped(base: Level, steps: number, notPast: Level): Level {
  const wanted = moved(base, -steps);
  return wanted < notPast ? (base < notPast ? base : notPast) : wanted;
}

/** An effect may also shorten the deadline inside the level. */
function sameLevelSooner(effect: Effect, level: Level | undefined, base: Level): Level | undefined {
  return level !== undefined && level === base && effect.deadline_hours !== undefined ? level : undefined;
}

function firedEffect(modifier: Modifier, effect: Effect, base: Fired, given: Case): readonly Fired[] {
  const held = effectPossible(modifier, effect, given);
  const level = raisedLevel(effect, base.level, held);
  if (level === undefined) return [];
  return [
    {
      id: `${modifier.id}.${effect.id}`,
      by: 'modifier',
      level,
      route: (held === YES ? effect.route : undefined) ?? (level === base.level ? base.route : LEVEL_ROUTE[level]),
      ...deadline(level, effect.deadline_hours),
      held: held === YES ? 'yes' : 'unsure',
      reason: effect.reason,
    },
  ];
}
