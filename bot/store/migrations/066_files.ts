import type { Knex } from 'knex';

/** Files of conversations: what staff attach to a reply, and what patients sent once somebody has looked at it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('file', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    /** waiting (uploaded, not sent yet), sent or received. */
    table.text('status').notNullable();
    /** Who uploaded it; nobody for what a patient sent. */
    table.text('staff_id');
    /** Which message of the patient it came with, and as which of its files. */
    table.integer('seq');
    table.integer('part');
    /** Sealed `{name, contentType}`. */
    table.text('about').notNullable();
    table.integer('size').notNullable();
    /** Sealed bytes. */
    table.binary('body').notNullable();
    table.bigInteger('created_at').notNullable();
    table.unique(['conversation_id', 'seq', 'part']);
    table.index(['status', 'created_at']);
  });
}
