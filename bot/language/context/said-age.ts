import type { FoundMeasure } from '../measures/measures';
import { type Cue, cuesBetween, type Finding } from './find';

/** A said age is about the person named right beside it: "my son is 34", "3 year old girl". */
const BESIDE = 3;
/** No age and no word for a person is longer than this many tokens. */
const LONGEST = 8;

/**
 * Drops what a word says about somebody's age where a number beside it says otherwise: a son of 34 is no young child, a
 * baby of three years no infant. An age the writer says of themselves ("I am 28 and my baby ...") leaves the word alone.
 * @param self where the writer speaks of themselves.
 */
export function withSaidAges(
  findings: readonly Finding[],
  measures: readonly FoundMeasure[],
  self: readonly Cue[],
): readonly Finding[] {
  const ages = measures.filter((one) => one.kind === 'age_months').sort((a, b) => a.first - b.first);
  const ownTo = (age: FoundMeasure) => cuesBetween(self, age.first - 2 - LONGEST, age.last);
  const own = new Set(ages.filter((age) => ownTo(age).some((cue) => touches(cue, age))));
  if (ages.length === 0) return findings;
  return findings.filter(({ concept, tokens }) => {
    if (concept.kind !== 'condition') return true;
    const ranges = concept.measured?.filter((range) => range.measure === 'age_months') ?? [];
    if (ranges.length === 0) return true;
    const near = cuesBetween(ages, tokens[0]! - BESIDE - LONGEST, tokens.at(-1)! + BESIDE);
    const beside = near.filter((age) => distance(tokens, age) <= (own.has(age) ? 0 : BESIDE));
    return (
      beside.length === 0 ||
      beside.some(({ value }) =>
        ranges.some((range) => value >= (range.at_least ?? 0) && value < (range.below ?? Number.POSITIVE_INFINITY)),
      )
    );
  });
}

/** The writer's own age: "I am 28", "tengo 28". */
const touches = (cue: Cue, age: FoundMeasure): boolean => cue.first <= age.last && age.first - cue.last <= 2;

/** Tokens from one to the other; 0 where they overlap. */
function distance(tokens: readonly number[], age: FoundMeasure): number {
  const [first, last] = [tokens[0]!, tokens.at(-1)!];
  return Math.max(0, age.first - last, first - age.last);
}
