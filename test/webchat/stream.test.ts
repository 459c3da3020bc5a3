import { WebSocket } from 'ws';
import type { Activity } from '../../bot/contracts';
import { begun, call, type Harness, startWebChat, until } from './harness';

/** The stream, frame by frame, as a socket sees it. */

let chat: Harness;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  chat = await startWebChat({ lookMs: 200 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await chat.close();
});

interface Frame {
  readonly activities: Activity[];
  readonly watermark?: string;
}

function listen(streamUrl: string) {
  const raw: string[] = [];
  const socket = new WebSocket(streamUrl);
  sockets.push(socket);
  socket.on('message', (data) => raw.push(String(data)));
  const frames = () => raw.filter((text) => text !== '').map((text) => JSON.parse(text) as Frame);
  const activities = () => frames().flatMap((frame) => frame.activities);
  return { socket, raw, frames, activities, texts: () => activities().map(({ text }) => text) };
}

const post = (who: { conversationId: string; token: string }, body: object) =>
  call(chat.host.url, `/conversations/${who.conversationId}/activities`, { token: who.token, body });

test('every frame has activities and a watermark, the echo comes before the reply, and ids are kept', async () => {
  await chat.close();
  chat = await startWebChat({ reply: ({ activity }) => (activity.type === 'message' ? [{ text: 'answer' }] : []) });
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  const { body } = await post(who, { type: 'message', text: 'question', channelData: { clientActivityID: 'x1' } });
  await until('the answer', () => stream.texts().includes('answer'));
  for (const frame of stream.frames()) expect(frame).toMatchObject({ activities: expect.any(Array) });
  expect(stream.frames().at(-1)!.watermark).toBe('2');
  const [echo, answer] = stream.activities();
  expect(echo).toEqual({
    type: 'message',
    id: (body as { id: string }).id,
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    channelId: 'webchat',
    conversation: { id: who.conversationId },
    from: { id: who.userId, role: 'user' },
    text: 'question',
    textFormat: 'plain',
    channelData: { clientActivityID: 'x1' },
  });
  expect(answer).toMatchObject({ text: 'answer', replyToId: echo!.id, from: { role: 'bot' } });
  expect(Date.parse(answer!.timestamp!)).toBeGreaterThan(Date.parse(echo!.timestamp!));
});

test('replyToId is stripped when the parent was never on this stream', async () => {
  await chat.close();
  chat = await startWebChat({ reply: () => [{ text: 'welcome' }] });
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  await until('the welcome', () => stream.texts().includes('welcome'));
  expect(stream.activities()[0]).not.toHaveProperty('replyToId');
});

test('only messages, typing and harmless events are shown; the engine’s own are not', async () => {
  const who = await begun(chat.host.url);
  for (const activity of [
    { type: 'trace' },
    { type: 'endOfConversation' },
    { type: 'conversationUpdate' },
    { type: 'delay' },
    { type: 'event', name: 'sathi/timer', value: 'private' },
    { type: 'typing' },
    { type: 'event', name: 'page/hello' },
    { type: 'message', text: 'shown' },
  ])
    chat.engine.say(who.conversationId, activity);
  const stream = listen(who.streamUrl);
  await until('the message', () => stream.texts().includes('shown'));
  expect(stream.activities().map(({ type }) => type)).toEqual(['typing', 'event', 'message']);
  expect(stream.frames().at(-1)!.watermark).toBe('8');
});

