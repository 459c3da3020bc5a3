import type { Knex } from 'knex';

/**
 * Channels: messages held until a patient writes again, and several names of one address (a WhatsApp number and a
 * business-scoped user id).
 */
export async function up(knex: Knex): Promise<void> {
  // Looked at before every send: is anything earlier of this conversation still waiting?
  await knex.raw(
    "CREATE INDEX outbox_open ON outbox (conversation_id, seq, part) WHERE status IN ('queued', 'sending')",
  );
  await knex.raw("CREATE INDEX outbox_held ON outbox (conversation_id) WHERE status = 'held'");

  await knex.schema.createTable('contact_alias', (table) => {
    table.text('channel').notNullable();
    table.text('address_hash').notNullable();
    table.text('contact_point_id').notNullable();
    table.primary(['channel', 'address_hash']);
  });

  await knex.schema.alterTable('contact_point', (table) => {
    /** Times in a row that a provider could not reach it. */
    table.integer('failures').notNullable().defaultTo(0);
  });
}
