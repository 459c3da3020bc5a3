import { COMMA, type Token } from '../text/tokenise';

/** So many other words between two words of a pattern may hold a fact of their own. */
const FAR = 5;

/**
 * How sure it is that words found apart belong together: "my toddler won't use her arm after I swung her by the hands,
 * it just hangs" is no hand cut off. Words close together are sure;
 * across a comma with other words, or far from each other, the person is asked what was meant.
 */
export function togetherness(tokens: readonly Token[], used: readonly number[]): number {
  for (let i = 1; i < used.length; i++) {
    if (isApart(tokens, used[i - 1]!, used[i]!)) return ASKED;
  }
  return 1;
}

/** Whether two words of a pattern, by where they stand, may belong to different facts. */
export function isApart(tokens: readonly Token[], from: number, to: number): boolean {
  const between = to - from - 1;
  return between >= FAR || (between > 0 && parted(tokens, from, to));
}

/** Below what the screen takes for sure (`screen/strength.ts`). */
export const ASKED = 0.65;

function parted(tokens: readonly Token[], from: number, to: number): boolean {
  for (let at = from + 1; at <= to; at++) if (tokens[at]!.before === COMMA) return true;
  return false;
}