test('our own data stays with us; choices become buttons; a nurse is shown by name', async () => {
  const who = await begun(chat.host.url);
  const choices = [{ id: 'yes', label: 'Yes' }];
  chat.engine.say(who.conversationId, {
    text: 'Are you sure?',
    recipient: { id: who.userId },
    channelData: { sathi: { author: 'bot', refs: ['wording/x'], purpose: 'conversation', choices, safety: true } },
  });
  chat.engine.say(who.conversationId, {
    text: 'I am here now.',
    channelData: { sathi: { author: { staff: 'staff_9', name: 'Ana' } } },
  });
  const stream = listen(who.streamUrl);
  await until('both', () => stream.activities().length === 2);
  const common = { type: 'message', id: expect.any(String), timestamp: expect.any(String), channelId: 'webchat' };
  const conversation = { id: who.conversationId };
  expect(stream.activities()).toEqual([
    {
      ...common,
      conversation,
      from: { id: 'sathi', role: 'bot' },
      text: 'Are you sure?',
      channelData: { sathi: { safety: true } },
      suggestedActions: { actions: [{ type: 'imBack', title: 'Yes', value: 'Yes' }] },
    },
    {
      ...common,
      conversation,
      from: { id: 'care-team', name: 'Ana', role: 'bot' },
      text: 'I am here now.',
      channelData: { sathi: { careTeam: true } },
    },
  ]);
});

test('a long history comes whole and in order, then live news', async () => {
  const who = await begun(chat.host.url);
  for (let i = 1; i <= 250; i++) chat.engine.say(who.conversationId, { text: `${i}` });
  const stream = listen(who.streamUrl);
  await until('the history', () => stream.texts().length === 250);
  chat.engine.say(who.conversationId, { text: '251' });
  await until('the news', () => stream.texts().length === 251);
  expect(stream.texts()).toEqual(Array.from({ length: 251 }, (_, i) => `${i + 1}`));
});

test('a ring that was lost costs time, never a message', async () => {
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  await until('the socket', () => stream.socket.readyState === WebSocket.OPEN);
  const rows = chat.engine.store.conversations.get(who.conversationId)!.rows;
  rows.push({ seq: 1, activity: { type: 'message', id: 'm1', text: 'silent', from: { id: 'bot', role: 'bot' } } });
  await until('the message', () => stream.texts().includes('silent'));
});

test('a read that fails is made up for at the next look', async () => {
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  await until('the socket', () => stream.socket.readyState === WebSocket.OPEN);
  chat.engine.store.away = true;
  chat.engine.say(who.conversationId, { text: 'late' });
  await until('a failed read', () => chat.engine.logged.some(({ event }) => event === 'webchat.stream_read_failed'));
  chat.engine.store.away = false;
  await until('the message', () => stream.texts().includes('late'));
  expect(stream.texts()).toEqual(['late']);
});

test('keep-alives are empty frames; a socket that never speaks is closed', async () => {
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  const closed = new Promise<number>((done) => stream.socket.on('close', done));
  expect(await closed).toBe(1001);
  expect(stream.raw).toContain('');
});

test('a socket that sends its empty frames stays', async () => {
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  const talk = setInterval(() => stream.socket.readyState === WebSocket.OPEN && stream.socket.send(''), 50);
  try {
    await until('twelve keep-alives', () => stream.raw.length >= 12);
    expect(stream.socket.readyState).toBe(WebSocket.OPEN);
  } finally {
    clearInterval(talk);
  }
});

test('of too many sockets in one conversation the oldest gives way', async () => {
  const who = await begun(chat.host.url);
  const streams: ReturnType<typeof listen>[] = [];
  for (let i = 0; i < 6; i++) {
    const stream = listen(who.streamUrl);
    streams.push(stream);
    await until('the socket', () => stream.socket.readyState === WebSocket.OPEN);
  }
  await until('the oldest to close', () => streams[0]!.socket.readyState === WebSocket.CLOSED);
  expect(streams.slice(1).map(({ socket }) => socket.readyState)).toEqual(Array(5).fill(WebSocket.OPEN));
});

test('typing of the patient is echoed to those who are connected, without moving the watermark', async () => {
  const who = await begun(chat.host.url);
  const stream = listen(who.streamUrl);
  await until('the socket', () => stream.socket.readyState === WebSocket.OPEN);
  await post(who, { type: 'typing', channelData: { clientActivityID: 't1' } });
  await until('the echo', () => stream.activities().length === 1);
  expect(stream.frames()).toEqual([
    { activities: [expect.objectContaining({ type: 'typing', channelData: { clientActivityID: 't1' } })] },
  ]);
});
