import type { Knex } from 'knex';

/** Settings the care team changes while the product runs, and which late flags the on-call people were told of. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('console_setting', (table) => {
    table.text('name').primary();
    /** Sealed JSON. */
    table.text('body').notNullable();
    table.text('changed_by').notNullable();
    table.bigInteger('changed_at').notNullable();
  });
  await knex.schema.createTable('on_call_page', (table) => {
    table.text('flag_id').primary();
    table.bigInteger('at').notNullable();
  });
}
