import type { Knex } from 'knex';

/** Check-ins: who was asked about what, and answers as codes. No table here holds a patient's words. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('survey_response', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('patient_id');
    table.text('survey').notNullable();
    table.text('version').notNullable();
    /** visit, conversation, discharge or demand. */
    table.text('trigger_kind').notNullable();
    table.text('visit');
    table.text('service');
    table.text('practitioner');
    table.text('channel').notNullable();
    table.text('locale').notNullable();
    table.bigInteger('invited_at').notNullable();
    table.bigInteger('answered_at');
    table.bigInteger('ended_at');
    /** completed, stopped or declined. */
    table.text('ended_how');
    table.text('sentiment');
    /** Topic ids with commas between and around: `,waiting,food,`. */
    table.text('topics');
    table.integer('recovery').notNullable().defaultTo(0);
    table.integer('mistreatment').notNullable().defaultTo(0);
    table.index(['invited_at']);
    table.index(['conversation_id', 'invited_at']);
  });
  await knex.schema.createTable('survey_answer', (table) => {
    table.text('response_id').notNullable();
    table.text('question').notNullable();
    table.text('method').notNullable();
    table.text('code').notNullable();
    /** top, middle or low; null for answers that are no score. */
    table.text('box');
    table.bigInteger('at').notNullable();
    table.primary(['response_id', 'question']);
  });
}
