import type { Knex } from 'knex';
import type { Period } from '../../../console/api/ports';
import type { Db } from '../db';

/** Where a thing says itself which service it belongs to; `t` is the table it is counted in. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  flag: 't.team',
  appointment: 't.service_id',
  survey_response: 't.service',
};

/**
 * Keeps what belongs to a period's channel, language and service; `c` is the conversation. What names no service itself
 * belongs to those that its conversation was flagged for or has appointments in.
 */
export function narrowed(query: Knex.QueryBuilder, period: Period, service?: string): Knex.QueryBuilder {
  if (period.channel !== undefined) query.where('c.channel', period.channel);
  if (period.locale !== undefined) query.where('c.locale', period.locale);
  if (period.service === undefined) return query;
  if (service !== undefined) return query.where(service, period.service);
  const wanted = [period.service, period.service];
  return query.whereRaw(
    `(EXISTS (SELECT 1 FROM flag sf WHERE sf.conversation_id = c.id AND sf.team = ?)
      OR EXISTS (SELECT 1 FROM appointment sa WHERE sa.conversation_id = c.id AND sa.service_id = ?))`,
    wanted,
  );
}

/** Rows of a table (`t`) whose moment lies in the period, with their conversation (`c`). */
export type Within = (table: string, column: string, period: Period) => Knex.QueryBuilder;

export const createWithin =
  (db: Db): Within =>
  (table, column, period) =>
    narrowed(
      db
        .read(`${table} as t`)
        .join('conversation as c', 'c.id', 't.conversation_id')
        .where(`t.${column}`, '>=', period.from)
        .where(`t.${column}`, '<', period.to),
      period,
      SERVICE_OF[table],
    );

/** Conversations (`c`) that began in the period. */
export const createBegun = (db: Db) => (period: Period) =>
  narrowed(
    db.read('conversation as c').where('c.created_at', '>=', period.from).where('c.created_at', '<', period.to),
    period,
  );
