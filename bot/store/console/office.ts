import type { Knex } from 'knex';
import { type AuditEntry, appendAudit } from '../audit';
import type { ActionTools } from './actions';

/** The chain of what the care team does that belongs to no conversation: content, people's requests, settings. */
export const OFFICE_CHAIN = 'office';

/**
 * Writes into the office's own audit chain, in the caller's transaction. The chain hangs on a row like a conversation's,
 * made when first needed, so that one check and one seal cover everything.
 */
export async function officeAudit(
  tools: ActionTools,
  trx: Knex.Transaction,
  at: number,
  entries: readonly AuditEntry[],
): Promise<void> {
  await trx('conversation')
    .insert({ id: OFFICE_CHAIN, channel: 'console', contact_point_id: '', created_at: 0, updated_at: 0 })
    .onConflict('id')
    .ignore();
  await appendAudit(trx, tools.db, tools.vault, at, OFFICE_CHAIN, entries);
}
