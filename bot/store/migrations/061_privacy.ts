import type { Knex } from 'knex';

/** Patients' own requests, legal holds, erasures and retention rules. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('patient_request', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    /** know, export, correct or erase. */
    table.text('kind').notNullable();
    /** open, done or refused. */
    table.text('status').notNullable();
    /** Sealed `{note, answer?}`. */
    table.text('body').notNullable();
    table.text('opened_by').notNullable();
    table.text('closed_by');
    table.bigInteger('opened_at').notNullable();
    table.bigInteger('due_at').notNullable();
    table.bigInteger('closed_at');
    table.index(['status', 'due_at']);
    table.index(['conversation_id']);
  });

  /** Nothing of this person may be erased, by request or by schedule, while it stands. */
  await knex.schema.createTable('legal_hold', (table) => {
    table.text('conversation_id').primary();
    /** Sealed reason. */
    table.text('body').notNullable();
    table.text('staff_id').notNullable();
    table.bigInteger('at').notNullable();
  });

  /** Conversations whose content is gone: their audit chain stays, without its details. */
  await knex.schema.createTable('erasure', (table) => {
    table.text('conversation_id').primary();
    /** request or retention. */
    table.text('why').notNullable();
    table.bigInteger('at').notNullable();
  });

  await knex.schema.createTable('retention_rule', (table) => {
    table.text('kind').primary();
    /** Null keeps for good. */
    table.integer('days');
    table.text('changed_by');
    table.bigInteger('changed_at');
    table.bigInteger('ran_at').notNullable().defaultTo(0);
    table.integer('removed').notNullable().defaultTo(0);
  });
}
