import type { ConsoleDeps } from '../ports';

/** Rules run once a day each; looking every quarter of an hour is soon enough. */
const EVERY_MS = 15 * 60_000;

/** Retention as a loop's work. */
export function createRetention(
  deps: Pick<ConsoleDeps, 'clock' | 'log'> & { readonly store: Pick<ConsoleDeps['store'], 'retention'> },
): { work(): Promise<number>; next(): Promise<number> } {
  let looked = Number.NEGATIVE_INFINITY;
  return {
    async work() {
      const now = deps.clock.now();
      if (now - looked < EVERY_MS) return 0;
      looked = now;
      const removed = await deps.store.retention.run(now);
      if (removed > 0) deps.log.info('retention.removed', { rows: removed });
      return 0;
    },
    next: async () => looked + EVERY_MS,
  };
}
