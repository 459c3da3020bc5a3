import type { Condition } from '../schema/triage-common';

/** A condition as one readable line. */
export function readable(condition: Condition): string {
  if (typeof condition === 'string') return condition;
  if ('all' in condition) return condition.all.map(nested).join(' and ');
  if ('any' in condition) return condition.any.map(nested).join(' or ');
  if ('not' in condition) return `not ${nested(condition.not)}`;
  if ('of' in condition) return `at least ${condition.at_least} of (${condition.of.map(readable).join(', ')})`;
  if ('number' in condition) {
    const bounds: [string, number | undefined][] = [
      ['>=', condition.gte],
      ['>', condition.gt],
      ['<=', condition.lte],
      ['<', condition.lt],
    ];
    return bounds
      .flatMap(([sign, value]) => (value === undefined ? [] : [`${condition.number} ${sign} ${value}`]))
      .join(' and ');
  }
  if ('age_from' in condition) return `age >= ${condition.age_from}`;
  if ('age_under' in condition) return `age < ${condition.age_under}`;
  if ('sex' in condition) return `sex is ${condition.sex}`;
  if ('fact' in condition) return `fact ${condition.fact}`;
  return `sign ${condition.sign}`;
}

function nested(condition: Condition): string {
  const text = readable(condition);
  return typeof condition === 'object' && ('all' in condition || 'any' in condition) ? `(${text})` : text;
}

/** Questions ("airway", a number) and options ("spot.one_side") a condition looks at. */
export function placesOf(condition: Condition): ReadonlySet<string> {
  if (typeof condition === 'string') return new Set([condition]);
  if ('number' in condition) return new Set([condition.number]);
  const parts =
    'all' in condition
      ? condition.all
      : 'any' in condition
        ? condition.any
        : 'of' in condition
          ? condition.of
          : 'not' in condition
            ? [condition.not]
            : [];
  return new Set(parts.flatMap((part) => [...placesOf(part)]));
}
