import { spawnSync } from 'node:child_process';
import { startTestApp, type TestApp } from '../support/app';
import { type Client, connectClient, ONLINE } from './client';
import { CACHE, call, newToken, until } from './harness';

/** The real client library against the whole product: restify, the store, the turn, the dialogs. */

let app: TestApp;
const clients: Client[] = [];
beforeAll(async () => {
  app = await startTestApp({ WEBCHAT_CACHE_DIR: CACHE });
});
afterEach(() => {
  for (const { client } of clients.splice(0)) client.end();
});
afterAll(() => app.end());

function connect(options: Record<string, unknown>): Client {
  const connected = connectClient(app.url, options);
  clients.push(connected);
  return connected;
}
const welcomed = (client: Client) => until('welcome and menu', () => client.seen.texts.length >= 2);

test('welcome, message, echo before reply, strictly increasing times', async () => {
  const { token } = await newToken(app.url);
  const client = connect({ token, conversationStartProperties: { locale: 'en' } });
  await welcomed(client);
  await client.send('I have chest pain');
  await until('the answer', () => client.seen.texts.length >= 4);
  expect(client.seen.texts[0]).toContain('I am Sathi');
  expect(client.seen.texts[2]).toBe('I have chest pain');
  expect(client.seen.texts[3]).toContain('911');
  expect(client.seen.times).toEqual([...new Set(client.seen.times)].sort());
});

test('the language of the page is the language of the welcome', async () => {
  const { token } = await newToken(app.url);
  const client = connect({ token, conversationStartProperties: { locale: 'es-MX' } });
  await welcomed(client);
  expect(client.seen.texts[0]).toMatch(/^Hola/);
});

/** Sends as Web Chat does: a line that broke with the old process answers "retry", and the button sends again. */
async function sent(client: Client, text: string): Promise<void> {
  for (let tries = 0; tries < 3; tries++) if ((await client.send(text)).startsWith('a_')) return;
  throw new Error(`"${text}" was not taken in three tries.`);
}

test('a restart in the middle: the client stays, history is whole, nothing comes twice', async () => {
  const who = await newToken(app.url);
  const client = connect({ token: who.token });
  await welcomed(client);
  await client.send('menu');
  await until('the menu', () => client.seen.texts.length >= 4);
  app = await app.restart();
  await sent(client, 'repeat');
  await until('the answer', () => client.seen.texts.length >= 6, 30_000);
  expect(new Set(client.seen.ids).size).toBe(client.seen.ids.length);
  expect([client.seen.ended, client.seen.states.at(-1)]).toEqual([[], ONLINE]);

  const again = await newToken(app.url, who);
  expect(again.conversationId).toBe(who.conversationId);
  const reloaded = connect({ token: again.token, conversationId: again.conversationId, watermark: '0' });
  await until('the history', () => reloaded.seen.texts.length >= client.seen.texts.length);
  expect(reloaded.seen).toMatchObject({ texts: client.seen.texts, ids: client.seen.ids });
}, 60_000);

test('the same message three times at once is one message with one answer', async () => {
  const who = await newToken(app.url);
  const client = connect({ token: who.token });
  await welcomed(client);
  const body = { type: 'message', text: 'menu', channelData: { clientActivityID: 'same' } };
  const post = () => call(app.url, `/conversations/${who.conversationId}/activities`, { token: who.token, body });
  const replies = await Promise.all([post(), post(), post()]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  await client.send('repeat');
  await until('the answer to repeat', () => client.seen.texts.length >= 6);
  expect(client.seen.texts.filter((text) => text === 'menu')).toHaveLength(1);
});

test('a press of a button carries its choice to the engine and shows its label', async () => {
  const who = await newToken(app.url);
  const client = connect({ token: who.token });
  await welcomed(client);
  await client.send('language');
  const buttons = () =>
    client.seen.activities.flatMap(
      (one) =>
        (one as { suggestedActions?: { actions: { title: string; value: unknown }[] } }).suggestedActions?.actions ??
        [],
    );
  await until('the buttons', () => buttons().some(({ title }) => title === 'Español'));
  const spanish = buttons().find(({ title }) => title === 'Español')!;
  const body = {
    type: 'message',
    text: spanish.title,
    value: spanish.value,
    channelData: { clientActivityID: 'press', messageBack: { displayText: spanish.title } },
  };
  await call(app.url, `/conversations/${who.conversationId}/activities`, { token: who.token, body });
  await until('Spanish', () => client.seen.texts.some((text) => /escribiré en español/i.test(text)));
});

test('what a patient wrote stands in no file of the data folder', async () => {
  const { token } = await newToken(app.url);
  const client = connect({ token });
  await welcomed(client);
  await client.send('zanzibar marmalade');
  await until('an answer', () => client.seen.texts.length >= 4);
  const found = spawnSync('grep', ['-rl', 'zanzibar', app.dataDir], { encoding: 'utf8' });
  expect([found.status, found.stdout]).toEqual([1, '']);
});

test('with the database locked a message is 503, and taken when it is free again', async () => {
  const who = await newToken(app.url);
  const client = connect({ token: who.token });
  await welcomed(client);
  const statuses: number[] = [];
  const post = async () => {
    const body = { type: 'message', text: 'menu', channelData: { clientActivityID: 'kept' } };
    const reply = await call(app.url, `/conversations/${who.conversationId}/activities`, { token: who.token, body });
    statuses.push(reply.status);
  };
  const { default: knex } = await import('knex');
  const other = knex({
    client: 'sqlite3',
    connection: { filename: `${app.dataDir}/sathi.sqlite` },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  try {
    await other.raw('BEGIN EXCLUSIVE');
    await post();
    await other.raw('ROLLBACK');
  } finally {
    await other.destroy();
  }
  await post();
  expect(statuses).toEqual([503, 200]);
  await until('the answer', () => client.seen.texts.length >= 4);
  expect(client.seen.texts.filter((text) => text === 'menu')).toHaveLength(1);
}, 60_000);
