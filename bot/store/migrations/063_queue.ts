import type { Knex } from 'knex';

/** The queue in its own order, and the open flags of one conversation, from indexes alone. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX flag_open');
  await knex.raw("CREATE INDEX flag_open ON flag (severity, opened_at, id) WHERE status = 'open'");
  await knex.raw("CREATE INDEX flag_open_of ON flag (conversation_id, severity, opened_at, id) WHERE status = 'open'");
}
