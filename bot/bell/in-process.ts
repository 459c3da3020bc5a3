import type { Bell } from '../contracts';

/** One process: whoever listens in it is told at the end of the current step. */
export function createInProcessBell(): Bell {
  const listeners = new Map<string, Set<() => void>>();
  return {
    ring(topic) {
      const heard = listeners.get(topic);
      if (heard === undefined) return;
      queueMicrotask(() => {
        for (const listener of [...heard]) listener();
      });
    },
    listen(topic, heard) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(heard);
      return () => {
        set.delete(heard);
        if (set.size === 0) listeners.delete(topic);
      };
    },
    async close() {
      listeners.clear();
    },
  };
}
