import type { Knex } from 'knex';
import type { OutreachStore } from '../../../console/api/outreach/ports';
import { type EnrolmentChange, enrolmentReason } from '../../contracts';
import { armOf } from '../../outreach/arms';
import { appendAudit } from '../audit';
import type { ActionTools } from '../console/actions';
import { lockConversations } from '../contacts';
import { insertRows, resultRows } from '../rows';
import { wake } from '../timers';
import { enrolmentRow, newEnrolment, startTimer } from './enrolling';
import { labelled } from './labelled';

const STATUS = { pause: 'paused', resume: 'active', leave: 'left' } as const;

/** What the care team sees of programmes and does to them. */
export function createEnrolmentStore(tools: ActionTools): OutreachStore['enrolments'] {
  const { db, vault, ids, clock } = tools;
  const audit = (
    trx: Knex.Transaction,
    conversation: string,
    actor: string,
    action: string,
    detail: Record<string, unknown>,
  ) => appendAudit(trx, db, vault, clock.now(), conversation, [{ actor, action, detail }]);

  return {
    async list({ programme, status, conversation }) {
      const rows = await db
        .read('enrolment')
        .modify((query) => {
          if (programme !== undefined) query.where({ programme });
          if (status !== undefined) query.where({ status });
          if (conversation !== undefined) query.where({ conversation_id: conversation });
        })
        .orderBy('created_at', 'desc')
        .limit(500);
      return labelled(db, vault, rows, (row, whose) => ({
        ...whose,
        programme: row.programme,
        version: row.version,
        arm: row.arm,
        status: row.status,
        mutedUntil: row.muted_until,
        anchorAt: row.anchor_at,
        enrolledBy: row.enrolled_by,
        createdAt: row.created_at,
      }));
    },
    has: async (id) => (await db.read('enrolment').where({ id }).first('id')) !== undefined,
    enrol: (conversationId, programme, anchorAt, consent, actor) =>
      db.transaction(async (trx) => {
        const now = clock.now();
        await lockConversations(trx, db.dialect, [conversationId]);
        const row = await trx('conversation')
          .where({ id: conversationId })
          .first('contact_point_id', 'patient_id', 'channel');
        const arm = armOf(programme, row.patient_id ?? conversationId);
        const enrolment = newEnrolment(ids.next('en'), programme, arm, anchorAt, now);
        const whose = { conversationId, contactPointId: row.contact_point_id, patientId: row.patient_id };
        const made = await insertRows(
          trx,
          db.dialect,
          'enrolment',
          [enrolmentRow(enrolment, whose, { by: 'staff', actor: actor.staffId })],
          'ignore',
          ['id'],
        );
        if (made.length === 0) return 'taken';
        const agreed = { contact_point_id: row.contact_point_id, purpose: 'programme', given: 1, at: now };
        await insertRows(trx, db.dialect, 'consent', [agreed], 'ignore');
        await insertRows(trx, db.dialect, 'consent_log', [
          {
            id: ids.next('cs'),
            conversation_id: conversationId,
            contact_point_id: row.contact_point_id,
            patient_id: row.patient_id,
            purpose: 'programme',
            channel: row.channel,
            given: 1,
            wording: consent,
            source: 'staff',
            actor: actor.staffId,
            at: now,
          },
        ]);
        await insertRows(
          trx,
          db.dialect,
          'timer',
          [startTimer(ids.next('t'), vault, enrolment, conversationId, now)],
          'ignore',
        );
        await audit(trx, conversationId, actor.staffId, 'programme.enrolled', { enrolment: enrolment.id, arm });
        return 'done';
      }),
    change: (id, change, until, actor) =>
      db.transaction(async (trx) => {
        const now = clock.now();
        const row = await trx('enrolment').where({ id }).whereIn('status', ['active', 'paused']).first();
        if (row === undefined) return false;
        await lockConversations(trx, db.dialect, [row.conversation_id]);
        const set = {
          ...(change === 'mute' ? { muted_until: until ?? null } : { status: STATUS[change] }),
          ...(change === 'resume' ? { muted_until: null } : {}),
          why: 'staff',
          updated_at: now,
        };
        await trx('enrolment').where({ id }).update(set);
        if (change === 'leave')
          await trx('timer')
            .where({ conversation_id: row.conversation_id, reason: enrolmentReason(row.programme) })
            .delete();
        const key = `${id}:${change}:${now}`;
        await tellConversation(tools, trx, row.conversation_id, key, row.programme, change, until);
        await audit(trx, row.conversation_id, actor.staffId, `programme.${change}`, { enrolment: id });
        return true;
      }),
    async results(programme) {
      const enrolled = resultRows<{ arm: string; enrolled: number; left_it: number }>(
        await db.read.raw(
          "SELECT arm, COUNT(*) AS enrolled, SUM(CASE WHEN status = 'left' THEN 1 ELSE 0 END) AS left_it FROM enrolment WHERE programme = ? GROUP BY arm ORDER BY arm",
          [programme],
        ),
      );
      // The last word of each person about each measure counts, once.
      const outcomes = resultRows<{ arm: string; measure: string; value: string; n: number }>(
        await db.read.raw(
          `SELECT e.arm, o.measure, o.value, COUNT(DISTINCT e.id) AS n FROM enrolment e
           JOIN enrolment_outcome o ON o.conversation_id = e.conversation_id AND o.programme = e.programme
           WHERE e.programme = ? AND o.at >= e.created_at
             AND NOT EXISTS (SELECT 1 FROM enrolment_outcome l WHERE l.conversation_id = o.conversation_id AND l.programme = o.programme
                             AND l.measure = o.measure AND (l.at > o.at OR (l.at = o.at AND l.id > o.id)))
           GROUP BY e.arm, o.measure, o.value ORDER BY e.arm, o.measure, o.value`,
          [programme],
        ),
      );
      return {
        arms: enrolled.map((one) => ({
          arm: one.arm,
          enrolled: Number(one.enrolled),
          left: Number(one.left_it),
          outcomes: outcomes
            .filter((row) => row.arm === one.arm)
            .map(({ measure, value, n }) => ({ measure, value, n: Number(n) })),
        })),
      };
    },
  };
}

/** The conversation remembers its programmes itself: it hears of the change as an event. */
async function tellConversation(
  { db, vault, ids, clock }: ActionTools,
  trx: Knex.Transaction,
  conversationId: string,
  key: string,
  programme: string,
  change: EnrolmentChange,
  until: number | undefined,
): Promise<void> {
  const now = clock.now();
  const value = { programme, change, ...(until === undefined ? {} : { until }) };
  await insertRows(
    trx,
    db.dialect,
    'inbox',
    [
      {
        conversation_id: conversationId,
        channel: 'staff',
        external_id: `enrolment:${key}`,
        activity_id: ids.next('a'),
        payload: vault.seal(JSON.stringify({ type: 'event', name: 'sathi/enrolment', value }), conversationId),
        at: now,
        received_at: now,
      },
    ],
    'ignore',
  );
  await wake(trx, db, now, [conversationId]);
}
