import type { Knex } from 'knex';

/** Somebody who gets a patient's medicine reminders: the code the patient gave them, until it is used. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('caregiver_invite', (table) => {
    /** The patient's conversation. */
    table.text('conversation_id').primary();
    table.text('code_hash').notNullable().unique();
    table.bigInteger('expires_at').notNullable();
  });
}
