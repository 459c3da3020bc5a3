import type { Knex } from 'knex';

/**
 * Channels: messages held until a patient writes again, several names of one address (a WhatsApp number and a
 * business-scoped user id), and codes that prove who holds a phone.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw("CREATE INDEX outbox_held ON outbox (conversation_id) WHERE status = 'held'");

  await knex.schema.createTable('contact_alias', (table) => {
    table.text('channel').notNullable();
    table.text('address_hash').notNullable();
    table.text('contact_point_id').notNullable();
    table.primary(['channel', 'address_hash']);
  });

  await knex.schema.alterTable('contact_point', (table) => {
    /** The conversation that messages from this address go to, when it is not the first one. */
    table.text('conversation_id');
    /** Times in a row that a provider could not reach it. */
    table.integer('failures').notNullable().defaultTo(0);
  });

  await knex.schema.createTable('link_code', (table) => {
    table.text('conversation_id').primary();
    table.text('contact_point_id').notNullable();
    /** Sealed, for comparing what the patient typed. */
    table.text('payload').notNullable();
    table.bigInteger('expires_at').notNullable();
  });
}
