import type { Bell, Clock } from './contracts';

export interface LoopParts {
  readonly bell: Bell;
  readonly clock: Clock;
  /** Bell topic that says there is work. */
  readonly topic: string;
  /** Does what waits. @returns how much there was; more than nothing means look again at once. */
  work(): Promise<number>;
  /** When work is due by itself, if known. */
  next(): Promise<number | undefined>;
  failed(error: unknown): void;
}

export interface Loop {
  start(): void;
  /** Finishes the work at hand and stops. */
  stop(): Promise<void>;
}

/** Even if no bell ever rings, everything is found by looking. */
const LOOK_MS = 1_000;
const SHORTEST_MS = 5;

/** Works while there is work; then sleeps until the bell rings, something is due, or a second has passed. */
export function createLoop(parts: LoopParts): Loop {
  let running: Promise<void> | undefined;
  let stopping = false;
  let rung = false;
  let wakeUp: () => void = () => {};

  async function loop(): Promise<void> {
    while (!stopping) {
      rung = false;
      let worked = 0;
      try {
        worked = await parts.work();
      } catch (error) {
        // The database is away or the process is short of something: what was not committed is taken up again.
        parts.failed(error);
      }
      if (worked === 0) await sleep();
    }
  }

  async function sleep(): Promise<void> {
    const due = await parts.next().catch(() => undefined);
    if (stopping || rung) return;
    const wait = due === undefined ? LOOK_MS : Math.min(LOOK_MS, Math.max(SHORTEST_MS, due - parts.clock.now()));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = () => {};
  }

  return {
    start() {
      stopping = false;
      const unlisten = parts.bell.listen(parts.topic, () => {
        rung = true;
        wakeUp();
      });
      running = loop().finally(unlisten);
    },
    async stop() {
      stopping = true;
      wakeUp();
      await running;
    },
  };
}

/** The kind of an error for logs; messages may quote a patient and stay out of them. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
