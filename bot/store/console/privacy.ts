import type { Knex } from 'knex';
import type { PrivacyStore } from '../../../console/api/privacy/ports';
import type { PatientRequest, RequestKind } from '../../../console/api/schema/privacy';
import { appendAudit, ERASED } from '../audit';
import { lockConversations } from '../contacts';
import type { ActionTools } from './actions';
import { staffNames } from './names';
import { officeAudit } from './office';
import { patientLabel } from './patients';
import { eraseSubject, gather, personalTables, rowsOf, subjectOf } from './personal';

/** One month to answer. Source: GDPR, article 12(3) (not re-read); a hospital's own law may give less. */
const ANSWER_MS = 30 * 24 * 60 * 60_000;

interface RequestRow {
  id: string;
  conversation_id: string;
  kind: RequestKind;
  status: PatientRequest['status'];
  body: string;
  opened_by: string;
  closed_by: string | null;
  opened_at: number;
  due_at: number;
  closed_at: number | null;
}

/** Patients' own requests about their data; every one of them and every look is audited. */
export function createPrivacyStore(tools: ActionTools): PrivacyStore {
  const { db, vault, ids } = tools;
  const audit = (
    trx: Knex.Transaction,
    at: number,
    staffId: string,
    conversationId: string,
    action: string,
    detail = {},
  ) => appendAudit(trx, db, vault, at, conversationId, [{ actor: staffId, action: `privacy.${action}`, detail }]);
  const isHeld = async (trx: Knex.Transaction, conversations: readonly string[]) =>
    (await trx('legal_hold')
      .whereIn('conversation_id', [...conversations])
      .first('at')) !== undefined;

  return {
    async sheet(id) {
      const row = await db.read('conversation').where({ id }).first();
      if (row === undefined) return undefined;
      const subject = await subjectOf(db.read, id);
      const kept: { table: string; rows: number }[] = [];
      for (const table of await personalTables(db)) {
        const counted = await rowsOf(db.read, table, subject).count({ n: '*' }).first();
        if (Number(counted?.n ?? 0) > 0) kept.push({ table: table.table, rows: Number(counted!.n) });
      }
      const hold = await db
        .read('legal_hold')
        .whereIn('conversation_id', [...subject.conversations])
        .first();
      const name = await staffNames(db.read, vault, [hold?.staff_id]);
      const erased = await db.read('erasure').where({ conversation_id: id }).first('at');
      const labels = await patientLabel(db.read, vault, [subject.patientId]);
      const state = row.state === null ? {} : JSON.parse(vault.open(row.state, id));
      const patient =
        subject.patientId === null
          ? undefined
          : await db.read('patient').where({ id: subject.patientId }).first('profile');
      const profile = patient?.profile ? JSON.parse(vault.open(patient.profile, subject.patientId!)) : {};
      return {
        conversationId: id,
        label: labels.get(subject.patientId ?? '') ?? null,
        conversations: subject.conversations.length,
        facts: singles(state.facts),
        profile: singles(profile),
        kept,
        hold:
          hold === undefined
            ? null
            : {
                reason: String(JSON.parse(vault.open(hold.body, hold.conversation_id)).reason),
                by: name(hold.staff_id),
                at: hold.at,
              },
        erasedAt: erased?.at ?? null,
      };
    },

    async gather(id, actor, format, now) {
      const found = await gather(db, vault, await subjectOf(db.read, id));
      await db.transaction((trx) => audit(trx, now, actor.staffId, id, 'exported', { format }));
      return found;
    },

    async requests({ status, conversationId }, staffId, now) {
      const rows = (await db
        .read('patient_request')
        .modify((query) => {
          if (conversationId !== undefined) query.where({ conversation_id: conversationId });
          if (status === 'open') query.where({ status: 'open' });
          if (status === 'closed') query.whereNot({ status: 'open' });
        })
        .orderBy(status === 'closed' ? 'closed_at' : 'due_at', status === 'closed' ? 'desc' : 'asc')
        .limit(500)) as RequestRow[];
      const name = await staffNames(
        db.read,
        vault,
        rows.flatMap((row) => [row.opened_by, row.closed_by]),
      );
      return rows.map((row) => {
        const { note, answer = null } = JSON.parse(vault.open(row.body, row.id));
        return {
          id: row.id,
          conversationId: row.conversation_id,
          kind: row.kind,
          status: row.status,
          note,
          answer,
          openedBy: name(row.opened_by),
          closedBy: row.closed_by === null ? null : name(row.closed_by),
          openedAt: row.opened_at,
          dueAt: row.due_at,
          closedAt: row.closed_at,
          late: row.status === 'open' && row.due_at < now,
          mine: row.opened_by === staffId,
        };
      });
    },

    async requestOf(id) {
      const row = await db.read('patient_request').where({ id }).first('conversation_id');
      return row === undefined ? undefined : { conversationId: row.conversation_id };
    },

    open: ({ conversationId, kind, note }, actor, now) =>
      db.transaction(async (trx) => {
        const id = ids.next('req');
        await trx('patient_request').insert({
          id,
          conversation_id: conversationId,
          kind,
          status: 'open',
          body: vault.seal(JSON.stringify({ note }), id),
          opened_by: actor.staffId,
          opened_at: now,
          due_at: now + ANSWER_MS,
        });
        await audit(trx, now, actor.staffId, conversationId, 'requested', { request: id, kind });
        return id;
      }),

    close: (id, end, actor, now) =>
      db.transaction(async (trx) => {
        const row = await trx('patient_request').where({ id, status: 'open' }).first<RequestRow | undefined>();
        if (row === undefined) return 'stale';
        const erasing = row.kind === 'erase' && end.outcome === 'done';
        if (erasing && row.opened_by === actor.staffId) return 'own';
        const subject = await subjectOf(trx, row.conversation_id);
        if (erasing) {
          await lockConversations(trx, db.dialect, [...subject.conversations].sort());
          if (await isHeld(trx, subject.conversations)) return 'held';
          const open = await trx('flag')
            .whereIn('conversation_id', [...subject.conversations])
            .where({ status: 'open' })
            .first('id');
          // Somebody waits for help: answer them first.
          if (open !== undefined) return 'busy';
        }
        const { note } = JSON.parse(vault.open(row.body, id));
        const words = erasing ? { note: '', answer: '' } : { note, answer: end.answer };
        const changed = await trx('patient_request')
          .where({ id, status: 'open' })
          .update({
            status: end.outcome,
            closed_by: actor.staffId,
            closed_at: now,
            body: vault.seal(JSON.stringify(words), id),
          });
        if (changed === 0) return 'stale';
        const detail = { request: id, kind: row.kind, outcome: end.outcome };
        if (erasing) {
          const blank = (contact: string) => vault.seal(JSON.stringify({ channel: '', value: '' }), contact);
          await eraseSubject(db, trx, subject, { why: 'request', at: now, detail: ERASED, address: blank });
        }
        await audit(trx, now, actor.staffId, row.conversation_id, erasing ? 'erased' : 'answered', detail);
        await officeAudit(tools, trx, now, [
          { actor: actor.staffId, action: `privacy.${row.kind}_${end.outcome}`, detail: { request: id } },
        ]);
        return 'done';
      }),

    correct: (id, { where, name, value }, actor, now) =>
      db.transaction(async (trx) => {
        await lockConversations(trx, db.dialect, [id]);
        const row = await trx('conversation').where({ id }).first('state', 'patient_id');
        const put = (object: Record<string, unknown>) => {
          if (value === null) delete object[name];
          else object[name] = value;
        };
        if (where === 'facts') {
          if (!row?.state) return false;
          const state = JSON.parse(vault.open(row.state, id));
          if (!singles(state.facts).some((one) => one.name === name && fits(one.value, value))) return false;
          put(state.facts);
          await trx('conversation')
            .where({ id })
            .update({ state: vault.seal(JSON.stringify(state), id) });
        } else {
          const patient = row?.patient_id
            ? await trx('patient').where({ id: row.patient_id }).first('profile')
            : undefined;
          if (!patient?.profile) return false;
          const profile = JSON.parse(vault.open(patient.profile, row.patient_id));
          if (!singles(profile).some((one) => one.name === name && fits(one.value, value))) return false;
          put(profile);
          await trx('patient')
            .where({ id: row.patient_id })
            .update({ profile: vault.seal(JSON.stringify(profile), row.patient_id), updated_at: now });
        }
        await audit(trx, now, actor.staffId, id, 'corrected', { where, name });
        return true;
      }),

    hold: (id, reason, actor, now) =>
      db.transaction(async (trx) => {
        const subject = await subjectOf(trx, id);
        await trx('legal_hold')
          .whereIn('conversation_id', [...subject.conversations])
          .delete();
        if (reason !== null)
          await trx('legal_hold').insert({
            conversation_id: id,
            body: vault.seal(JSON.stringify({ reason }), id),
            staff_id: actor.staffId,
            at: now,
          });
        await audit(
          trx,
          now,
          actor.staffId,
          id,
          reason === null ? 'hold_lifted' : 'held',
          reason === null ? {} : { reason },
        );
      }),
  };
}

/** Values that can be corrected one by one; lists and records of the skills are theirs. */
function singles(value: unknown): { name: string; value: string | number | boolean }[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [{ name, value: one }] : [],
  );
}

/** A value keeps its type, or the skills that read it break; it may always be taken away. */
const fits = (was: unknown, value: unknown) => value === null || typeof value === typeof was;
