import { insertRows, resultRows, type Value } from '../rows';
import type { Doing } from './doing';

/** `taken_until` of a booked slot: later than any moment, and exact as a JavaScript number. */
export const FOREVER = 9_000_000_000_000_000;
export const BUCKET_MS = 5 * 60_000;

export function bucketOf(at: number): number {
  return Math.floor(at / BUCKET_MS);
}

/** Something that is in one place at a time, and the steps it is wanted for. */
export interface Wanted {
  readonly resource: string;
  readonly fromBucket: number;
  readonly toBucket: number;
}

export const patientResource = (patientId: string) => `patient:${patientId}`;

/**
 * Takes all resources for an owner, or none: the primary key refuses the first step that somebody else has, and the
 * transaction with it. What had an end and is past it is taken away first. Rows go in one order everywhere, so that two
 * writers meet at the first common one instead of waiting for each other.
 */
export async function claim(
  doing: Doing,
  owner: string,
  wanted: readonly Wanted[],
  expiresAt: number | null,
  lane = 0,
): Promise<void> {
  const { trx, dialect, now } = doing;
  const sorted = [...wanted].sort((a, b) => (a.resource < b.resource ? -1 : 1));
  for (const { resource, fromBucket, toBucket } of sorted) {
    await trx('booking_claim')
      .where({ resource_id: resource, lane })
      .where('bucket', '>=', fromBucket)
      .where('bucket', '<', toBucket)
      .where('expires_at', '<=', now)
      .delete();
  }
  const rows = sorted.flatMap(({ resource, fromBucket, toBucket }) =>
    Array.from({ length: toBucket - fromBucket }, (_, step) => ({
      resource_id: resource,
      bucket: fromBucket + step,
      lane,
      owner,
      expires_at: expiresAt,
    })),
  );
  await insertRows(trx, dialect, 'booking_claim', rows);
}

/** Gives back everything an owner has, and renews the slots it touched. */
export async function release(doing: Doing, owner: string): Promise<void> {
  const freed = resultRows<Record<string, Value>>(
    await doing.trx.raw('DELETE FROM booking_claim WHERE owner = ? RETURNING resource_id, bucket, lane', [owner]),
  );
  const spans = new Map<string, { from: number; to: number }>();
  for (const { resource_id, bucket, lane } of freed) {
    if (lane !== 0) continue;
    const span = spans.get(resource_id as string);
    const at = bucket as number;
    spans.set(resource_id as string, {
      from: Math.min(span?.from ?? at, at),
      to: Math.max(span?.to ?? at + 1, at + 1),
    });
  }
  for (const [resource, span] of spans) await renew(doing, resource, span.from, span.to);
}

/** No slot is longer than eight hours with its buffers: what begins earlier cannot reach in. */
const LONGEST_BUCKETS = 12 * 12;

/** Writes into the slots of a practitioner what the claims say now. Rooms and patients have no slots: nothing happens. */
export async function renew(doing: Doing, resource: string, fromBucket: number, toBucket: number): Promise<void> {
  if (resource.startsWith('patient:')) return;
  await doing.trx.raw(
    `UPDATE booking_slot SET taken_until = COALESCE((
       SELECT MAX(COALESCE(c.expires_at, ?)) FROM booking_claim c
       WHERE c.lane = 0 AND c.resource_id = booking_slot.practitioner_id
         AND c.bucket >= booking_slot.from_bucket AND c.bucket < booking_slot.to_bucket), 0)
     WHERE practitioner_id = ? AND from_bucket >= ? AND from_bucket < ? AND to_bucket > ?`,
    [FOREVER, resource, fromBucket - LONGEST_BUCKETS, toBucket, fromBucket],
  );
}

/** Which of these are taken by somebody other than `owner` anywhere in the span. */
export async function takenAmong(
  doing: Pick<Doing, 'now'> & { trx: Doing['trx'] },
  resources: readonly string[],
  fromBucket: number,
  toBucket: number,
  owner?: string,
): Promise<Set<string>> {
  if (resources.length === 0) return new Set();
  const rows = (await doing
    .trx('booking_claim')
    .distinct('resource_id')
    .whereIn('resource_id', [...resources])
    .where('lane', 0)
    .where('bucket', '>=', fromBucket)
    .where('bucket', '<', toBucket)
    .where((either) => either.whereNull('expires_at').orWhere('expires_at', '>', doing.now))
    .whereNot('owner', owner ?? '')) as { resource_id: string }[];
  return new Set(rows.map((row) => row.resource_id));
}
