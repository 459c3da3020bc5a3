/** How fast one person may be written to on a channel: a burst, then one message each `everyMs`. */
export interface Pace {
  readonly burst: number;
  readonly everyMs: number;
}

/** Addresses whose pace is remembered; the oldest is forgotten, which only ever allows a burst too many. */
const REMEMBERED = 20_000;

/** A token bucket per address. `take` returns 0 when a message may leave now, else the milliseconds to wait. */
export function createPacer(pace: Pace | undefined): { take(address: string, now: number): number } {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(address, now) {
      if (pace === undefined) return 0;
      const known = buckets.get(address) ?? { tokens: pace.burst, at: now };
      const tokens = Math.min(pace.burst, known.tokens + Math.max(0, now - known.at) / pace.everyMs);
      buckets.delete(address);
      if (tokens < 1) {
        buckets.set(address, { tokens, at: now });
        return Math.ceil((1 - tokens) * pace.everyMs);
      }
      buckets.set(address, { tokens: tokens - 1, at: now });
      if (buckets.size > REMEMBERED) buckets.delete(buckets.keys().next().value!);
      return 0;
    },
  };
}
