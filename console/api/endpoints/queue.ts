import { scopeOf } from '../access/objects';
import { reasonText } from '../access/reasons';
import type { Calendar } from '../clock/calendar';
import { type ClockRules, clockRules, dueAt, lateBefore } from '../clock/due';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import type { ConsoleDeps } from '../ports';
import { boardOf, countsOf } from '../queue-counts';
import type { Severity } from '../schema/common';
import { type QueueQuery, queueAddress, queueChoices, queuePage, queueQuery } from '../schema/queue';

export function calendarOf(deps: Pick<ConsoleDeps, 'content'>): Calendar {
  const { zone, care_team_hours: hours, holidays } = deps.content.hospital;
  return { zone, hours, holidays };
}

const SEVERITIES: readonly Severity[] = [1, 2, 3, 4];
/** The thresholds move with the clock; ten seconds of delay on a count is nothing a person sees. */
const KEEP_MS = 10_000;
let kept: { calendar: Calendar; rules: string; at: number; late: number[] } | undefined;

/** Per severity, the moment up to which raised flags are late now. */
export function thresholds(calendar: Calendar, now: number, rules: ClockRules): number[] {
  const named = JSON.stringify(rules);
  const fresh =
    kept !== undefined &&
    kept.calendar.hours === calendar.hours &&
    kept.rules === named &&
    kept.at <= now &&
    now - kept.at < KEEP_MS;
  if (!fresh)
    kept = {
      calendar,
      rules: named,
      at: now,
      late: SEVERITIES.map((severity) => lateBefore(now, severity, calendar, rules)),
    };
  return kept!.late;
}

async function page({ deps, who, now, locale }: Call, query: QueueQuery) {
  const calendar = calendarOf(deps);
  const rules = clockRules((await deps.store.settings.read(now)).clocks);
  const scope = scopeOf(who);
  const [found, board] = await Promise.all([deps.store.queue.page(query, scope, now), boardOf(deps)]);
  const counts = countsOf(board, scope, now, thresholds(calendar, now, rules));
  const items = found.items.map((item) => ({
    ...item,
    reasonText: reasonText(deps.content, item.reason, locale),
    dueAt: item.answered ? null : dueAt(item.raisedAt, item.severity, calendar, rules),
  }));
  return ok({ items, next: found.next, counts, now });
}

export const queueEndpoints = [
  endpoint({
    id: 'listQueue',
    method: 'GET',
    path: '/queue',
    summary: 'Conversations with open flags: most severe first, then the one that has waited longest',
    access: may('queue.read'),
    query: queueAddress,
    reply: queuePage,
    handle: (call) => page(call, call.query),
  }),
  endpoint({
    id: 'listQueueChoices',
    method: 'GET',
    path: '/queue/choices',
    summary: 'Teams and reasons of what waits: what the queue can be narrowed to',
    access: may('queue.read'),
    reply: queueChoices,
    handle: async ({ deps, who, locale }) => {
      const { teams, reasons } = await deps.store.queue.choices(scopeOf(who));
      return ok({
        teams,
        reasons: reasons.map((value) => ({ value, text: reasonText(deps.content, value, locale) })),
      });
    },
  }),
  endpoint({
    id: 'searchQueue',
    method: 'POST',
    path: '/queue/search',
    summary: 'The same, with words looked for in reason and summary; a body, because words may name a patient',
    access: may('queue.read'),
    body: queueQuery,
    reply: queuePage,
    handle: (call) => page(call, call.body),
  }),
];
