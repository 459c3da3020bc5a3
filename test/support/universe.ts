import type { Clock, Ids, Log } from '../../bot/contracts';

/** A clock that stands still until a test moves it. Starts on Monday 2026-11-23 at 09:00 UTC. */
export interface TestClock extends Clock {
  set(at: number | string): void;
  advance(ms: number): void;
}

export function testClock(start: number | string = '2026-11-23T09:00:00Z'): TestClock {
  let at = typeof start === 'string' ? Date.parse(start) : start;
  return {
    now: () => at,
    set(to) {
      at = typeof to === 'string' ? Date.parse(to) : to;
    },
    advance(ms) {
      at += ms;
    },
  };
}

/** Ids in order: `c_1`, `c_2`, ... per prefix. */
export function testIds(): Ids {
  const counts = new Map<string, number>();
  return {
    next(prefix) {
      const n = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, n);
      return `${prefix}_${n}`;
    },
  };
}

/** Keeps what was logged, for tests that look for what must not be there. */
export function testLog(): Log & { lines: { level: string; event: string; fields: unknown }[] } {
  const lines: { level: string; event: string; fields: unknown }[] = [];
  const keep = (level: string) => (event: string, fields?: unknown) => void lines.push({ level, event, fields });
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
