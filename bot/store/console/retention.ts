import type { Knex } from 'knex';
import type { RetentionStore } from '../../../console/api/privacy/ports';
import type { RetentionKind } from '../../../console/api/schema/privacy';
import { ERASED } from '../audit';
import { sweepAbandoned } from '../files';
import type { ActionTools } from './actions';
import { staffNames } from './names';
import { officeAudit } from './office';
import { eraseSubject, subjectOf } from './personal';

const DAY_MS = 24 * 60 * 60_000;
/** Removed of one kind in one run: a long backlog goes in steps, so that patients never wait for it. */
const STEP = 2_000;

type Where = (query: Knex.QueryBuilder, before: number) => Knex.QueryBuilder;

/** What each rule looks at. `conversation` is the column that leads to a legal hold. */
const KINDS: Readonly<Record<RetentionKind, { table: string; conversation: string; where: Where }>> = {
  messages: {
    table: 'transcript',
    conversation: 'conversation_id',
    where: (query, before) => query.where('x.at', '<', before),
  },
  files: {
    table: 'file',
    conversation: 'conversation_id',
    where: (query, before) => query.where('x.created_at', '<', before),
  },
  deliveries: {
    table: 'outbox',
    conversation: 'conversation_id',
    where: (query, before) =>
      query.where('x.updated_at', '<', before).whereNotIn('x.status', ['queued', 'sending', 'held']),
  },
  questions: {
    table: 'record',
    conversation: 'conversation_id',
    where: (query, before) =>
      query.where('x.at', '<', before).whereIn('x.kind', ['unanswered-question', 'unsure-answer']),
  },
  assessments: {
    table: 'assessment',
    conversation: 'conversation_id',
    where: (query, before) => query.where('x.at', '<', before),
  },
  conversations: {
    table: 'conversation',
    conversation: 'id',
    where: (query, before) =>
      query
        .where('x.last_at', '<', before)
        .where('x.created_at', '>', 0)
        .where('x.updated_at', '<', before)
        .whereNotExists((inner) => inner.select('at').from('erasure').whereRaw('erasure.conversation_id = x.id')),
  },
};

/** How long data is kept, by kind; a rule runs once a day. Nothing that somebody still waits on is touched. */
export function createRetentionStore(tools: ActionTools): RetentionStore {
  const { db, vault } = tools;

  /** Past its days, and no flag of its conversation is open. */
  function due(knex: Knex | Knex.Transaction, kind: RetentionKind, days: number, now: number) {
    const { table, conversation, where } = KINDS[kind];
    const query = where(knex(`${table} as x`), now - days * DAY_MS) as Knex.QueryBuilder;
    return query.whereNotExists((inner) =>
      inner.select('id').from('flag').where('flag.status', 'open').whereRaw(`flag.conversation_id = x.${conversation}`),
    );
  }
  const holds = (inner: Knex.QueryBuilder, kind: RetentionKind) =>
    inner.select('at').from('legal_hold').whereRaw(`legal_hold.conversation_id = x.${KINDS[kind].conversation}`);

  /** Due, and not held for a court. */
  const freeOf = (trx: Knex.Transaction, kind: RetentionKind, days: number, now: number): Knex.QueryBuilder =>
    due(trx, kind, days, now).whereNotExists((inner: Knex.QueryBuilder) => holds(inner, kind));

  async function removeRows(kind: RetentionKind, trx: Knex.Transaction, free: Knex.QueryBuilder): Promise<number> {
    const rows = (await free.limit(STEP).select('x.id')) as { id: string }[];
    return trx(KINDS[kind].table)
      .whereIn(
        'id',
        rows.map((row) => row.id),
      )
      .delete();
  }

  async function removeSome(kind: RetentionKind, days: number, now: number): Promise<number> {
    return db.transaction(async (trx) => {
      const free = freeOf(trx, kind, days, now);
      let removed = 0;
      if (kind === 'conversations') {
        const rows = (await free.limit(STEP / 20).select('x.id')) as { id: string }[];
        for (const { id } of rows) {
          const subject = await subjectOf(trx, id);
          // A patient with several conversations is forgotten when the last of them is old.
          const alone = { ...subject, conversations: [id], patientId: null };
          const blank = (contact: string) => vault.seal(JSON.stringify({ channel: '', value: '' }), contact);
          await eraseSubject(db, trx, alone, { why: 'retention', at: now, detail: ERASED, address: blank });
        }
        removed = rows.length;
      } else if (kind === 'messages') {
        const rows = (await free.limit(STEP).select('x.conversation_id', 'x.seq')) as {
          conversation_id: string;
          seq: number;
        }[];
        for (const row of rows) removed += await trx('transcript').where(row).delete();
        removed += await removeRows('files', trx, freeOf(trx, 'files', days, now));
      } else {
        removed = await removeRows(kind, trx, free);
      }
      if (removed > 0) {
        const detail = { kind, days, removed };
        await officeAudit(tools, trx, now, [{ actor: 'system', action: 'retention.removed', detail }]);
      }
      return removed;
    });
  }

  return {
    async rules() {
      const rows = await db.read('retention_rule');
      const name = await staffNames(
        db.read,
        vault,
        rows.map((row) => row.changed_by),
      );
      return (Object.keys(KINDS) as RetentionKind[]).map((kind) => {
        const row = rows.find((one) => one.kind === kind);
        return {
          kind,
          days: row?.days ?? null,
          ranAt: row?.ran_at ? row.ran_at : null,
          removed: row?.removed ?? 0,
          changedBy: row?.changed_by ? name(row.changed_by) : null,
        };
      });
    },
    set: (kind, days, actor, now) =>
      db.transaction(async (trx) => {
        const row = { kind, days, changed_by: actor.staffId, changed_at: now };
        await trx('retention_rule').insert(row).onConflict('kind').merge(['days', 'changed_by', 'changed_at']);
        await officeAudit(tools, trx, now, [
          { actor: actor.staffId, action: 'retention.changed', detail: { kind, days } },
        ]);
      }),
    async count(kind, days, now) {
      const [all, held] = await Promise.all([
        due(db.read, kind, days, now).count({ n: '*' }).first(),
        due(db.read, kind, days, now)
          .whereExists((inner: Knex.QueryBuilder) => holds(inner, kind))
          .count({ n: '*' })
          .first(),
      ]);
      const kept = Number(held?.n ?? 0);
      return { rows: Number(all?.n ?? 0) - kept, held: kept };
    },
    async run(now) {
      await sweepAbandoned(db, now);
      const rules = (await db
        .read('retention_rule')
        .whereNotNull('days')
        .where('ran_at', '<', now - DAY_MS)) as {
        kind: RetentionKind;
        days: number;
      }[];
      let removed = 0;
      for (const { kind, days } of rules) {
        // Of several processes one takes the day's run.
        const mine = await db
          .write('retention_rule')
          .where({ kind })
          .where('ran_at', '<', now - DAY_MS)
          .update({ ran_at: now, removed: 0 });
        if (mine === 0) continue;
        let here = 0;
        for (;;) {
          const step = await removeSome(kind, days, now);
          here += step;
          if (step === 0) break;
        }
        await db.write('retention_rule').where({ kind }).update({ removed: here });
        removed += here;
      }
      return removed;
    },
  };
}
