import type { Clock } from '../../contracts/time';

const DAY = 24 * 60 * 60 * 1000;
const FAILURES_TO_OPEN = 5;
const OPEN_FOR_MS = 60_000;
const CACHED = 500;

export interface Guard {
  /** Whether a call may be made now; counts it when it may. */
  allow(conversationId: string): boolean;
  /** How the call ended: too many failures in a row keep the model out for a minute. */
  ended(ok: boolean): void;
  cached(key: string): string | undefined;
  keep(key: string, answer: string): void;
}

/** Budgets per day and per conversation, a circuit breaker, and a small cache; in memory of this process. */
export function createGuard(clock: Clock, limits: { perDay: number; perConversation: number }): Guard {
  let day = -1;
  let calls = 0;
  let perConversation = new Map<string, number>();
  let failures = 0;
  let closedUntil = 0;
  const cache = new Map<string, string>();
  return {
    allow(conversationId) {
      const now = clock.now();
      const today = Math.floor(now / DAY);
      if (today !== day) {
        day = today;
        calls = 0;
        perConversation = new Map();
      }
      const own = perConversation.get(conversationId) ?? 0;
      if (now < closedUntil || calls >= limits.perDay || own >= limits.perConversation) return false;
      calls += 1;
      perConversation.set(conversationId, own + 1);
      return true;
    },
    ended(ok) {
      failures = ok ? 0 : failures + 1;
      if (failures >= FAILURES_TO_OPEN) {
        closedUntil = clock.now() + OPEN_FOR_MS;
        failures = 0;
      }
    },
    cached: (key) => cache.get(key),
    keep(key, answer) {
      if (cache.size >= CACHED) cache.delete(cache.keys().next().value!);
      cache.set(key, answer);
    },
  };
}
