import type { OutreachStore } from '../../../console/api/outreach/ports';
import { FLEETING } from '../channels';
import type { ActionTools } from '../console/actions';
import { officeAudit } from '../console/office';
import { resultRows } from '../rows';
import { labelled } from './labelled';

/** People to call back: those nobody heard of for long, and those whose check is overdue; with what came of it. */
export function createRecallStore(tools: ActionTools): OutreachStore['recalls'] {
  const { db, vault, ids, clock } = tools;
  return {
    async list({ kind, status }) {
      const rows = await db
        .read('recall')
        .modify((query) => {
          if (status === 'open') query.where({ status: 'open' });
          else query.whereNot({ status: 'open' });
          if (kind !== undefined) query.where({ kind });
        })
        .orderBy(['since', 'id'])
        .limit(500);
      return labelled(db, vault, rows, (row, whose) => ({
        ...whose,
        kind: row.kind,
        subject: row.subject,
        since: row.since,
        status: row.status,
        createdAt: row.created_at,
        closedAt: row.closed_at,
      }));
    },
    has: async (id) => (await db.read('recall').where({ id }).first('id')) !== undefined,
    findLapsed: (since, actor) =>
      db.transaction(async (trx) => {
        const now = clock.now();
        const batch = ids.next('rcl');
        // One conversation per patient, the one last used; a closed recall of this silence is not opened again.
        const found = resultRows(
          await trx.raw(
            `INSERT INTO recall (id, conversation_id, patient_id, kind, subject, since, status, created_at)
             SELECT ? || ':' || c.id, c.id, c.patient_id, 'lapsed', '', c.last_inbound_at, 'open', ?
             FROM conversation c JOIN contact_point p ON p.id = c.contact_point_id
             WHERE c.last_inbound_at < ? AND c.channel NOT IN (?, ?) AND p.opted_out = 0
               AND NOT EXISTS (SELECT 1 FROM conversation o WHERE o.patient_id = c.patient_id AND o.id <> c.id AND o.last_inbound_at >= c.last_inbound_at AND (o.last_inbound_at > c.last_inbound_at OR o.id > c.id))
               AND NOT EXISTS (SELECT 1 FROM appointment a WHERE (a.conversation_id = c.id OR a.patient_id = c.patient_id) AND a.start_at > ? AND a.status NOT IN ('cancelled', 'noshow', 'entered-in-error'))
               AND NOT EXISTS (SELECT 1 FROM outreach_hold h WHERE (h.kind = 'deceased' AND h.subject = COALESCE(c.patient_id, p.id)) OR (h.kind = 'wrong_number' AND h.subject = p.id))
               AND NOT EXISTS (SELECT 1 FROM recall r WHERE r.conversation_id = c.id AND r.kind = 'lapsed' AND r.since = c.last_inbound_at)
             ON CONFLICT DO NOTHING RETURNING id`,
            [batch, now, since, ...FLEETING, since],
          ),
        );
        const detail = { found: found.length, since };
        await officeAudit(tools, trx, now, [{ actor: actor.staffId, action: 'recall.searched', detail }]);
        return found.length;
      }),
    close: (id, outcome, actor) =>
      db.transaction(async (trx) => {
        const now = clock.now();
        const closed = await trx('recall')
          .where({ id, status: 'open' })
          .update({ status: outcome, closed_by: actor.staffId, closed_at: now });
        if (closed === 0) return false;
        await officeAudit(tools, trx, now, [
          { actor: actor.staffId, action: 'recall.closed', detail: { id, outcome } },
        ]);
        return true;
      }),
  };
}
