import type { Db } from '../db';

/** A flag whose whole chain has run out and of which the on-call people were not told yet. */
export interface UnpagedFlag {
  readonly id: string;
  readonly conversationId: string;
  readonly severity: number;
}

export interface OnCallStore {
  /** @param level from this step of the chain on. */
  unpaged(level: number, limit: number): Promise<readonly UnpagedFlag[]>;
  paged(flagIds: readonly string[], at: number): Promise<void>;
}

export function createOnCallStore(db: Db): OnCallStore {
  return {
    async unpaged(level, limit) {
      const rows = (await db
        .read('flag as f')
        .join('flag_clock as k', 'k.flag_id', 'f.id')
        .leftJoin('on_call_page as p', 'p.flag_id', 'f.id')
        .where('f.status', 'open')
        .where('k.escalation', '>=', level)
        .whereNull('k.answered_at')
        .whereNull('p.flag_id')
        .orderBy(['f.severity', 'f.opened_at', 'f.id'])
        .limit(limit)
        .select('f.id', 'f.conversation_id', 'f.severity')) as {
        id: string;
        conversation_id: string;
        severity: number;
      }[];
      return rows.map((row) => ({ id: row.id, conversationId: row.conversation_id, severity: row.severity }));
    },
    async paged(flagIds, at) {
      await db
        .write('on_call_page')
        .insert(flagIds.map((flag_id) => ({ flag_id, at })))
        .onConflict('flag_id')
        .ignore();
    },
  };
}
