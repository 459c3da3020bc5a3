import type { Knex } from 'knex';
import type { NotSent } from '../../contracts';
import type { Db } from '../db';
import { insertRows, type Row } from '../rows';
import type { TimerRow } from '../timers';
import type { Recipient } from './facts';

export interface Fate {
  readonly status: 'handed' | 'not_sent';
  readonly why?: NotSent;
}

/** What came of one due message; `to` is not known where its conversation is gone or nothing could be read. */
export function fate(
  row: TimerRow,
  to: Pick<Recipient, 'person' | 'contactPointId'> | undefined,
  now: number,
  { status, why }: Fate,
): Row {
  const contact = to?.contactPointId ?? '';
  return {
    id: row.id as string,
    conversation_id: row.conversation_id as string,
    contact_point_id: contact,
    person: to?.person ?? contact,
    key: row.key as string,
    purpose: row.purpose as string,
    priority: (row.priority as number | null) ?? 0,
    reason: row.reason as string | null,
    due_at: (row.first_due_at as number | null) ?? (row.due_at as number),
    at: now,
    status,
    why: why ?? null,
    counts: status === 'not_sent' ? 0 : row.chosen === 1 ? 2 : 1,
  };
}

/** A message that waited for a dialog comes by again: its row is the same one. */
export async function record(trx: Knex.Transaction, db: Db, fates: readonly Row[]): Promise<void> {
  await insertRows(trx, db.dialect, 'outreach', fates, {
    key: ['id'],
    merge: ['at', 'status', 'why', 'counts', 'person', 'contact_point_id'],
  });
}
