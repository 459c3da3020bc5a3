/** One case: what was wanted, what came, and whether that is good enough. */
export interface CaseResult {
  readonly id: string;
  readonly expected: unknown;
  readonly got: unknown;
  readonly pass: boolean;
  /** Extra facts for people reading `--json` (words matched, questions asked). */
  readonly detail?: unknown;
}

export interface Report {
  /** Named figures; proportions carry their counts and Wilson interval. */
  readonly summary: Readonly<Record<string, unknown>>;
  readonly results: readonly CaseResult[];
}

export interface Proportion {
  readonly hits: number;
  readonly of: number;
  readonly share: number;
  /** 95 % Wilson score interval. */
  readonly low: number;
  readonly high: number;
}

/**
 * A share with its 95 % Wilson score interval (Wilson 1927; z = 1.96).
 * @returns share, low and high in 0..1; all zero for an empty set.
 */
export function proportion(hits: number, of: number): Proportion {
  if (of === 0) return { hits, of, share: 0, low: 0, high: 0 };
  const z = 1.96;
  const share = hits / of;
  const centre = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return {
    hits,
    of,
    share: round(share),
    low: round((centre - spread) / scale),
    high: round((centre + spread) / scale),
  };
}

function round(x: number): number {
  return Math.round(Math.min(1, Math.max(0, x)) * 10000) / 10000;
}

/** Macro-averaged F1 over the classes that occur in `expected`. */
export function macroF1(pairs: readonly { expected: string; got: string }[]): number {
  const classes = [...new Set(pairs.map((pair) => pair.expected))];
  if (classes.length === 0) return 0;
  const scores = classes.map((name) => {
    const hit = pairs.filter((pair) => pair.expected === name && pair.got === name).length;
    const wanted = pairs.filter((pair) => pair.expected === name).length;
    const given = pairs.filter((pair) => pair.got === name).length;
    return hit === 0 ? 0 : (2 * hit) / (wanted + given);
  });
  return round(scores.reduce((sum, score) => sum + score, 0) / classes.length);
}
