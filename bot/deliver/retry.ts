import type { SendResult } from '../contracts';
import type { OutboxItem, Settled } from '../store/outbox';

/** Waits between tries, in milliseconds; after the last one the message is given up. */
const WAITS = [1_000, 4_000, 15_000, 60_000, 300_000, 900_000, 1_800_000] as const;

/**
 * The one place that decides what a send result means. A safety text whose outcome is unknown is repeated (a duplicate
 * is better than silence); anything else of unknown outcome is not. Source: channels reference, rule 0.5.
 */
export function settle(
  item: Pick<OutboxItem, 'id' | 'safety' | 'attempts' | 'expiresAt'>,
  result: SendResult,
  now: number,
): Settled {
  if (result.ok) return { id: item.id, status: 'sent', providerId: result.providerId };
  const { code } = result;
  if (!result.retry || (code === 'unknown_outcome' && !item.safety)) return { id: item.id, status: 'failed', code };
  const wait = result.afterMs ?? WAITS[Math.min(item.attempts - 1, WAITS.length - 1)]!;
  const nextAt = now + wait;
  if (item.attempts > WAITS.length) return { id: item.id, status: 'failed', code };
  if (item.expiresAt !== undefined && nextAt > item.expiresAt) return { id: item.id, status: 'expired', code };
  return { id: item.id, status: 'queued', code, nextAt };
}
