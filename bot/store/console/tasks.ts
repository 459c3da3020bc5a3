import type { TaskStore } from '../../../console/api/ports';
import { appendAudit } from '../audit';
import type { Row } from '../rows';
import type { Vault } from '../vault';
import type { ActionTools } from './actions';
import { staffNames } from './names';
import { patientLabel } from './patients';

/** A task as a row, for a turn that opens one (`{op: 'insert', table: 'task', row}`) and for the console itself. */
export function taskRow(
  vault: Vault,
  task: {
    id: string;
    kind: string;
    conversationId: string;
    patientId?: string;
    summary: string;
    dueAt?: number;
    at: number;
  },
): Row {
  return {
    id: task.id,
    kind: task.kind,
    conversation_id: task.conversationId,
    patient_id: task.patientId ?? null,
    body: vault.seal(JSON.stringify({ summary: task.summary }), task.conversationId),
    status: 'open',
    due_at: task.dueAt ?? null,
    created_at: task.at,
  };
}

/** Work that waits for a person and is not a flag. */
export function createTaskStore(tools: ActionTools): TaskStore {
  const { db, vault } = tools;
  return {
    async list(kinds, status, now) {
      const rows = await db
        .read('task')
        .whereIn('kind', [...kinds])
        .where({ status })
        .orderByRaw('CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at, created_at')
        .limit(500);
      const name = await staffNames(
        db.read,
        vault,
        rows.flatMap((row) => [row.owner_id, row.done_by]),
      );
      const labels = await patientLabel(
        db.read,
        vault,
        rows.map((row) => row.patient_id),
      );
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        conversationId: row.conversation_id,
        patient: row.patient_id === null ? null : (labels.get(row.patient_id) ?? null),
        summary: (JSON.parse(vault.open(row.body, row.conversation_id)) as { summary: string }).summary,
        status: row.status,
        owner: row.owner_id === null ? null : name(row.owner_id),
        outcome: row.outcome,
        dueAt: row.due_at,
        late: row.status === 'open' && row.due_at !== null && row.due_at < now,
        createdAt: row.created_at,
        doneAt: row.done_at,
      }));
    },
    async kindOf(id) {
      return (await db.read('task').where({ id }).first('kind'))?.kind;
    },
    take: (id, actor, now) =>
      db.transaction(async (trx) => {
        const changed = await trx('task')
          .where({ id, status: 'open' })
          .whereNull('owner_id')
          .update({ owner_id: actor.staffId });
        const row = await trx('task').where({ id }).first();
        if (changed === 1) {
          const entry = { actor: actor.staffId, action: 'console.task_taken', detail: { task: id } };
          await appendAudit(trx, db, vault, now, row.conversation_id, [entry]);
        }
        return changed === 1 || row?.owner_id === actor.staffId;
      }),
    finish: (id, actor, outcome, now) =>
      db.transaction(async (trx) => {
        const mine = { id, status: 'open', owner_id: actor.staffId };
        const done = { status: 'done', outcome, done_at: now, done_by: actor.staffId };
        if ((await trx('task').where(mine).update(done)) === 0) return false;
        const row = await trx('task').where({ id }).first();
        const entry = { actor: actor.staffId, action: 'console.task_done', detail: { task: id, outcome } };
        await appendAudit(trx, db, vault, now, row.conversation_id, [entry]);
        return true;
      }),
  };
}
