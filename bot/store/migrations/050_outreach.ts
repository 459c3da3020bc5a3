import type { Knex } from 'knex';

/**
 * What we send by ourselves: what each timer is for, what was sent to whom or why not, agreement, holds and programmes.
 * `person` is the patient's id, or the contact point's while nobody is proven. No table here holds a patient's words.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('timer', (table) => {
    table.integer('priority');
    table.text('reason');
    table.integer('chosen').notNullable().defaultTo(0);
    table.integer('chain').notNullable().defaultTo(0);
    /** When it first fell due: a deferred message keeps its place in the window. */
    table.bigInteger('first_due_at');
    // Two partial indexes take its place: every index costs a random page for each timer that fires.
    table.dropIndex(['due_at']);
  });
  // Safety never waits behind a million reminders: each kind of timer is found by an index of its own.
  await knex.raw("CREATE INDEX timer_prompt ON timer (due_at) WHERE purpose IN ('conversation', 'safety')");
  await knex.raw("CREATE INDEX timer_planned ON timer (due_at) WHERE purpose NOT IN ('conversation', 'safety')");

  await knex.schema.alterTable('outbox', (table) => {
    /** The due message it carries, so that its fate is told in one place. */
    table.text('outreach_id');
  });
  await knex.raw('CREATE INDEX outbox_outreach ON outbox (outreach_id) WHERE outreach_id IS NOT NULL');

  await knex.schema.alterTable('contact_point', (table) => {
    /** IANA zone of the person, where it is known and not the hospital's. */
    table.text('zone');
  });

  await knex.schema.createTable('outreach', (table) => {
    /** The timer's id: one row per due message, whatever came of it. */
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('contact_point_id').notNullable();
    table.text('person').notNullable();
    table.text('key').notNullable();
    table.text('purpose').notNullable();
    table.integer('priority').notNullable();
    table.text('reason');
    table.bigInteger('due_at').notNullable();
    table.bigInteger('at').notNullable();
    /** handed (in the inbox), waiting (a dialog runs), said, quiet (the dialog had nothing to say), not_sent. */
    table.text('status').notNullable();
    table.text('why');
    /** 1 counts towards what a person gets in a day or week; 2 the patient chose it, it only keeps others apart; 0 neither. */
    table.integer('counts').notNullable();
    table.index(['conversation_id', 'at']);
  });
  await knex.raw("CREATE INDEX outreach_not_sent ON outreach (why, at) WHERE status = 'not_sent'");
  await knex.raw('CREATE INDEX outreach_person ON outreach (person, at) WHERE counts > 0');
  await knex.raw('CREATE INDEX outreach_contact ON outreach (contact_point_id, at) WHERE counts > 0');

  /** Agreement as it stands; `consent_log` is how it came to stand so. */
  await knex.schema.createTable('consent', (table) => {
    table.text('contact_point_id').notNullable();
    table.text('purpose').notNullable();
    table.integer('given').notNullable();
    table.bigInteger('at').notNullable();
    table.primary(['contact_point_id', 'purpose']);
  });
  await knex.schema.createTable('consent_log', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('contact_point_id').notNullable();
    table.text('patient_id');
    /** One purpose of outreach, or `all`. */
    table.text('purpose').notNullable();
    table.text('channel').notNullable();
    table.integer('given').notNullable();
    /** The sentence agreed to, `wording/<id>@<version>`, or what a list said about where consent was given. */
    table.text('wording');
    /** patient, staff, import or carrier. */
    table.text('source').notNullable();
    table.text('actor');
    table.bigInteger('at').notNullable();
    table.index(['contact_point_id', 'at']);
  });

  await knex.schema.createTable('outreach_hold', (table) => {
    /** A person (deceased, mute, not_now) or a contact point (wrong_number). */
    table.text('subject').notNullable();
    table.text('kind').notNullable();
    table.bigInteger('until');
    table.text('conversation_id').notNullable();
    table.bigInteger('at').notNullable();
    table.primary(['subject', 'kind']);
  });

  await knex.schema.createTable('enrolment', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('contact_point_id').notNullable();
    table.text('patient_id');
    table.text('programme').notNullable();
    table.text('version').notNullable();
    table.text('arm').notNullable();
    table.text('stratum');
    table.bigInteger('anchor_at').notNullable();
    /** active, paused, left or completed. */
    table.text('status').notNullable();
    table.bigInteger('muted_until');
    table.text('why');
    /** keyword, dialog, staff or import. */
    table.text('enrolled_by').notNullable();
    table.text('actor');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['programme', 'status']);
    table.index(['conversation_id']);
  });
  await knex.raw(
    "CREATE UNIQUE INDEX enrolment_running ON enrolment (conversation_id, programme) WHERE status IN ('active', 'paused')",
  );
  await knex.schema.createTable('enrolment_outcome', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('programme').notNullable();
    table.text('measure').notNullable();
    /** A code, a number or yes/no as text. */
    table.text('value').notNullable();
    table.bigInteger('at').notNullable();
    table.index(['programme', 'measure']);
    table.index(['conversation_id']);
  });
}
