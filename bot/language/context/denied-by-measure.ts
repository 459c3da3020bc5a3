import type { FoundMeasure } from '../measures/measures';
import type { Finding } from './find';

/** Tokens between the word and the reading that belongs to it: "temperature this morning was 36.8". */
const MOST_BETWEEN = 4;

/**
 * Whether a reading that stands right after the words, or before them, says that it is not so: "temp 36.6 °C" is no
 * fever. What the ranges are is content (`denied_by`).
 * @param between the characters from one place of the text to another.
 */
export function isDeniedByMeasure(
  { concept, tokens }: Finding,
  measures: readonly FoundMeasure[],
  between: (afterToken: number, beforeToken: number) => string,
): boolean {
  const [first, last] = [tokens[0]!, tokens.at(-1)!];
  const isNear = (measure: FoundMeasure): boolean => {
    if (measure.first > last)
      return measure.first - last - 1 <= MOST_BETWEEN && !BREAK.test(between(last, measure.first));
    return measure.last < first && measure.last + 1 === first && !BREAK.test(between(measure.last, first));
  };
  return (concept.denied_by ?? []).some(({ measure: kind, at_least = -Infinity, below = Infinity }) =>
    measures.some((one) => one.kind === kind && one.value >= at_least && one.value < below && isNear(one)),
  );
}

const BREAK = /[.,;!?\n]/;
