import type { Features } from './classifier';

/** A feature of one example alone is that example's, not its label's. */
const SEEN_IN = 2;

/**
 * The examples with the features only that enough of them share.
 * @param options `seenIn`: how many is enough, two when left out; `among`: which examples are counted, all when left out.
 */
export function frequent<T extends { readonly features: Features }>(
  examples: readonly T[],
  { seenIn = SEEN_IN, among = () => true }: { seenIn?: number; among?: (example: T) => boolean } = {},
): T[] {
  const seen = new Map<string, number>();
  for (const one of examples.filter(among))
    for (const name of one.features.keys()) seen.set(name, (seen.get(name) ?? 0) + 1);
  return examples.map((one) => ({
    ...one,
    features: new Map([...one.features].filter(([name]) => (seen.get(name) ?? 0) >= seenIn)),
  }));
}
