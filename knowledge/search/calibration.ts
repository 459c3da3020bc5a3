/** What speaks for a hit. */
export interface Evidence {
  /** Share of the question's weight the passage covers, 0..1. */
  readonly coverage: number;
  /** Share of the question's weight found in title and known phrasings, 0..1. */
  readonly asked: number;
  /** Distance to the next article, 0..1. */
  readonly lead?: number;
}

/** Logistic weights, set by hand while watching the `tune` half of `knowledge/evaluation/retrieval`; no fit was run. */
const WEIGHTS = { bias: -4.5, coverage: 4.2, asked: 2.6, lead: 2 };

/** The chance that a hit answers the question, 0..1. */
export function confidence(evidence: Evidence): number {
  const z =
    WEIGHTS.bias +
    WEIGHTS.coverage * evidence.coverage +
    WEIGHTS.asked * evidence.asked +
    WEIGHTS.lead * (evidence.lead ?? 0);
  return Math.round((1 / (1 + Math.exp(-z))) * 1000) / 1000;
}
