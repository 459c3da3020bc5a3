import type { Knex } from 'knex';

/**
 * The care team: who they are, their sign-ins, and what they do with flagged conversations. Columns named `profile`,
 * `totp_secret` and `body` hold sealed values. Times are milliseconds since 1970 UTC.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('staff', (table) => {
    table.text('id').primary();
    /** Keyed hash of the username; the name itself lies sealed in the profile. */
    table.text('username_hash').notNullable().unique();
    table.text('profile').notNullable();
    table.text('roles').notNullable();
    table.text('teams').notNullable();
    table.text('locale').notNullable();
    table.text('password_hash');
    table.integer('must_change_password').notNullable();
    table.text('totp_secret');
    /** Last time step a code was accepted for: a code works once. */
    table.bigInteger('totp_step').notNullable().defaultTo(0);
    /** Who they are at the identity provider, as a keyed hash of issuer and subject. */
    table.text('oidc_hash').unique();
    table.integer('active').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('last_seen_at');
  });

  await knex.schema.createTable('staff_session', (table) => {
    table.text('id').primary();
    table.text('staff_id').notNullable();
    /** SHA-256 of the cookie's value: reading this table signs nobody in. */
    table.text('token_hash').notNullable().unique();
    table.text('csrf').notNullable();
    table.text('stage').notNullable();
    table.text('agent').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.index(['staff_id']);
    table.index(['expires_at']);
  });

  await knex.schema.createTable('staff_attempt', (table) => {
    table.text('key').primary();
    table.integer('attempts').notNullable();
    table.bigInteger('locked_until').notNullable();
    table.bigInteger('at').notNullable();
  });

  await knex.schema.createTable('staff_presence', (table) => {
    table.text('conversation_id').notNullable();
    table.text('staff_id').notNullable();
    table.integer('writing').notNullable();
    table.bigInteger('seen_at').notNullable();
    table.primary(['conversation_id', 'staff_id']);
  });

  await knex.schema.createTable('happening', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('kind').notNullable();
    /** Opaque staff id; null when the product did it by itself. */
    table.text('staff_id');
    table.text('body');
    table.bigInteger('at').notNullable();
    table.index(['conversation_id', 'at']);
    table.index(['kind', 'at']);
  });

  /** What the care team set on a conversation; no row means nothing. */
  await knex.schema.createTable('care_case', (table) => {
    table.text('conversation_id').primary();
    /** Team the conversation was given to, over the one its flags name. */
    table.text('team');
    table.bigInteger('snoozed_until');
    table.text('snoozed_by');
  });

  /** The clock of a flag: when a person first answered, and how far it was escalated before that. */
  await knex.schema.createTable('flag_clock', (table) => {
    table.text('flag_id').primary();
    table.bigInteger('claimed_at');
    table.bigInteger('answered_at');
    table.integer('escalation').notNullable().defaultTo(0);
    table.bigInteger('escalated_at');
  });

  /** Emergency access outside one's own teams, with a reason, for a while. */
  await knex.schema.createTable('break_glass', (table) => {
    table.text('conversation_id').notNullable();
    table.text('staff_id').notNullable();
    table.bigInteger('until').notNullable();
    table.primary(['conversation_id', 'staff_id']);
  });
}
