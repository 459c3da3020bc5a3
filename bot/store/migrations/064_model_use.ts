import type { Knex } from 'knex';

/** Use of a language model, counted by day and purpose: no words, no conversations. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('model_use', (table) => {
    /** `YYYY-MM-DD` in UTC. */
    table.text('day').notNullable();
    table.text('purpose').notNullable();
    table.integer('calls').notNullable();
    table.integer('unusable').notNullable();
    table.bigInteger('tokens_in').notNullable();
    table.bigInteger('tokens_out').notNullable();
    table.primary(['day', 'purpose']);
  });
}
