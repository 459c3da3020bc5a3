import type { Condition } from '../schema/triage-common';
import { type ReviewWords, reviewEn } from './words/en';

type Words = ReviewWords['condition'];

/** A condition as one readable line, in the reader's words; places keep their ids. */
export function readable(condition: Condition, words: Words = reviewEn.condition): string {
  const nested = (one: Condition) => bracketed(one, words);
  if (typeof condition === 'string') return condition;
  if ('all' in condition) return condition.all.map(nested).join(words.and);
  if ('any' in condition) return condition.any.map(nested).join(words.or);
  if ('not' in condition) return words.not(nested(condition.not));
  if ('of' in condition)
    return words.atLeast(condition.at_least, condition.of.map((one) => readable(one, words)).join(', '));
  if ('number' in condition) {
    const bounds: [string, number | undefined][] = [
      ['>=', condition.gte],
      ['>', condition.gt],
      ['<=', condition.lte],
      ['<', condition.lt],
    ];
    return bounds
      .flatMap(([sign, value]) => (value === undefined ? [] : [`${condition.number} ${sign} ${value}`]))
      .join(words.and);
  }
  if ('age_from' in condition) return words.ageFrom(condition.age_from);
  if ('age_under' in condition) return words.ageUnder(condition.age_under);
  if ('sex' in condition) return words.sex(condition.sex);
  if ('fact' in condition) return words.fact(condition.fact);
  return words.sign(condition.sign);
}

function bracketed(condition: Condition, words: Words): string {
  const text = readable(condition, words);
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
