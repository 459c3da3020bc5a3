import type { Knex } from 'knex';
import type { Segment } from '../../../console/api/outreach/ports';
import { resultRows } from '../rows';

/** A query as text and its bound values, in order. */
interface Query {
  readonly sql: string;
  readonly bindings: readonly (string | number)[];
}

/**
 * Conversations of a segment: one per person, the one last used. Everything a caller gives is bound; what stands in the
 * text is ours.
 */
function segmentOf(segment: Segment): Query {
  const where: string[] = [];
  const bindings: (string | number)[] = [];
  const add = (sql: string, ...values: (string | number)[]) => {
    where.push(sql);
    bindings.push(...values);
  };
  const anyOf = (column: string, values: readonly string[]) =>
    add(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);
  anyOf('c.channel', segment.channels);
  if (segment.locales !== undefined && segment.locales.length > 0) anyOf('c.locale', segment.locales);
  if (segment.quietSince !== undefined) add('COALESCE(c.last_inbound_at, 0) < ?', segment.quietSince);
  if (segment.wroteSince !== undefined) add('c.last_inbound_at >= ?', segment.wroteSince);
  if (segment.programme !== undefined)
    add(
      "EXISTS (SELECT 1 FROM enrolment e WHERE e.conversation_id = c.id AND e.programme = ? AND e.status = 'active')",
      segment.programme,
    );
  if (segment.batch !== undefined)
    add(
      "EXISTS (SELECT 1 FROM import_row r WHERE r.conversation_id = c.id AND r.batch_id = ? AND r.fate = 'accepted')",
      segment.batch,
    );
  if (segment.recall !== undefined)
    add(
      "EXISTS (SELECT 1 FROM recall r WHERE r.conversation_id = c.id AND r.status = 'open' AND r.kind = ?)",
      segment.recall,
    );
  add(`NOT EXISTS (SELECT 1 FROM conversation o WHERE o.patient_id = c.patient_id AND o.id <> c.id
         AND (COALESCE(o.last_inbound_at, 0) > COALESCE(c.last_inbound_at, 0)
           OR (COALESCE(o.last_inbound_at, 0) = COALESCE(c.last_inbound_at, 0) AND o.id > c.id)))`);
  return {
    sql: `FROM conversation c JOIN contact_point p ON p.id = c.contact_point_id WHERE ${where.join(' AND ')}`,
    bindings,
  };
}

export interface SegmentCount {
  readonly channel: string;
  readonly locale: string;
  readonly verdict: string;
  readonly n: number;
}

/** How many there are, by channel and language, and how many of them would not get it, and why. */
export async function countSegment(
  knex: Knex,
  segment: Segment,
  purpose: string,
  asked: boolean,
  locale: string,
): Promise<readonly SegmentCount[]> {
  const { sql, bindings } = segmentOf(segment);
  const verdict = `CASE
    WHEN p.opted_out = 1 THEN 'opted_out'
    WHEN EXISTS (SELECT 1 FROM outreach_hold h WHERE h.kind = 'deceased' AND h.subject = COALESCE(c.patient_id, p.id)) THEN 'deceased'
    WHEN EXISTS (SELECT 1 FROM outreach_hold h WHERE h.kind = 'wrong_number' AND h.subject = p.id) THEN 'wrong_number'
    WHEN COALESCE((SELECT k.given FROM consent k WHERE k.contact_point_id = p.id AND k.purpose = ?), ${asked ? 0 : 1}) = 0 THEN 'no_consent'
    WHEN p.invalid = 1 THEN 'invalid_address'
    ELSE 'reachable' END`;
  const rows = await knex.raw(
    `SELECT channel, locale, verdict, COUNT(*) AS n FROM (
       SELECT c.channel AS channel, COALESCE(c.locale, ?) AS locale, ${verdict} AS verdict ${sql}
     ) AS s GROUP BY channel, locale, verdict ORDER BY channel, locale, verdict`,
    [locale, purpose, ...bindings],
  );
  return resultRows<SegmentCount>(rows).map((row) => ({ ...row, n: Number(row.n) }));
}

/** Puts everybody of the segment on a broadcast's list, once. */
export async function listRecipients(trx: Knex.Transaction, broadcast: string, segment: Segment): Promise<void> {
  const { sql, bindings } = segmentOf(segment);
  await trx.raw(
    `INSERT INTO broadcast_recipient (broadcast_id, conversation_id, timer_id, queued)
     SELECT ?, c.id, ? || c.id, 0 ${sql} ON CONFLICT DO NOTHING`,
    [broadcast, `${broadcast}:`, ...bindings],
  );
}
