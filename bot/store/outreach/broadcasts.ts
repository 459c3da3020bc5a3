import type { Knex } from 'knex';
import type { BroadcastDraft, OutreachStore, Segment } from '../../../console/api/outreach/ports';
import type { Person } from '../../../console/api/schema/common';
import type { Broadcast } from '../../../console/api/schema/outreach';
import type { ActionTools } from '../console/actions';
import { staffNames } from '../console/names';
import { officeAudit } from '../console/office';
import { insertRows, resultRows } from '../rows';
import { addressKey, reach } from './addresses';
import { countSegment, listRecipients } from './segment';

type BroadcastRow = Readonly<Record<string, string | number | null>>;

/** Which states lead where; everything else is refused. */
const MOVES = { paused: ['running'], running: ['paused'], cancelled: ['draft', 'running', 'paused', 'done'] } as const;

/** Messages of the care team to many: written by one, approved by another, sent by the same plan as everything else. */
export function createBroadcastStore(tools: ActionTools): OutreachStore['broadcasts'] {
  const { db, vault, ids, clock } = tools;
  const sealed = ({ title, texts }: BroadcastDraft, id: string) => vault.seal(JSON.stringify({ title, texts }), id);
  const columns = (draft: BroadcastDraft, id: string) => ({
    body: sealed(draft, id),
    purpose: draft.purpose,
    segment: JSON.stringify(draft.segment),
    per_minute: draft.perMinute,
    window_hours: draft.windowHours,
    updated_at: clock.now(),
  });
  const audit = (trx: Knex.Transaction, staffId: string, action: string, broadcast: string) =>
    officeAudit(tools, trx, clock.now(), [{ actor: staffId, action: `broadcast.${action}`, detail: { broadcast } }]);
  const read = (row: BroadcastRow, person: (id: string) => Person): Broadcast => {
    const body = JSON.parse(vault.open(row.body as string, row.id as string));
    return {
      id: row.id as string,
      title: body.title,
      texts: body.texts,
      purpose: row.purpose as Broadcast['purpose'],
      segment: JSON.parse(row.segment as string),
      status: row.status as Broadcast['status'],
      perMinute: row.per_minute as number,
      windowHours: row.window_hours as number,
      version: row.version as number,
      writtenBy: person(row.written_by as string),
      approvedBy: row.approved_by === null ? null : person(row.approved_by as string),
      approvedAt: row.approved_at as number | null,
      createdAt: row.created_at as number,
    };
  };

  /** With the names of who wrote and who approved them. */
  const shown = async (rows: readonly BroadcastRow[]): Promise<Broadcast[]> => {
    const people = rows.flatMap((row) => [row.written_by as string, row.approved_by as string | null]);
    const person = await staffNames(db.read, vault, people);
    return rows.map((row) => read(row, person));
  };

  return {
    list: async () => shown(await db.read('broadcast').orderBy('created_at', 'desc').limit(200)),
    async get(id) {
      const row = await db.read('broadcast').where({ id }).first();
      return row === undefined ? undefined : (await shown([row]))[0];
    },
    count: (segment, purpose, { asked, locale }) => countSegment(db.read, segment, purpose, asked, locale),
    create: (draft, actor) =>
      db.transaction(async (trx) => {
        const id = ids.next('bc');
        const now = clock.now();
        await trx('broadcast').insert({
          id,
          ...columns(draft, id),
          status: 'draft',
          version: 1,
          written_by: actor.staffId,
          created_at: now,
        });
        await audit(trx, actor.staffId, 'written', id);
        return id;
      }),
    edit: (id, draft, actor) =>
      db.transaction(async (trx) => {
        const changed = await trx('broadcast')
          .where({ id, status: 'draft' })
          .update({ ...columns(draft, id), written_by: actor.staffId, version: trx.raw('version + 1') });
        if (changed > 0) await audit(trx, actor.staffId, 'edited', id);
        return changed > 0;
      }),
    approve: (id, version, actor) =>
      db.transaction(async (trx) => {
        const row = (await trx('broadcast').where({ id }).first()) as BroadcastRow | undefined;
        if (row?.status !== 'draft' || row.version !== version) return 'stale';
        if (row.written_by === actor.staffId) return 'own_work';
        const now = clock.now();
        const changed = await trx('broadcast').where({ id, status: 'draft', version }).update({
          status: 'running',
          approved_by: actor.staffId,
          approved_at: now,
          fed_at: now,
          updated_at: now,
        });
        if (changed === 0) return 'stale';
        await listRecipients(trx, id, JSON.parse(row.segment as string) as Segment);
        await audit(trx, actor.staffId, 'approved', id);
        return 'done';
      }),
    move: (id, to, actor) =>
      db.transaction(async (trx) => {
        const now = clock.now();
        const changed = await trx('broadcast')
          .where({ id })
          .whereIn('status', [...MOVES[to]])
          .update({ status: to, updated_at: now, ...(to === 'running' ? { fed_at: now } : {}) });
        if (changed === 0) return false;
        // What was handed on and has not gone out yet is taken back, and goes on when the broadcast does.
        if (to !== 'running') await takeBack(trx, id);
        await audit(trx, actor.staffId, to, id);
        return true;
      }),
    throttle: (id, perMinute, actor) =>
      db.transaction(async (trx) => {
        const changed = await trx('broadcast').where({ id }).update({ per_minute: perMinute, updated_at: clock.now() });
        if (changed > 0) await audit(trx, actor.staffId, 'throttled', id);
        return changed > 0;
      }),
    async progress(id) {
      const fates = resultRows<{ queued: number; status: string | null; why: string | null; n: number }>(
        await db.read.raw(
          `SELECT r.queued, o.status, o.why, COUNT(*) AS n FROM broadcast_recipient r LEFT JOIN outreach o ON o.id = r.timer_id
           WHERE r.broadcast_id = ? GROUP BY r.queued, o.status, o.why`,
          [id],
        ),
      ).map((row) => ({ ...row, n: Number(row.n) }));
      const sent = resultRows<{ status: string; n: number }>(
        await db.read.raw(
          `SELECT b.status, COUNT(DISTINCT b.outreach_id) AS n FROM broadcast_recipient r JOIN outbox b ON b.outreach_id = r.timer_id
           WHERE r.broadcast_id = ? GROUP BY b.status`,
          [id],
        ),
      ).map((row) => ({ ...row, n: Number(row.n) }));
      const sum = (rows: readonly { n: number }[]) => rows.reduce((total, row) => total + row.n, 0);
      const deliveries = (...states: string[]) => sum(sent.filter((row) => states.includes(row.status)));
      const notSent = fates.filter((row) => row.status === 'not_sent');
      const said = sum(fates.filter((row) => row.status === 'said'));
      return {
        total: sum(fates),
        waiting: sum(fates.filter((row) => row.queued === 0)),
        planned: sum(fates.filter((row) => row.queued === 1)) - said - sum(notSent),
        said,
        delivered: deliveries('delivered', 'read'),
        failed: deliveries('failed', 'expired'),
        notSent: notSent.map(({ why, n }) => ({ why: why ?? '', n })),
      };
    },
    test: (id, to, actor) =>
      db.transaction(async (trx) => {
        const row = (await trx('broadcast').where({ id }).first()) as BroadcastRow;
        const { texts } = JSON.parse(vault.open(row.body as string, row.id as string)) as BroadcastDraft;
        const now = clock.now();
        const address = { channel: to.channel, value: to.number, locale: to.locale };
        const { conversationId } = (await reach(trx, db, tools, now, [address])).get(addressKey(address))!;
        const args = { broadcast: id, texts, locale: to.locale };
        await insertRows(
          trx,
          db.dialect,
          'timer',
          [
            {
              id: ids.next('t'),
              conversation_id: conversationId,
              key: `broadcast-test:${id}`,
              due_at: now,
              first_due_at: now,
              dialog: 'broadcast',
              payload: vault.seal(JSON.stringify(args), conversationId),
              // A person of the team asked for it at this moment: it is not planned.
              purpose: 'conversation',
              meets: 'interrupt',
              chosen: 0,
              chain: 0,
              created_at: now,
            },
          ],
          { key: ['conversation_id', 'key'], merge: ['id', 'due_at', 'first_due_at', 'payload', 'created_at'] },
        );
        await audit(trx, actor.staffId, 'tested', id);
        return conversationId;
      }),
  };
}

async function takeBack(trx: Knex.Transaction, id: string): Promise<void> {
  await trx.raw(
    `UPDATE broadcast_recipient SET queued = 0 WHERE broadcast_id = ? AND timer_id IN (
       SELECT t.id FROM timer t JOIN broadcast_recipient r ON r.timer_id = t.id WHERE r.broadcast_id = ?)`,
    [id, id],
  );
  await trx.raw(
    'DELETE FROM timer WHERE id IN (SELECT timer_id FROM broadcast_recipient WHERE broadcast_id = ? AND queued = 0)',
    [id],
  );
}
