import type { Bell } from '../contracts';

type Heard = (position?: number) => void;

/** One process: whoever listens in it is told at the end of the current step. */
export function createInProcessBell(): Bell {
  const listeners = new Map<string, Set<Heard>>();
  return {
    ring(topic, position) {
      const heard = listeners.get(topic);
      if (heard === undefined) return;
      queueMicrotask(() => {
        for (const listener of [...heard]) listener(position);
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
