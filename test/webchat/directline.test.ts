import type { DirectLine } from 'botframework-directlinejs';
import { connectClient, EXPIRED, ONLINE } from './client';
import { begun, type Harness, newToken, startWebChat, until } from './harness';

/** The real client library against our endpoint, with an engine behind it that misbehaves at will. */

let chat: Harness;
const clients: DirectLine[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await chat.close();
});

function connect(options: Record<string, unknown>) {
  const connected = connectClient(chat.host.url, options);
  clients.push(connected.client);
  return connected;
}

const echoBot = {
  reply: ({ activity }: { activity: { type: string; text?: string } }) =>
    activity.type === 'message' ? [{ text: `you said ${activity.text}` }] : [{ text: 'welcome' }],
};
const statuses = (method: string, path: RegExp) =>
  chat.host.seen.filter((one) => one.method === method && path.test(one.path)).map(({ status }) => status);

test('start, welcome, message, echo, reply', async () => {
  chat = await startWebChat(echoBot);
  const { token } = await newToken(chat.host.url);
  const { send, seen } = connect({ token });
  await until('online', () => seen.states.includes(ONLINE));
  await until('the welcome', () => seen.texts.includes('welcome'));
  const id = await send('hello');
  await until('the reply', () => seen.texts.length === 3);
  expect(seen.texts).toEqual(['welcome', 'hello', 'you said hello']);
  expect(seen.ids[1]).toBe(id);
  expect(statuses('POST', /conversations$/)).toEqual([201]);
  const [first] = chat.host.seen.filter(({ path }) => path.endsWith('/conversations'));
  expect(first!.headers['x-requested-with']).toBe('XMLHttpRequest');
});

test('a lost socket: the client comes back by watermark and sees everything exactly once', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  const { send, seen } = connect({ token: who.token });
  await until('the welcome', () => seen.texts.includes('welcome'));
  chat.host.dropSockets();
  await send('while away');
  await until('the reply', () => seen.texts.length >= 3, 20_000);
  expect(seen.texts).toEqual(['welcome', 'while away', 'you said while away']);
  expect(statuses('GET', /conversations\/[^/]+$/)).toEqual([200]);
  await send('again');
  await until('the second reply', () => seen.texts.length >= 5);
  expect(new Set(seen.ids).size).toBe(5);
}, 30_000);

test('a server restart, with the store away for a moment, is survived without a word', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  const { send, seen } = connect({ token: who.token });
  await until('the welcome', () => seen.texts.includes('welcome'));
  chat.restart();
  await send('after restart');
  await until('the reply', () => seen.texts.length >= 3, 20_000);
  expect(seen.texts).toEqual(['welcome', 'after restart', 'you said after restart']);
  expect(seen.ended).toEqual([]);
}, 30_000);

test('a page reload with the stored conversation shows the whole history', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  const first = connect({ token: who.token });
  await until('the welcome', () => first.seen.texts.includes('welcome'));
  await first.send('one');
  await until('the reply', () => first.seen.texts.length === 3);
  first.client.end();
  for (const watermark of ['', '0']) {
    const again = await newToken(chat.host.url, who);
    const { seen } = connect({ token: again.token, conversationId: again.conversationId, watermark });
    await until('the history', () => seen.texts.length === 3);
    expect(seen.texts).toEqual(['welcome', 'one', 'you said one']);
  }
});

test('the store being away at the start delays the client instead of ending it', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  chat.engine.store.away = true;
  const { seen } = connect({ token: who.token });
  await until('a refused start', () => statuses('POST', /conversations$/).includes(429));
  chat.engine.store.away = false;
  await until('the welcome', () => seen.texts.includes('welcome'), 30_000);
  expect(seen.states).not.toContain(4);
}, 40_000);

test('a refused message is an error for the caller and the conversation goes on', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  const { send, seen } = connect({ token: who.token });
  await until('the welcome', () => seen.texts.includes('welcome'));
  await expect(send('x'.repeat(20_000))).rejects.toMatchObject({ status: 400 });
  await send('shorter');
  await until('the reply', () => seen.texts.length === 3);
  expect(seen.states.at(-1)).toBe(ONLINE);
});

test('an upload is refused with 415 and the conversation goes on', async () => {
  chat = await startWebChat(echoBot);
  const who = await begun(chat.host.url);
  const form = new FormData();
  form.append('activity', new Blob(['{"type":"message"}'], { type: 'application/vnd.microsoft.activity' }), 'blob');
  form.append('file', new Blob(['picture'], { type: 'image/png' }), 'a.png');
  const reply = await fetch(`${chat.host.url}/v3/directline/conversations/${who.conversationId}/upload?userId=x`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}` },
    body: form,
  });
  expect(reply.status).toBe(415);
});

test('an expired token ends the client with ExpiredToken, the state our page recovers from', async () => {
  let now = Date.now();
  chat = await startWebChat({ ...echoBot, clock: { now: () => now }, tokenSeconds: 3600 });
  const who = await newToken(chat.host.url);
  const { send, seen } = connect({ token: who.token });
  await until('the welcome', () => seen.texts.includes('welcome'));
  now += 2 * 3_600_000;
  expect(await send('too late')).toBe('retry');
  await until('expired', () => seen.states.includes(EXPIRED));
  const again = await newToken(chat.host.url, who);
  expect(again.conversationId).toBe(who.conversationId);
  const next = connect({ token: again.token, conversationId: again.conversationId, watermark: '0' });
  await until('the history', () => next.seen.texts.includes('welcome'));
  await next.send('now');
  await until('the reply', () => next.seen.texts.includes('you said now'));
});

test('two clients of one conversation see the same, in the same order', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  const one = connect({ token: who.token });
  await until('the welcome', () => one.seen.texts.includes('welcome'));
  const two = connect({ token: who.token, conversationId: who.conversationId, watermark: '0' });
  await until('both online', () => two.seen.texts.includes('welcome'));
  await Promise.all([one.send('a'), two.send('b')]);
  await until('all', () => one.seen.texts.length === 5 && two.seen.texts.length === 5);
  expect(two.seen).toMatchObject({ texts: one.seen.texts, ids: one.seen.ids });
});

test('polling mode works', async () => {
  chat = await startWebChat(echoBot);
  const who = await newToken(chat.host.url);
  const { send, seen } = connect({ token: who.token, webSocket: false, pollingInterval: 200 });
  await until('the welcome', () => seen.texts.includes('welcome'));
  chat.engine.store.away = true;
  await until('polls while the store is away', () => statuses('GET', /activities$/).length > 5);
  chat.engine.store.away = false;
  await send('polled');
  await until('the reply', () => seen.texts.includes('you said polled'));
  expect(seen.texts).toEqual(['welcome', 'polled', 'you said polled']);
});
