import { DateTime } from 'luxon';
import type { z } from 'zod';
import { scopeOf } from '../access/objects';
import { reasonText } from '../access/reasons';
import { clockRules } from '../clock/due';
import { toCsv } from '../csv';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { incidentsOf } from '../operations/incidents';
import type { ConsoleDeps, Period } from '../ports';
import { done } from '../schema/common';
import {
  auditCheck,
  auditPage,
  auditQuery,
  type InsightNumbers,
  insightNumbers,
  insightQuery,
  insightRows,
  insightRowsQuery,
  operationsReply,
} from '../schema/office';
import { settings, settingsReply } from '../schema/settings';
import { actorOf, ringInbox } from './conversation';
import { calendarOf, thresholds } from './queue';

/** Whole local days up to now. */
export function periodOf(
  deps: ConsoleDeps,
  query: Pick<z.output<typeof insightQuery>, 'days' | 'channel' | 'locale'>,
  now: number,
): Period {
  const today = DateTime.fromMillis(now, { zone: deps.content.hospital.zone }).startOf('day');
  return {
    from: today.minus({ days: query.days - 1 }).toMillis(),
    to: now + 1,
    channel: query.channel,
    locale: query.locale,
  };
}

/** A day on which nothing happened is a day with zeros, not a gap. */
function everyDay(days: InsightNumbers['perDay'], period: Period, zone: string): InsightNumbers['perDay'] {
  const known = new Map(days.map((one) => [one.day, one]));
  const out: InsightNumbers['perDay'] = [];
  for (let at = DateTime.fromMillis(period.from, { zone }); at.toMillis() < period.to; at = at.plus({ days: 1 })) {
    const day = at.toISODate() ?? '';
    out.push(known.get(day) ?? { day, conversations: 0, flags: 0 });
  }
  return out;
}

const iso = (at: number | null, zone: string) =>
  at === null ? null : DateTime.fromMillis(at, { zone }).toISO({ suppressMilliseconds: true });

async function exportFlags({ deps, query, now }: Call<z.output<typeof insightQuery>>) {
  const { zone } = deps.content.hospital;
  const facts = await deps.store.insight.flags(periodOf(deps, query, now));
  const columns = [
    'flag',
    'conversation',
    'channel',
    'language',
    'severity',
    'reason',
    'team',
    'opened',
    'claimed',
    'answered',
    'closed',
    'outcome',
    'escalation',
  ];
  const rows = facts.map((fact) => [
    fact.id,
    fact.conversationId,
    fact.channel,
    fact.locale,
    fact.severity,
    fact.reason,
    fact.team,
    iso(fact.openedAt, zone),
    iso(fact.claimedAt, zone),
    iso(fact.answeredAt, zone),
    iso(fact.closedAt, zone),
    fact.outcome,
    fact.escalation,
  ]);
  return {
    status: 200,
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="flags.csv"' },
    body: toCsv(columns, rows),
  };
}

/** Shown on a page; the export has all of them. */
const SHOWN = 200;
const EXPORTED = 100_000;

async function listBehind({ deps, who, query, now }: Call<z.output<typeof insightRowsQuery>>) {
  const rows = await deps.store.insight.rows(query.chart, periodOf(deps, query, now), query.value, SHOWN);
  // Numbers are for managers, conversations for those who may read them.
  const reads = who.permissions.has('conversation.read');
  const scope = scopeOf(who);
  const ids = [...new Set(rows.map((row) => row.conversationId))];
  const seen = await Promise.all(ids.map((id) => reads && deps.store.conversations.visible(id, scope, now)));
  const open = new Set(ids.filter((_, index) => seen[index]));
  const items = rows.filter((row) => open.has(row.conversationId));
  return ok({ items, hidden: rows.length - items.length });
}

async function exportBehind({ deps, query, now }: Call<z.output<typeof insightRowsQuery>>) {
  const { zone } = deps.content.hospital;
  const rows = await deps.store.insight.rows(query.chart, periodOf(deps, query, now), query.value, EXPORTED);
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${query.chart}.csv"`,
    },
    body: toCsv(
      ['conversation', 'at', query.chart],
      rows.map((row) => [row.conversationId, iso(row.at, zone), row.value]),
    ),
  };
}

async function settle(call: Call, how: 'retry' | 'discard') {
  const { deps, who, id, now } = call;
  const conversation = await deps.store.operations[how](id, actorOf(who), now);
  if (conversation === undefined) throw new Problem('stale');
  ringInbox(deps, conversation);
  return ok({ ok: true });
}

export const officeEndpoints = [
  endpoint({
    id: 'getInsight',
    method: 'GET',
    path: '/insight',
    summary: 'Volumes, flags, time to the first human answer by severity, outcomes, deliveries',
    access: may('insight.read'),
    query: insightQuery,
    reply: insightNumbers,
    handle: async ({ deps, query, now, locale }) => {
      const dayOf = (at: number) => DateTime.fromMillis(at, { zone: deps.content.hospital.zone }).toISODate() ?? '';
      const period = periodOf(deps, query, now);
      const numbers = await deps.store.insight.numbers(period, dayOf);
      return ok({
        ...numbers,
        perDay: everyDay(numbers.perDay, period, deps.content.hospital.zone),
        reasons: numbers.reasons.map((one) => ({
          ...one,
          value: one.name,
          name: reasonText(deps.content, one.name, locale),
        })),
      });
    },
  }),
  endpoint({
    id: 'exportFlags',
    method: 'GET',
    path: '/insight/flags.csv',
    summary: 'One row per flag: ids, times and codes, no words of a patient',
    access: may('insight.export'),
    query: insightQuery,
    reply: 'csv',
    handle: exportFlags,
  }),
  endpoint({
    id: 'listInsight',
    method: 'GET',
    path: '/insight/rows',
    summary: 'The conversations behind one number, as far as this person may open them',
    access: may('insight.read'),
    query: insightRowsQuery,
    reply: insightRows,
    handle: listBehind,
  }),
  endpoint({
    id: 'exportInsight',
    method: 'GET',
    path: '/insight/rows.csv',
    summary: 'What one chart counts, as rows: ids, times and codes, no words of a patient',
    access: may('insight.export'),
    query: insightRowsQuery,
    reply: 'csv',
    handle: exportBehind,
  }),
  endpoint({
    id: 'getOperations',
    method: 'GET',
    path: '/operations',
    summary: 'Queues, channels, incidents and dead letters',
    access: may('operations.read'),
    reply: operationsReply,
    handle: async ({ deps, now, who }) => {
      const { operations, queue } = deps.store;
      const scope = { staffId: who.staff.id, allTeams: true, teams: [] };
      const settings = await deps.store.settings.read(now);
      const [view, letters, counts, trouble] = await Promise.all([
        operations.view(now),
        operations.deadLetters(),
        queue.counts(scope, now, thresholds(calendarOf(deps), now, clockRules(settings.clocks))),
        operations.trouble(now),
      ]);
      const seen = { view, trouble, late: counts.breached, onCall: settings.onCall.length };
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
