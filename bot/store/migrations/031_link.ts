import type { Knex } from 'knex';

/** Moving a conversation from the web to a phone: the code that was given, and where a phone's messages go. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('link_code', (table) => {
    table.text('conversation_id').primary();
    table.text('code_hash').notNullable().unique();
    table.bigInteger('expires_at').notNullable();
  });
  await knex.schema.alterTable('contact_point', (table) => {
    /** The conversation that messages from this address go to, when it is not its first one. */
    table.text('conversation_id');
  });
}
