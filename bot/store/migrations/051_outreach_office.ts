import type { Knex } from 'knex';

/** What the care team does with outreach: broadcasts, lists it brings in, and people it should call back. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('broadcast', (table) => {
    table.text('id').primary();
    /** Sealed `{ title, texts }`. */
    table.text('body').notNullable();
    table.text('purpose').notNullable();
    /** Who gets it, as JSON of filters: no personal data. */
    table.text('segment').notNullable();
    /** draft, running, paused, done or cancelled. */
    table.text('status').notNullable();
    table.integer('per_minute').notNullable();
    table.integer('window_hours').notNullable();
    /** Moves on with every edit: what was approved is what was read. */
    table.integer('version').notNullable();
    table.text('written_by').notNullable();
    table.text('approved_by');
    table.bigInteger('approved_at');
    /** When the last recipients were handed on: the throttle counts from it. */
    table.bigInteger('fed_at');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['status']);
  });
  await knex.schema.createTable('broadcast_recipient', (table) => {
    table.text('broadcast_id').notNullable();
    table.text('conversation_id').notNullable();
    /** The due message; its fate stands in `outreach`. */
    table.text('timer_id').notNullable();
    table.integer('queued').notNullable();
    table.primary(['broadcast_id', 'conversation_id']);
    table.index(['conversation_id']);
  });
  await knex.raw(
    'CREATE INDEX broadcast_waiting ON broadcast_recipient (broadcast_id, conversation_id) WHERE queued = 0',
  );

  await knex.schema.createTable('import_batch', (table) => {
    table.text('id').primary();
    table.text('programme');
    table.text('actor').notNullable();
    table.integer('accepted').notNullable();
    table.integer('refused').notNullable();
    table.bigInteger('at').notNullable();
  });
  await knex.schema.createTable('import_row', (table) => {
    table.text('batch_id').notNullable();
    /** Line of the list; the numbers and names on it are not kept. */
    table.integer('line').notNullable();
    table.text('fate').notNullable();
    table.text('why');
    table.text('conversation_id');
    table.primary(['batch_id', 'line']);
    table.index(['conversation_id']);
  });

  await knex.schema.createTable('recall', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('patient_id');
    /** lapsed (nobody heard of them for long) or overdue (a check should have been done). */
    table.text('kind').notNullable();
    /** Which check; empty for lapsed. */
    table.text('subject').notNullable();
    table.bigInteger('since').notNullable();
    /** open, or what came of it: booked, declined, unreachable, done_elsewhere, not_needed. */
    table.text('status').notNullable();
    table.text('closed_by');
    table.bigInteger('closed_at');
    table.bigInteger('created_at').notNullable();
    table.index(['status', 'kind', 'since']);
    table.index(['conversation_id']);
  });
  await knex.raw("CREATE UNIQUE INDEX recall_open ON recall (conversation_id, kind, subject) WHERE status = 'open'");
}
