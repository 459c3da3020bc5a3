import type { PresenceStore } from '../../../console/api/ports';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { staffNames } from './names';

/** The page says every ten seconds that it is still there; after three silences it is not. */
export const PRESENT_MS = 30_000;

interface PresenceRow {
  conversation_id: string;
  staff_id: string;
  writing: number;
  seen_at: number;
}

/** Who has which conversation open, shared by all processes. */
export function createPresenceStore(db: Db, vault: Vault): PresenceStore {
  return {
    here: (conversationId, staffId, writing, now) =>
      db.transaction(async (trx) => {
        const key = { conversation_id: conversationId, staff_id: staffId };
        const before = await trx<PresenceRow>('staff_presence').where(key).first();
        await trx('staff_presence')
          .insert({ ...key, writing: writing ? 1 : 0, seen_at: now })
          .onConflict(['conversation_id', 'staff_id'])
          .merge(['writing', 'seen_at']);
        await trx('staff_presence')
          .where('seen_at', '<', now - 10 * PRESENT_MS)
          .delete();
        const same = before !== undefined && before.seen_at > now - PRESENT_MS && (before.writing === 1) === writing;
        return { changed: !same };
      }),
    async gone(conversationId, staffId) {
      await db.write('staff_presence').where({ conversation_id: conversationId, staff_id: staffId }).delete();
    },
    async viewers(conversationId, now) {
      const rows = await db
        .read<PresenceRow>('staff_presence')
        .where({ conversation_id: conversationId })
        .where('seen_at', '>', now - PRESENT_MS);
      const name = await staffNames(
        db.read,
        vault,
        rows.map((row) => row.staff_id),
      );
      return rows.map((row) => ({ ...name(row.staff_id), writing: row.writing === 1 }));
    },
  };
}
