import type { Features } from './classifier';

/** A feature of one example alone is that example's, not its label's. */
const SEEN_IN = 2;

/** The examples with the features only that at least two of them share. */
export function frequent<T extends { readonly features: Features }>(examples: readonly T[]): T[] {
  const seen = new Map<string, number>();
  for (const { features } of examples) for (const name of features.keys()) seen.set(name, (seen.get(name) ?? 0) + 1);
  return examples.map((one) => ({
    ...one,
    features: new Map([...one.features].filter(([name]) => seen.get(name)! >= SEEN_IN)),
  }));
}
