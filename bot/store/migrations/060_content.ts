import type { Knex } from 'knex';

/** Content work of the care team: approvals of shipped content, articles written in the console, questions settled. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('content_approval', (table) => {
    table.text('kind').notNullable();
    table.text('content_id').notNullable();
    table.text('version').notNullable();
    table.text('sha256').notNullable();
    table.text('staff_id').notNullable();
    /** What was approved, as JSON: the next review shows what changed since. Content, not a patient's words. */
    table.text('value').notNullable();
    table.bigInteger('at').notNullable();
    table.primary(['kind', 'content_id', 'version', 'sha256', 'staff_id']);
  });

  await knex.schema.createTable('article_revision', (table) => {
    table.text('id').primary();
    table.text('article_id').notNullable();
    table.text('version').notNullable();
    /** draft, submitted, approved, withdrawn, replaced. */
    table.text('status').notNullable();
    /** Sealed: a draft may begin with a patient's own question. */
    table.text('body').notNullable();
    table.text('author_id').notNullable();
    table.text('decided_by');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.bigInteger('decided_at');
    /** `YYYY-MM-DD` from which it is used; null means at once. */
    table.text('publish_on');
    table.unique(['article_id', 'version']);
    table.index(['status']);
  });

  /** A patient's question that an author has dealt with. */
  await knex.schema.createTable('question_settled', (table) => {
    table.text('record_id').primary();
    /** article or dismissed. */
    table.text('how').notNullable();
    table.text('article_id');
    table.text('staff_id').notNullable();
    table.bigInteger('at').notNullable();
  });
}
