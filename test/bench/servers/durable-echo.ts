import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActivityHandler } from 'botbuilder-core';
import { openDb } from '../../../bot/store/db';
import { serveBot } from './echo';

/** The same echo made durable the plain way: inbox, state and outbox through knex, two commits a message. */
async function main(): Promise<void> {
  const url = process.env.BENCH_DATABASE_URL;
  const db = openDb(
    url === undefined ? { file: join(mkdtempSync(join(tmpdir(), 'sathi-bench-')), 'echo.sqlite') } : { url },
  );
  const knex = db.write;
  for (const table of ['echo_inbox', 'echo_outbox']) {
    await knex.schema.dropTableIfExists(table);
    await knex.schema.createTable(table, (columns) => {
      columns.increments('id');
      columns.text('conversation');
      columns.text('body');
      columns.integer('done').defaultTo(0);
    });
  }
  await knex.schema.dropTableIfExists('echo_state');
  await knex.schema.createTable('echo_state', (columns) => {
    columns.text('conversation').primary();
    columns.integer('n');
  });
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    const conversation = context.activity.conversation.id;
    const [inserted] = await knex.transaction((trx) =>
      trx('echo_inbox').insert({ conversation, body: context.activity.text }).returning('id'),
    );
    await knex.transaction(async (trx) => {
      const row = (await trx('echo_state').where({ conversation }).first()) as { n: number } | undefined;
      const n = (row?.n ?? 0) + 1;
      await trx('echo_state').insert({ conversation, n }).onConflict('conversation').merge();
      await trx('echo_outbox').insert({ conversation, body: `${n}: ${context.activity.text}` });
      await trx('echo_inbox')
        .where({ id: (inserted as { id: number }).id })
        .update({ done: 1 });
      context.turnState.set('n', n);
    });
    await context.sendActivity(`${context.turnState.get('n')}: ${context.activity.text}`);
    await next();
  });
  serveBot(bot);
}

void main();
