import type { Clock, Instant } from '../../bot/contracts';

/** The machine's clock, moved forward by hand: reminders, windows and check-ins can be seen without waiting. */
export interface MovableClock extends Clock {
  readonly offsetMs: number;
  advance(ms: number): void;
}

export function createMovableClock(machine: Clock): MovableClock {
  let offset = 0;
  return {
    now: (): Instant => machine.now() + offset,
    get offsetMs() {
      return offset;
    },
    advance(ms) {
      // Never back: conversations, leases and windows rely on time that only grows.
      offset += Math.max(0, ms);
    },
  };
}
