import { scopeOf } from '../access/objects';
import { reasonText } from '../access/reasons';
import type { Calendar } from '../clock/calendar';
import { dueAt, lateBefore } from '../clock/due';
import { endpoint, may, ok } from '../http/endpoint';
import type { ConsoleDeps } from '../ports';
import type { Severity } from '../schema/common';
import { queuePage, queueQuery } from '../schema/queue';

export function calendarOf(deps: Pick<ConsoleDeps, 'content'>): Calendar {
  const { zone, care_team_hours: hours, holidays } = deps.content.hospital;
  return { zone, hours, holidays };
}

const SEVERITIES: readonly Severity[] = [1, 2, 3, 4];
/** The thresholds move with the clock; ten seconds of delay on a count is nothing a person sees. */
const KEEP_MS = 10_000;
let kept: { calendar: Calendar; at: number; late: number[] } | undefined;

/** Per severity, the moment up to which raised flags are late now. */
export function thresholds(calendar: Calendar, now: number): number[] {
  const fresh =
    kept !== undefined && kept.calendar.hours === calendar.hours && kept.at <= now && now - kept.at < KEEP_MS;
  if (!fresh) kept = { calendar, at: now, late: SEVERITIES.map((severity) => lateBefore(now, severity, calendar)) };
  return kept!.late;
}

export const queueEndpoints = [
  endpoint({
    id: 'listQueue',
    method: 'GET',
    path: '/queue',
    summary: 'Conversations with open flags: most severe first, then the one that has waited longest',
    access: may('queue.read'),
    query: queueQuery,
    reply: queuePage,
    handle: async ({ deps, who, query, now, locale }) => {
      const calendar = calendarOf(deps);
      const scope = scopeOf(who);
      const [page, counts] = await Promise.all([
        deps.store.queue.page(query, scope, now),
        deps.store.queue.counts(scope, now, thresholds(calendar, now)),
      ]);
      const items = page.items.map((item) => ({
        ...item,
        reasonText: reasonText(deps.content, item.reason, locale),
        dueAt: item.answered ? null : dueAt(item.raisedAt, item.severity, calendar),
      }));
      return ok({ items, next: page.next, counts, now });
    },
  }),
];
