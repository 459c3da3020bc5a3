import type { EscalationStore } from '../../../console/api/ports';
import { type ActionTools, happened } from './actions';

interface LateRow {
  id: string;
  conversation_id: string;
  severity: number;
  escalation: number | null;
}

/** Flags that nobody answered in time, one level up each time their clock runs out again. */
export function createEscalationStore(tools: ActionTools): EscalationStore {
  const { db } = tools;
  return {
    async escalate(levels, now) {
      let count = 0;
      for (const { level, severity, raisedUpTo, to } of levels) {
        const rows: LateRow[] = await db
          .read('flag as f')
          .leftJoin('flag_clock as k', 'k.flag_id', 'f.id')
          .leftJoin('care_case as s', 's.conversation_id', 'f.conversation_id')
          .where({ 'f.status': 'open', 'f.severity': severity })
          .where('f.opened_at', '<=', raisedUpTo)
          .whereNull('k.answered_at')
          .whereRaw('COALESCE(k.escalation, 0) < ?', [level])
          .whereRaw('(s.snoozed_until IS NULL OR s.snoozed_until <= ?)', [now])
          .orderBy('f.opened_at')
          .limit(200)
          .select('f.id', 'f.conversation_id', 'f.severity', 'k.escalation');
        for (const row of rows) if (await raise(row, level, to, now)) count += 1;
      }
      return count;
    },
  };

  /** Of several processes that look at once, one changes the row. */
  function raise(row: LateRow, level: number, to: string, now: number): Promise<boolean> {
    return db.transaction(async (trx) => {
      await trx('flag_clock').insert({ flag_id: row.id, escalation: 0 }).onConflict('flag_id').ignore();
      const changed = await trx('flag_clock')
        .where({ flag_id: row.id })
        .where('escalation', '<', level)
        .whereNull('answered_at')
        .update({ escalation: level, escalated_at: now });
      if (changed === 0) return false;
      await happened(tools, trx, row.conversation_id, { kind: 'escalated', actor: null, at: now, body: { to } });
      return true;
    });
  }
}
