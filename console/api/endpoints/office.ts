import { clockRules } from '../clock/due';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { incidentsOf } from '../operations/incidents';
import { boardOf, countsOf } from '../queue-counts';
import { done } from '../schema/common';
import { auditCheck, auditPage, auditQuery, operationsReply } from '../schema/office';
import { settings, settingsReply } from '../schema/settings';
import { actorOf, ringInbox } from './conversation';
import { calendarOf, thresholds } from './queue';

async function settle(call: Call, how: 'retry' | 'discard') {
  const { deps, who, id, now } = call;
  const conversation = await deps.store.operations[how](id, actorOf(who), now);
  if (conversation === undefined) throw new Problem('stale');
  ringInbox(deps, conversation);
  return ok({ ok: true });
}

export const officeEndpoints = [
  endpoint({
    id: 'getOperations',
    method: 'GET',
    path: '/operations',
    summary: 'Queues, channels, incidents and dead letters',
    access: may('operations.read'),
    reply: operationsReply,
    handle: async ({ deps, now, who }) => {
      const { operations } = deps.store;
      const scope = { staffId: who.staff.id, allTeams: true, teams: [] };
      const settings = await deps.store.settings.read(now);
      const late = thresholds(calendarOf(deps), now, clockRules(settings.clocks));
      const [view, letters, board, trouble] = await Promise.all([
        operations.view(now),
        operations.deadLetters(),
        boardOf(deps),
        operations.trouble(now),
      ]);
      const seen = { view, trouble, late: countsOf(board, scope, now, late).breached, onCall: settings.onCall.length };
      return ok({ ...view, letters, incidents: incidentsOf(deps, seen, now), now });
    },
  }),
  endpoint({
    id: 'getSettings',
    method: 'GET',
    path: '/settings',
    summary: 'Settings that are safe to change while the product runs',
    access: may('operations.act'),
    reply: settingsReply,
    handle: async ({ deps, now }) =>
      ok({ ...(await deps.store.settings.read(now)), smsReady: deps.channels.sms !== undefined }),
  }),
  endpoint({
    id: 'changeSettings',
    method: 'PUT',
    path: '/settings',
    summary: 'Change the clocks of the severities and who is on call',
    access: may('operations.act'),
    body: settings,
    reply: done,
    handle: async ({ deps, who, body, now }) => {
      await deps.store.settings.change(body, actorOf(who), now);
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'retryDeadLetter',
    method: 'POST',
    path: '/dead-letters/:id/retry',
    summary: 'Send an event that was given up round again',
    access: may('operations.act'),
    object: 'dead_letter',
    reply: done,
    handle: (call) => settle(call, 'retry'),
  }),
  endpoint({
    id: 'discardDeadLetter',
    method: 'POST',
    path: '/dead-letters/:id/discard',
    summary: 'Set an event that was given up aside for good',
    access: may('operations.act'),
    object: 'dead_letter',
    reply: done,
    handle: (call) => settle(call, 'discard'),
  }),
  endpoint({
    id: 'listAudit',
    method: 'GET',
    path: '/audit',
    summary: 'Who did and saw what, newest first',
    access: may('audit.read'),
    query: auditQuery,
    reply: auditPage,
    handle: async ({ deps, query }) => ok({ items: await deps.store.trail.page(query) }),
  }),
  endpoint({
    id: 'checkAudit',
    method: 'POST',
    path: '/audit/check',
    summary: 'Walk every chain and every seal, and say what was changed, is missing or was added',
    access: may('audit.read'),
    reply: auditCheck,
    handle: async ({ deps }) => ok(await deps.store.trail.verify()),
  }),
];
