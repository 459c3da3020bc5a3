import type { Knex } from 'knex';

/** Who was named in an internal note, and whether they have looked since. The note itself stays sealed where it was. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('mention', (table) => {
    table.text('conversation_id').notNullable();
    table.text('staff_id').notNullable();
    table.text('by_id').notNullable();
    table.bigInteger('at').notNullable();
    table.bigInteger('seen_at');
    table.primary(['conversation_id', 'staff_id', 'at']);
  });
  await knex.raw('CREATE INDEX mention_unseen ON mention (staff_id, at) WHERE seen_at IS NULL');
}
