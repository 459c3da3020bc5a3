import type { Knex } from 'knex';

/**
 * The conversation engine. Columns named `body`, `address`, `state`, `payload`, `summary`, `detail`, `profile` hold
 * sealed values (see vault.ts). Times are milliseconds since 1970 UTC. Hot tables carry no foreign keys: the engine
 * writes them only together with their conversation.
 */
export async function up(knex: Knex): Promise<void> {
  const postgres = knex.client.config.client === 'pg';
  const autoId = (table: Knex.CreateTableBuilder) => (postgres ? table.bigIncrements('id') : table.increments('id'));

  await knex.schema.createTable('installation', (table) => {
    table.text('name').primary();
    table.text('value').notNullable();
  });

  await knex.schema.createTable('patient', (table) => {
    table.text('id').primary();
    table.text('profile');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
  });

  await knex.schema.createTable('contact_point', (table) => {
    table.text('id').primary();
    table.text('channel').notNullable();
    /** Keyed hash of the address: finds a contact without storing the number readable. */
    table.text('address_hash').notNullable();
    table.text('address').notNullable();
    table.integer('opted_out').notNullable().defaultTo(0);
    table.bigInteger('opted_out_at');
    table.integer('invalid').notNullable().defaultTo(0);
    table.bigInteger('created_at').notNullable();
    table.unique(['channel', 'address_hash']);
  });

  await knex.schema.createTable('conversation', (table) => {
    table.text('id').primary();
    table.text('channel').notNullable();
    table.text('contact_point_id').notNullable();
    table.text('patient_id');
    table.integer('version').notNullable().defaultTo(0);
    table.text('state');
    /** Last transcript position given out, and its time: both only grow. */
    table.bigInteger('seq').notNullable().defaultTo(0);
    table.bigInteger('last_at').notNullable().defaultTo(0);
    table.bigInteger('last_inbound_at');
    /** When a worker should look at it; null when nothing waits. */
    table.bigInteger('wake_at');
    table.text('lease_owner');
    table.bigInteger('lease_until');
    /** The member of staff who owns the thread; the bot is silent meanwhile. */
    table.text('owner_id');
    table.bigInteger('owner_since');
    table.text('locale');
    table.integer('audit_n').notNullable().defaultTo(0);
    table.text('audit_hash').notNullable().defaultTo('');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['contact_point_id']);
    table.index(['patient_id']);
  });
  await knex.raw('CREATE INDEX conversation_wake ON conversation (wake_at) WHERE wake_at IS NOT NULL');

  await knex.schema.createTable('inbox', (table) => {
    autoId(table);
    table.text('conversation_id').notNullable();
    table.text('channel').notNullable();
    table.text('external_id').notNullable();
    table.text('activity_id').notNullable();
    /** Cleared once done: the transcript has it. */
    table.text('payload');
    table.bigInteger('at').notNullable();
    table.bigInteger('received_at').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.integer('claims').notNullable().defaultTo(0);
    /** 0 waiting, 1 done, 2 dead letter. */
    table.integer('status').notNullable().defaultTo(0);
    table.text('error_code');
    table.bigInteger('done_at');
    table.unique(['channel', 'external_id']);
  });
  await knex.raw('CREATE INDEX inbox_waiting ON inbox (conversation_id, id) WHERE status = 0');
  await knex.raw('CREATE INDEX inbox_dead ON inbox (id) WHERE status = 2');

  await knex.schema.createTable('transcript', (table) => {
    table.text('conversation_id').notNullable();
    table.bigInteger('seq').notNullable();
    table.text('activity_id').notNullable();
    /** patient, bot, staff or system. */
    table.text('role').notNullable();
    table.bigInteger('at').notNullable();
    table.text('body').notNullable();
    table.primary(['conversation_id', 'seq']);
  });

  await knex.schema.createTable('outbox', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.bigInteger('seq').notNullable();
    table.integer('part').notNullable();
    table.text('channel').notNullable();
    table.text('contact_point_id').notNullable();
    table.text('payload').notNullable();
    table.integer('safety').notNullable();
    table.text('purpose').notNullable();
    /** queued, sending, sent, delivered, read, failed, expired. */
    table.text('status').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.bigInteger('next_at').notNullable();
    table.bigInteger('expires_at');
    table.text('lease_owner');
    table.bigInteger('lease_until');
    table.text('provider_id');
    table.text('code');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.unique(['conversation_id', 'seq', 'part']);
    table.index(['channel', 'provider_id']);
  });
  await knex.raw("CREATE INDEX outbox_due ON outbox (next_at) WHERE status IN ('queued', 'sending')");

  await knex.schema.createTable('timer', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('key').notNullable();
    table.bigInteger('due_at').notNullable();
    table.text('dialog').notNullable();
    table.text('payload');
    table.text('purpose').notNullable();
    table.text('meets').notNullable();
    table.bigInteger('expires_at');
    table.bigInteger('created_at').notNullable();
    table.unique(['conversation_id', 'key']);
    table.index(['due_at']);
  });

  await knex.schema.createTable('flag', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('patient_id');
    table.integer('severity').notNullable();
    table.text('reason').notNullable();
    table.text('team');
    table.text('summary').notNullable();
    table.text('detail');
    /** open or closed. */
    table.text('status').notNullable();
    table.bigInteger('opened_at').notNullable();
    table.bigInteger('closed_at');
    table.text('closed_by');
    table.text('outcome');
    table.index(['conversation_id']);
    table.index(['status', 'severity', 'opened_at']);
  });

  await knex.schema.createTable('assessment', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('patient_id');
    table.text('protocol').notNullable();
    table.text('disposition').notNullable();
    table.text('rule').notNullable();
    table.text('route');
    table.integer('deadline_hours');
    table.text('body').notNullable();
    table.bigInteger('at').notNullable();
    table.index(['conversation_id', 'at']);
    table.index(['protocol', 'at']);
  });

  await knex.schema.createTable('record', (table) => {
    table.text('id').primary();
    table.text('conversation_id').notNullable();
    table.text('patient_id');
    table.text('kind').notNullable();
    table.text('subject');
    table.text('body').notNullable();
    table.bigInteger('at').notNullable();
    table.index(['conversation_id', 'kind', 'at']);
    table.index(['kind', 'at']);
  });

  await knex.schema.createTable('audit', (table) => {
    table.text('conversation_id').notNullable();
    table.integer('n').notNullable();
    table.bigInteger('at').notNullable();
    /** `bot`, `system`, or an opaque staff id. */
    table.text('actor').notNullable();
    table.text('action').notNullable();
    table.text('detail').notNullable();
    table.text('previous_hash').notNullable();
    table.text('hash').notNullable();
    table.primary(['conversation_id', 'n']);
  });

  await knex.schema.createTable('audit_seal', (table) => {
    table.integer('n').primary();
    table.bigInteger('at').notNullable();
    table.text('previous_hash').notNullable();
    table.text('hash').notNullable();
  });

  await knex.schema.createTable('audit_seal_head', (table) => {
    table.integer('seal_n').notNullable();
    table.text('conversation_id').notNullable();
    table.integer('n').notNullable();
    table.text('hash').notNullable();
    table.primary(['seal_n', 'conversation_id']);
    table.index(['conversation_id', 'seal_n']);
  });
}
