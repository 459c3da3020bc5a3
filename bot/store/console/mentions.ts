import type { Knex } from 'knex';
import type { Instant } from '../../../bot/contracts';
import type { MentionStore } from '../../../console/api/ports';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { staffNames } from './names';

/** Shown in the menu; whoever has more starts with the newest. */
const SHOWN = 50;

/** Notes down who was named, as part of writing the note. Ids that are nobody's are left out, as is the writer. */
export async function mention(
  trx: Knex.Transaction,
  conversationId: string,
  by: string,
  named: readonly string[],
  at: Instant,
): Promise<void> {
  const others = [...new Set(named)].filter((id) => id !== by);
  if (others.length === 0) return;
  const known = (await trx('staff').whereIn('id', others).where('active', 1).select('id')) as { id: string }[];
  if (known.length === 0) return;
  await trx('mention')
    .insert(known.map(({ id }) => ({ conversation_id: conversationId, staff_id: id, by_id: by, at })))
    .onConflict(['conversation_id', 'staff_id', 'at'])
    .ignore();
}

export function createMentionStore(db: Db, vault: Vault): MentionStore {
  const unseen = (knex: Knex, staffId: string) => knex('mention').where({ staff_id: staffId }).whereNull('seen_at');
  return {
    async of(staffId) {
      const rows = (await unseen(db.read, staffId)
        .orderBy('at', 'desc')
        .limit(SHOWN)
        .select('conversation_id', 'by_id', 'at')) as { conversation_id: string; by_id: string; at: number }[];
      const name = await staffNames(
        db.read,
        vault,
        rows.map((row) => row.by_id),
      );
      return rows.map((row) => ({ conversationId: row.conversation_id, by: name(row.by_id), at: row.at }));
    },
    async seen(staffId, conversationId, now) {
      // Nearly every view finds none: the write is for those that do.
      const waiting = await unseen(db.read, staffId).where({ conversation_id: conversationId }).first('at');
      if (waiting === undefined) return;
      await unseen(db.write, staffId).where({ conversation_id: conversationId }).update({ seen_at: now });
    },
  };
}
