import type { Knex } from 'knex';

/** What the care team keeps for itself: views, ready-made replies, and work that is not a flag. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('saved_view', (table) => {
    table.text('id').primary();
    table.text('staff_id').notNullable();
    /** Sealed: a name may say more than its author thinks. */
    table.text('body').notNullable();
    table.bigInteger('created_at').notNullable();
    table.index(['staff_id']);
  });

  await knex.schema.createTable('canned_reply', (table) => {
    table.text('id').primary();
    table.text('locale').notNullable();
    table.text('title').notNullable();
    table.text('text').notNullable();
    table.text('updated_by').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['locale', 'title']);
  });

  /** Work that waits for a person and is not a flag: a pharmacist's question, a refill, a service case. */
  await knex.schema.createTable('task', (table) => {
    table.text('id').primary();
    table.text('kind').notNullable();
    table.text('conversation_id').notNullable();
    table.text('patient_id');
    /** Sealed `{summary, ...}`. */
    table.text('body').notNullable();
    /** open or done. */
    table.text('status').notNullable();
    table.text('owner_id');
    table.text('outcome');
    table.bigInteger('due_at');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('done_at');
    table.text('done_by');
    table.index(['kind', 'status', 'due_at']);
    table.index(['conversation_id']);
  });

  await knex.raw("CREATE INDEX flag_open ON flag (severity, opened_at) WHERE status = 'open'");
  await knex.schema.alterTable('flag', (table) => table.index(['opened_at']));
}
