import type { CareStore } from '../../../console/api/ports';
import { insertStaffEvent } from '../staff-event';
import { type ActionTools, happened, owns } from './actions';

const GLASS_MS = 60 * 60_000;

/** What moves a conversation between people, teams and times; each is one transaction with its audit row. */
export function createCareStore(tools: ActionTools): CareStore {
  const { db, vault, clock, ids } = tools;
  return {
    snooze: (id, actor, until, now) =>
      db.transaction(async (trx) => {
        await trx('care_case')
          .insert({ conversation_id: id, snoozed_until: until, snoozed_by: until === null ? null : actor.staffId })
          .onConflict('conversation_id')
          .merge(['snoozed_until', 'snoozed_by']);
        const to = until === null ? '' : new Date(until).toISOString();
        await happened(tools, trx, id, { kind: 'snoozed', actor, at: now, body: { to } });
      }),

    give: (id, actor, from, to, now) =>
      db.transaction(async (trx) => {
        // The owner named by the caller must still be the owner: nobody takes what has just changed hands.
        const changed = await trx('conversation')
          .where({ id, owner_id: from })
          .update({ owner_id: to.id, owner_since: now, updated_at: now });
        if (changed === 0) return 'stale';
        await happened(tools, trx, id, { kind: 'transferred', actor, at: now, body: { to: to.name, staff: to.id } });
        return 'done';
      }),

    giveToTeam: (id, actor, team, note, now) =>
      db.transaction(async (trx) => {
        if (!(await owns(tools, trx, id, actor))) return 'not_owner';
        await trx('care_case').insert({ conversation_id: id, team }).onConflict('conversation_id').merge(['team']);
        const back = { action: 'handBack', staffId: actor.staffId, ...(note ? { note } : {}) } as const;
        await insertStaffEvent(trx, db, vault, clock, ids, id, ids.next('req'), back);
        await happened(tools, trx, id, {
          kind: 'transferred',
          actor,
          at: now,
          body: { to: team, ...(note ? { text: note } : {}) },
        });
        return 'done';
      }),

    breakGlass: (id, actor, reason, now) =>
      db.transaction(async (trx) => {
        if ((await trx('conversation').where({ id }).first('id')) === undefined) return false;
        await trx('break_glass')
          .insert({ conversation_id: id, staff_id: actor.staffId, until: now + GLASS_MS })
          .onConflict(['conversation_id', 'staff_id'])
          .merge(['until']);
        await happened(tools, trx, id, { kind: 'break_glass', actor, at: now, body: { text: reason } });
        return true;
      }),

    reopen: (id, actor, closedAt, now) =>
      db.transaction(async (trx) => {
        const mine = { conversation_id: id, status: 'closed', closed_by: actor.staffId, closed_at: closedAt };
        const changed = await trx('flag')
          .where(mine)
          .update({ status: 'open', closed_at: null, closed_by: null, outcome: null });
        if (changed === 0) return false;
        await happened(tools, trx, id, { kind: 'reopened', actor, at: now });
        return true;
      }),
  };
}
