import type { SendResult } from '../contracts';
import type { OutboxItem, Settled } from '../store/outbox';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between tries; the last one repeats until the message is too old. */
const WAITS = [1 * SECOND, 4 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE] as const;
/** Credentials and accounts are put right by a person: looked at again at this pace, nothing is thrown away meanwhile. */
const CONFIG_WAIT_MS = MINUTE;
/** A safety text whose outcome stays unknown is sent this often at most; then a person is told. */
const MOST_UNKNOWN = 3;

/** Older than this a message is not sent any more, whatever went wrong: a stale reminder is worse than none. */
export const TOO_OLD_MS: Readonly<Record<string, number>> = {
  safety: 24 * HOUR,
  conversation: 12 * HOUR,
  care: 12 * HOUR,
  programme: 12 * HOUR,
  reminder: 2 * HOUR,
  survey: 24 * HOUR,
  research: 24 * HOUR,
};

export type Sendable = Pick<OutboxItem, 'id' | 'safety' | 'purpose' | 'attempts' | 'createdAt' | 'expiresAt'>;

/** Up to when a message is worth sending. */
export function deadline(item: Pick<OutboxItem, 'purpose' | 'createdAt' | 'expiresAt'>): number {
  const oldest = item.createdAt + (TOO_OLD_MS[item.purpose] ?? TOO_OLD_MS.conversation!);
  return item.expiresAt === undefined ? oldest : Math.min(item.expiresAt, oldest);
}

/**
 * The one place that decides what a send result means.
 *
 * - not accepted for certain (connection, throttled, provider error): again, at growing intervals, until too old;
 * - unknown outcome: a safety text is repeated (a duplicate is better than silence), anything else is not;
 * - settings: kept and looked at again each minute, because they concern every message alike;
 * - window closed: held until the patient writes;
 * - anything else: failed.
 *
 * Source: channels reference, rules 0.4 and 0.5.
 */
export function settle(item: Sendable, result: SendResult, now: number): Settled {
  if (result.ok) return { id: item.id, status: 'sent', providerId: result.providerId };
  const { code } = result;
  if (code === 'window_closed') return { id: item.id, status: 'held', code };
  if (code === 'unknown_outcome' && (!item.safety || item.attempts >= MOST_UNKNOWN))
    return { id: item.id, status: 'failed', code };
  if (!result.retry && code !== 'config') return { id: item.id, status: 'failed', code };
  const nextAt = now + waitBefore(item, result);
  return nextAt > deadline(item)
    ? { id: item.id, status: 'expired', code }
    : { id: item.id, status: 'queued', code, nextAt };
}

function waitBefore(item: Sendable, result: Extract<SendResult, { ok: false }>): number {
  if (result.code === 'config') return CONFIG_WAIT_MS;
  const usual = WAITS[Math.min(Math.max(item.attempts, 1), WAITS.length) - 1]!;
  // A provider's own wish is honoured, and grows when it has to be expressed again and again.
  return result.retry && result.afterMs !== undefined ? Math.max(result.afterMs, item.attempts > 2 ? usual : 0) : usual;
}

/** When an urgent text that keeps failing is handed to another address or to a person, without waiting for the end. */
export function needsPerson(item: Sendable, settled: Settled): boolean {
  if (!item.safety) return false;
  if (settled.status === 'failed' || settled.status === 'expired' || settled.status === 'held') return true;
  return settled.status === 'queued' && (settled.code === 'config' ? item.attempts === 1 : item.attempts === 3);
}
