import type { OutreachStore } from '../../../console/api/outreach/ports';
import type { ActionTools } from '../console/actions';
import { resultRows } from '../rows';
import { createBroadcastStore } from './broadcasts';
import { createCheckInStore } from './check-ins';
import { createEnrolmentStore } from './enrolments';
import { importList } from './imports';
import { createRecallStore } from './recalls';

/** Everything the care team does with what is sent by itself. */
export function createOutreachStore(tools: ActionTools): OutreachStore {
  const { db } = tools;
  return {
    broadcasts: createBroadcastStore(tools),
    checkIns: createCheckInStore(tools),
    recalls: createRecallStore(tools),
    enrolments: createEnrolmentStore(tools),
    imports: {
      run: (list, programmes, by) => importList(tools, list, programmes, by),
      async get(batch) {
        const head = await db.read('import_batch').where({ id: batch }).first();
        if (head === undefined) return undefined;
        const rows = await db.read('import_row').where({ batch_id: batch }).orderBy('line');
        return {
          batch,
          accepted: head.accepted,
          refused: head.refused,
          rows: rows.map(({ line, fate, why, conversation_id }) => ({
            line,
            fate,
            why,
            conversationId: conversation_id,
          })),
        };
      },
    },
    async notSent(since) {
      const rows = resultRows<{ why: string; purpose: string; n: number }>(
        await db.read.raw(
          "SELECT why, purpose, COUNT(*) AS n FROM outreach WHERE status = 'not_sent' AND at >= ? GROUP BY why, purpose ORDER BY why, purpose",
          [since],
        ),
      );
      return rows.map((row) => ({ ...row, n: Number(row.n) }));
    },
  };
}
