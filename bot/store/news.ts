import type { Line } from '../contracts';
import type { Told } from './ledger';
import { shownActivity } from './transcript';

/** Lines just committed, handed to those of this process who watch their conversation. */
export interface News {
  tell(told: Told): void;
  follow(conversationId: string, heard: (lines: readonly Line[]) => void): () => void;
}

export function createNews(): News {
  const watching = new Map<string, Set<(lines: readonly Line[]) => void>>();
  return {
    tell({ conversationId, lines }) {
      const heard = watching.get(conversationId);
      if (heard === undefined || lines.length === 0) return;
      const shown = lines.map((line) => ({ seq: line.seq, activity: shownActivity(line) }));
      for (const one of [...heard]) one(shown);
    },
    follow(conversationId, heard) {
      const set = watching.get(conversationId) ?? new Set();
      watching.set(conversationId, set);
      set.add(heard);
      return () => {
        set.delete(heard);
        if (set.size === 0 && watching.get(conversationId) === set) watching.delete(conversationId);
      };
    },
  };
}
