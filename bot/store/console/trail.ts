import type { TrailStore } from '../../../console/api/ports';
import { verifyAudit } from '../audit';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { staffNames } from './names';

/** The audit trail as an auditor reads it: who did what when. The sealed detail is not shown: it may hold words. */
export function createTrailStore(db: Db, vault: Vault): TrailStore {
  return {
    async page({ conversation, actor, action, before, limit }) {
      const rows: { conversation_id: string; n: number; at: number; actor: string; action: string }[] = await db
        .read('audit')
        .modify((query) => {
          if (conversation !== undefined) query.where({ conversation_id: conversation });
          if (actor !== undefined) query.where({ actor });
          if (action !== undefined) query.where({ action });
          if (before !== undefined) query.where('at', '<', before);
        })
        .orderBy([{ column: 'at', order: 'desc' }, { column: 'conversation_id' }, { column: 'n', order: 'desc' }])
        .limit(limit)
        .select('conversation_id', 'n', 'at', 'actor', 'action');
      const name = await staffNames(
        db.read,
        vault,
        rows.map((row) => row.actor),
      );
      return rows.map((row) => ({
        conversationId: row.conversation_id,
        n: row.n,
        at: row.at,
        actor: name(row.actor),
        action: row.action,
      }));
    },
    verify: () => verifyAudit(db, vault),
  };
}
