import type { z } from 'zod';
import { mayUse } from '../access/objects';
import { reasonText } from '../access/reasons';
import { permissionsOf } from '../access/roles';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import {
  breakGlassRequest,
  bulkReply,
  bulkRequest,
  colleagues,
  reopenRequest,
  snoozeRequest,
  takeOverRequest,
  timeline,
  transferRequest,
} from '../schema/care';
import { done } from '../schema/common';
import { actorOf, ringConversation, ringInbox } from './conversation';

const ACT = may('conversation.act');
const shared = { object: 'conversation' } as const;
/** A closing or hand-over can be taken back for this long. */
const UNDO_MS = 60_000;

async function transfer({ deps, who, id, body, now }: Call<undefined, z.output<typeof transferRequest>>) {
  const { care, staff, conversations } = deps.store;
  if ('team' in body) {
    const given = await care.giveToTeam(id, actorOf(who), body.team, body.note, now);
    if (given === 'not_owner') throw new Problem('not_owner');
    ringInbox(deps, id);
    return ok({ ok: true });
  }
  const to = await staff.byId(body.staffId);
  if (!to?.active || !permissionsOf(to.roles).has('conversation.act'))
    throw new Problem('invalid', { fields: ['staffId'] });
  const record = await conversations.get(id);
  const owner = record?.owner;
  const allowed = owner?.id === who.staff.id || who.permissions.has('conversation.assign');
  if (!owner || !allowed) throw new Problem('not_owner', owner ? { owner } : {});
  const given = await care.give(id, actorOf(who), owner.id, { id: to.id, name: to.name }, now);
  if (given === 'stale') throw new Problem('stale');
  ringConversation(deps, id);
  return ok({ ok: true });
}

async function takeOver({ deps, who, id, body, now }: Call<undefined, z.output<typeof takeOverRequest>>) {
  const me = { id: who.staff.id, name: who.staff.name };
  if ((await deps.store.care.give(id, actorOf(who), body.from, me, now)) === 'stale') throw new Problem('stale');
  ringConversation(deps, id);
  return ok({ ok: true });
}

/** Each conversation is decided by itself: what may not be touched is refused, the rest is done. */
async function bulk({ deps, who, body, now }: Call<undefined, z.output<typeof bulkRequest>>) {
  const finished: string[] = [];
  const refused: string[] = [];
  for (const id of new Set(body.ids)) {
    let worked = await mayUse(deps, who, 'conversation', id);
    if (worked && body.action === 'claim') worked = (await deps.store.conversations.claim(id, actorOf(who), now)).won;
    else if (worked) await deps.store.care.snooze(id, actorOf(who), now + body.minutes * 60_000, now);
    (worked ? finished : refused).push(id);
    if (worked) ringConversation(deps, id);
  }
  return ok({ done: finished, refused });
}

export const careEndpoints = [
  endpoint({
    ...shared,
    id: 'getTimeline',
    method: 'GET',
    path: '/conversations/:id/timeline',
    summary: 'Flags, levels of care and records of this person, newest first',
    access: may('conversation.read'),
    reply: timeline,
    handle: async ({ deps, id, locale }) => {
      const items = await deps.store.conversations.timeline(id);
      return ok({ items: items.map((item) => ({ ...item, title: reasonText(deps.content, item.title, locale) })) });
    },
  }),
  endpoint({
    ...shared,
    id: 'snooze',
    method: 'POST',
    path: '/conversations/:id/snooze',
    summary: 'Take the conversation off the queue for some minutes',
    access: ACT,
    body: snoozeRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      await deps.store.care.snooze(id, actorOf(who), now + body.minutes * 60_000, now);
      ringConversation(deps, id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'wake',
    method: 'DELETE',
    path: '/conversations/:id/snooze',
    summary: 'Put a snoozed conversation back onto the queue',
    access: ACT,
    reply: done,
    handle: async ({ deps, who, id, now }) => {
      await deps.store.care.snooze(id, actorOf(who), null, now);
      ringConversation(deps, id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'transfer',
    method: 'POST',
    path: '/conversations/:id/transfer',
    summary: 'Give the conversation to a colleague, or to a team with a note for the patient',
    access: ACT,
    body: transferRequest,
    reply: done,
    handle: transfer,
  }),
  endpoint({
    ...shared,
    id: 'takeOver',
    method: 'POST',
    path: '/conversations/:id/take-over',
    summary: 'Take the conversation from the person who has it',
    access: may('conversation.assign'),
    body: takeOverRequest,
    reply: done,
    handle: takeOver,
  }),
  endpoint({
    ...shared,
    id: 'reopen',
    method: 'POST',
    path: '/conversations/:id/reopen',
    summary: 'Undo one’s own closing within a minute: the flags are open again',
    access: ACT,
    body: reopenRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      if (now - body.closedAt > UNDO_MS) throw new Problem('too_late');
      if (!(await deps.store.care.reopen(id, actorOf(who), body.closedAt, now))) throw new Problem('stale');
      ringConversation(deps, id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'breakGlass',
    method: 'POST',
    path: '/conversations/:id/break-glass',
    summary: 'Open a conversation of another team for an hour, with a reason that is audited',
    access: may('conversation.break_glass'),
    body: breakGlassRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      if (!(await deps.store.care.breakGlass(id, actorOf(who), body.reason, now))) throw new Problem('not_found');
      deps.log.warn('console.break_glass', { staff: who.staff.id, conversation: id });
      ringConversation(deps, id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'bulk',
    method: 'POST',
    path: '/bulk',
    summary: 'Claim or snooze many conversations; each is decided by itself',
    access: ACT,
    body: bulkRequest,
    reply: bulkReply,
    handle: bulk,
  }),
  endpoint({
    id: 'listColleagues',
    method: 'GET',
    path: '/colleagues',
    summary: 'People who answer patients, and teams: for transfers and mentions',
    access: ACT,
    reply: colleagues,
    handle: async ({ deps }) => {
      const staff = (await deps.store.staff.list()).filter((one) => one.active);
      const people = staff.filter((one) => permissionsOf(one.roles).has('conversation.act'));
      return ok({
        people: people.map((one) => ({ id: one.id, name: one.name })),
        teams: [...new Set(staff.flatMap((one) => one.teams))].sort(),
      });
    },
  }),
];
