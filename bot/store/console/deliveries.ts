import type { TranscriptItem } from '../../../console/api/schema/conversation';
import type { Db } from '../db';

type Delivery = NonNullable<TranscriptItem['delivery']>;

/** From worst to best: a message of several parts is as far as its slowest part. */
const ORDER = ['failed', 'expired', 'held', 'queued', 'sending', 'sent', 'delivered', 'read'];

/** How far each message of a conversation got. Web chat reads the transcript itself and has no rows here. */
export async function deliveries(db: Db, id: string, seqs: readonly number[]): Promise<ReadonlyMap<number, Delivery>> {
  const found = new Map<number, Delivery>();
  if (seqs.length === 0) return found;
  const rows = await db
    .read<{ conversation_id: string; seq: number; status: string; code: string | null }>('outbox')
    .select('seq', 'status', 'code')
    .where({ conversation_id: id })
    .whereBetween('seq', [seqs[0]!, seqs[seqs.length - 1]!]);
  const rank = (status: string) => ORDER.indexOf(status);
  for (const row of rows) {
    const before = found.get(row.seq);
    if (before !== undefined && rank(before.status) <= rank(row.status)) continue;
    const status = row.status === 'expired' ? 'failed' : (row.status as Delivery['status']);
    found.set(row.seq, { status, code: row.status === 'expired' ? 'expired' : row.code });
  }
  return found;
}
