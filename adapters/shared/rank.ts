import type { DeliveryStatus } from '../../bot/contracts';

/**
 * Late reports come twice and out of order with every provider: a status only ever moves up. `failed` is the end
 * unless something was delivered after all, which happens with several devices.
 */
export const STATUS_RANK: Readonly<Record<DeliveryStatus, number>> = {
  accepted: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
};

/** The status to keep when `next` arrives after `current`. */
export function laterStatus(current: DeliveryStatus | undefined, next: DeliveryStatus): DeliveryStatus {
  return current === undefined || STATUS_RANK[next] > STATUS_RANK[current] ? next : current;
}
