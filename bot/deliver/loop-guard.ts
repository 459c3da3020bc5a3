import { createHash } from 'node:crypto';

const WINDOW_MS = 10 * 60_000;
/** Nobody reads more than this in ten minutes; a machine on the other side does. */
const MOST_MESSAGES = 60;
/** The same words to the same person: a person asks twice or three times, a ring goes on. */
const MOST_REPEATS = 6;
const REMEMBERED = 20_000;

export interface LoopGuard {
  /** Whether this message may leave. `tripped` is true once, on the first refusal. */
  allow(conversationId: string, body: unknown, now: number): { allowed: boolean; tripped: boolean };
}

interface Seen {
  times: { at: number; hash: string }[];
  trippedAt?: number;
}

/** Stops the bot from talking to another bot, or in a circle. Per process: two dispatchers allow twice as much. */
export function createLoopGuard(): LoopGuard {
  const seen = new Map<string, Seen>();
  return {
    allow(conversationId, body, now) {
      const known = seen.get(conversationId) ?? { times: [] };
      seen.delete(conversationId);
      seen.set(conversationId, known);
      if (seen.size > REMEMBERED) seen.delete(seen.keys().next().value!);
      known.times = known.times.filter((one) => now - one.at < WINDOW_MS);
      const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 16);
      const repeats = known.times.filter((one) => one.hash === hash).length;
      if (known.times.length < MOST_MESSAGES && repeats < MOST_REPEATS) {
        known.times.push({ at: now, hash });
        return { allowed: true, tripped: false };
      }
      const tripped = known.trippedAt === undefined || now - known.trippedAt > WINDOW_MS;
      if (tripped) known.trippedAt = now;
      return { allowed: false, tripped };
    },
  };
}
