import type { TimelineEntry } from '../../../console/api/schema/care';
import type { Db } from '../db';

const MOST = 200;

interface Dated {
  id: string;
  conversation_id: string;
  at: number;
}

/**
 * What happened with this person, newest first: flags, levels of care and what was recorded, in this conversation and
 * in the same patient's others.
 */
export async function readTimeline(db: Db, id: string): Promise<TimelineEntry[]> {
  const row = await db.read('conversation').where({ id }).first<{ patient_id: string | null }>('patient_id');
  const ids: string[] = [id];
  if (row?.patient_id) {
    const others: { id: string }[] = await db
      .read('conversation')
      .where({ patient_id: row.patient_id })
      .limit(100)
      .select('id');
    for (const other of others) if (other.id !== id) ids.push(other.id);
  }
  const [flags, assessments, records] = await Promise.all([
    db
      .read<Dated & { severity: number; reason: string; opened_at: number }>('flag')
      .whereIn('conversation_id', ids)
      .orderBy('opened_at', 'desc')
      .limit(MOST),
    db
      .read<Dated & { protocol: string; disposition: string; rule: string }>('assessment')
      .whereIn('conversation_id', ids)
      .orderBy('at', 'desc')
      .limit(MOST),
    db
      .read<Dated & { kind: string; subject: string | null; body: string }>('record')
      .whereIn('conversation_id', ids)
      .orderBy('at', 'desc')
      .limit(MOST),
  ]);
  const entries: TimelineEntry[] = [
    ...flags.map((flag) => ({
      id: flag.id,
      at: flag.opened_at,
      conversationId: flag.conversation_id,
      kind: 'flag' as const,
      title: flag.reason,
      text: String(flag.severity),
    })),
    ...assessments.map((one) => ({
      id: one.id,
      at: one.at,
      conversationId: one.conversation_id,
      kind: 'assessment' as const,
      title: one.protocol,
      text: `${one.disposition} · ${one.rule}`,
    })),
    ...records.map((one) => ({
      id: one.id,
      at: one.at,
      conversationId: one.conversation_id,
      kind: 'record' as const,
      title: one.subject ?? one.kind,
      text: one.kind,
    })),
  ];
  return entries.sort((a, b) => b.at - a.at).slice(0, MOST);
}

/** When this person's next visit begins, whichever of their conversations it was booked in. */
export async function nextVisit(db: Db, id: string, now: number): Promise<number | undefined> {
  const row = await db
    .read('conversation')
    .where({ id })
    .first<{ patient_id: string | null } | undefined>('patient_id');
  const next = await db
    .read('appointment')
    .where('status', 'booked')
    .where('start_at', '>', now)
    .where((query) => {
      query.where({ conversation_id: id });
      if (row?.patient_id) query.orWhere({ patient_id: row.patient_id });
    })
    .orderBy('start_at')
    .first<{ start_at: number } | undefined>('start_at');
  return next?.start_at;
}
