import { DateTime } from 'luxon';
import type { z } from 'zod';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { scopeOf } from '../access/objects';
import { reasonText } from '../access/reasons';
import { toCsv } from '../csv';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import type { ConsoleDeps, Period } from '../ports';
import {
  type InsightNumbers,
  insightNumbers,
  insightQuery,
  insightRows,
  insightRowsQuery,
  type Share,
} from '../schema/insight';

/** Whole local days up to now. */
export function periodOf(
  deps: ConsoleDeps,
  query: Pick<z.output<typeof insightQuery>, 'days' | 'channel' | 'locale' | 'service'>,
  now: number,
): Period {
  const today = DateTime.fromMillis(now, { zone: deps.content.hospital.zone }).startOf('day');
  return {
    from: today.minus({ days: query.days - 1 }).toMillis(),
    to: now + 1,
    channel: query.channel,
    locale: query.locale,
    service: query.service,
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

/** The hospital's own day of a moment, `YYYY-MM-DD`. */
const dayIn = (deps: ConsoleDeps) => (at: number) =>
  DateTime.fromMillis(at, { zone: deps.content.hospital.zone }).toISODate() ?? '';

const named = (list: readonly Share[], name: (counted: string) => string): Share[] =>
  list.map((one) => ({ ...one, value: one.name, name: name(one.name) }));

/** `<programme> · <what of it>` with the programme's name instead of its id. */
const ofProgramme = (content: ContentLibrary, locale: string) => (counted: string) => {
  const [id = '', ...rest] = counted.split(' · ');
  const title = content.has('programme', id) ? content.text(`programme/${id}#title`, locale) : id;
  return [title, ...rest].join(' · ');
};

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
  const rows = await deps.store.insight.rows(query, periodOf(deps, query, now), dayIn(deps), SHOWN);
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
  const rows = await deps.store.insight.rows(query, periodOf(deps, query, now), dayIn(deps), EXPORTED);
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

export const insightEndpoints = [
  endpoint({
    id: 'getInsight',
    method: 'GET',
    path: '/insight',
    summary: 'Volumes, flags, time to the first human answer by severity, outcomes, deliveries',
    access: may('insight.read'),
    query: insightQuery,
    reply: insightNumbers,
    handle: async ({ deps, query, now, locale }) => {
      const period = periodOf(deps, query, now);
      const numbers = await deps.store.insight.numbers(period, dayIn(deps));
      return ok({
        ...numbers,
        perDay: everyDay(numbers.perDay, period, deps.content.hospital.zone),
        reasons: named(numbers.reasons, (name) => reasonText(deps.content, name, locale)),
        programmes: named(numbers.programmes, ofProgramme(deps.content, locale)),
        measures: named(numbers.measures, ofProgramme(deps.content, locale)),
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
];
