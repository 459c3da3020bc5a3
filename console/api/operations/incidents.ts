import { freshness } from '../../../knowledge/search/freshness';
import type { ConsoleDeps, MachineTrouble } from '../ports';
import type { Incident, OperationsView } from '../schema/office';

const STUCK_MS = 60_000;
const OUTBOX_STUCK_MS = 15 * 60_000;
/** Beyond it signatures, codes and reminders begin to fail. */
const SKEW_MS = 2_000;

export interface Seen {
  readonly view: OperationsView;
  readonly trouble: MachineTrouble;
  /** Flags past their clock. */
  readonly late: number;
  /** Phones of whoever is on call. */
  readonly onCall: number;
}

type Watched = Pick<ConsoleDeps, 'content' | 'shelf' | 'channels' | 'keyInDataFolder'>;

/** What the product noticed by itself and somebody should look at, the most urgent first. */
export function incidentsOf(deps: Watched, { view, trouble, late, onCall }: Seen, now: number): Incident[] {
  const found: Incident[] = [];
  const add = (kind: Incident['kind'], subject = '', count = 1, since: number | null = null) =>
    found.push({ kind, subject, count, since });
  if (trouble.keyMissing) add('key_missing');
  for (const { channel, count } of trouble.channelsDown) add('channel_down', channel, count);
  if (view.deadLetters > 0) add('dead_letters', '', view.deadLetters);
  if (trouble.unreadable.count > 0) add('timers_unreadable', '', trouble.unreadable.count, trouble.unreadable.since);
  if (view.oldestInboxAt !== null && now - view.oldestInboxAt > STUCK_MS)
    add('inbox_stuck', '', view.inboxWaiting, view.oldestInboxAt);
  if (view.oldestOutboxAt !== null && now - view.oldestOutboxAt > OUTBOX_STUCK_MS)
    add('outbox_stuck', '', view.outboxWaiting, view.oldestOutboxAt);
  for (const { channel, sent, failed } of view.channels)
    if (failed >= 5 && failed > sent / 4) add('channel_failing', channel, failed);
  for (const { channel, since } of trouble.silent) add('webhook_silent', channel, 1, since);
  for (const { name, count } of trouble.templatesRejected) add('template_rejected', name, count);
  if (late > 0) add('flags_late', '', late);
  if (Math.abs(trouble.clockSkewMs) > SKEW_MS) add('clock_skew', '', Math.round(Math.abs(trouble.clockSkewMs) / 1000));
  for (const [kind, count] of pastReview(deps, now)) add('content_past_review', kind, count);
  if (deps.channels.sms !== undefined && onCall === 0) add('on_call_missing');
  if (deps.keyInDataFolder) add('key_in_data_folder');
  if (deps.content.hospital.numbers.verified_on === null) add('content_unverified');
  return found;
}

/** Files past their review date, by kind; articles as they are in use, with what the console published. */
function pastReview({ content, shelf }: Watched, now: number): Map<string, number> {
  const late = new Map<string, number>();
  const look = (kind: string, value: unknown) => {
    const { status = 'review', review_by } = value as { status?: string; review_by?: string };
    if (review_by === undefined || status === 'retired' || status === 'draft') return;
    if (freshness({ status, review_by }, now) !== 'current') late.set(kind, (late.get(kind) ?? 0) + 1);
  };
  for (const file of shelf.files) if (file.kind !== 'article') look(file.kind, file.value);
  for (const article of content.all('article')) look('article', article);
  return late;
}
