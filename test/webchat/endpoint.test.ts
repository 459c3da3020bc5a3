import { clientAddress } from '../../adapters/webchat/pace';
import type { HttpRequest } from '../../bot/contracts';
import { begun, type Called, call, type Harness, newToken, startWebChat } from './harness';

/** The Direct Line endpoint as plain HTTP: statuses, bodies and refusals. */

let chat: Harness;
let url: string;
beforeEach(async () => {
  chat = await startWebChat();
  url = chat.host.url;
});
afterEach(() => chat.close());

const error = ({ status, body }: Called) => [status, (body as { error: { code: string } }).error.code];
const events = () => [...chat.engine.store.inbox.values()].map(({ event }) => event);
const message = (text: string, clientActivityID = 'client-1') => ({
  type: 'message',
  text,
  textFormat: 'plain',
  attachments: [],
  channelId: 'webchat',
  from: { id: 'somebody-else', name: 'Forged', role: 'bot' },
  locale: 'en-US',
  localTimestamp: '2026-11-22T09:00:00.000+01:00',
  localTimezone: 'Europe/Paris',
  channelData: { attachmentSizes: [], clientActivityID },
  entities: [{ type: 'ClientCapabilities', requiresBotState: true }],
});

test('a token names the user in a claim the client reads, and nothing personal', async () => {
  const { token, conversationId, userId } = await newToken(url);
  const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
  expect(Object.keys(claims).sort()).toEqual(['aud', 'bot', 'conv', 'exp', 'iat', 'iss', 'jti', 'user']);
  expect(claims).toMatchObject({ user: userId, conv: conversationId });
  expect(userId).toMatch(/^dl_/);
});

test('starting answers 201 the first time, 200 at a reload, and tells the engine once', async () => {
  const { token, conversationId } = await newToken(url);
  const body = { user: {}, locale: 'es-MX' };
  const first = await call(url, '/conversations', { token, body });
  const second = await call(url, '/conversations', { token, body });
  expect([first.status, second.status]).toEqual([201, 200]);
  for (const { body: reply } of [first, second]) {
    expect(reply).toEqual({
      conversationId,
      token: expect.any(String),
      expires_in: 86400,
      streamUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\/.+\/stream\?t=/),
    });
  }
  expect(events().map(({ activity, externalId }) => [activity.type, activity.locale, externalId])).toEqual([
    ['conversationUpdate', 'es', `opened:${conversationId}`],
  ]);
  expect(chat.engine.store.conversations.get(conversationId)?.locale).toBe('es');
});

test('a conversation the store has lost is made again for the token that vouches for it', async () => {
  const { token, conversationId } = await begun(url);
  chat.engine.store.conversations.clear();
  chat.restart();
  const reply = await call(url, `/conversations/${conversationId}?watermark=4`, { method: 'GET', token });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ conversationId, token: expect.any(String), streamUrl: expect.any(String) });
  expect(chat.engine.store.conversations.has(conversationId)).toBe(true);
});

test('a conversation lost under a running process is made again by the next message', async () => {
  const { token, conversationId } = await begun(url);
  chat.engine.store.conversations.clear();
  const body = message('hello');
  expect((await call(url, `/conversations/${conversationId}/activities`, { token, body })).status).toBe(200);
});

test('a message is written anew: the token says who writes, the client id comes back, the rest is dropped', async () => {
  const { token, conversationId, userId } = await begun(url);
  const posted = await call(url, `/conversations/${conversationId}/activities`, { token, body: message('hi there') });
  expect(posted.status).toBe(200);
  const { id } = posted.body as { id: string };
  const stored = events().at(-1)!;
  expect(stored).toEqual({
    address: { channel: 'webchat', value: userId },
    conversationId,
    externalId: expect.stringMatching(`^${conversationId}:[\\w-]{22}$`),
    at: expect.any(Number),
    activity: {
      type: 'message',
      id,
      timestamp: expect.any(String),
      channelId: 'webchat',
      conversation: { id: conversationId },
      from: { id: userId, role: 'user' },
      locale: 'en-US',
      localTimestamp: '2026-11-22T09:00:00.000+01:00',
      localTimezone: 'Europe/Paris',
      text: 'hi there',
      textFormat: 'plain',
      channelData: { clientActivityID: 'client-1' },
    },
  });
});

test('a message sent again with the same client id is one message and one id', async () => {
  const { token, conversationId } = await begun(url);
  const path = `/conversations/${conversationId}/activities`;
  const replies = await Promise.all([1, 2, 3].map(() => call(url, path, { token, body: message('once') })));
  expect(new Set(replies.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
  expect(chat.engine.store.conversations.get(conversationId)!.rows).toHaveLength(1);
});

test('a card submit without text and an emoji alone are messages', async () => {
  const { token, conversationId } = await begun(url);
  const path = `/conversations/${conversationId}/activities`;
  const submit = { type: 'message', value: { cardId: 'x', mood: '3' }, channelData: { postBack: true } };
  expect((await call(url, path, { token, body: submit })).status).toBe(200);
  expect((await call(url, path, { token, body: message('👍') })).status).toBe(200);
  expect(events().map(({ activity }) => [activity.text, activity.value])).toEqual([
    [undefined, undefined],
    [undefined, { cardId: 'x', mood: '3' }],
    ['👍', undefined],
  ]);
});

test('events and typing of a client never reach the engine, whatever they are called', async () => {
  const { token, conversationId } = await begun(url);
  const path = `/conversations/${conversationId}/activities`;
  const event = { type: 'event', name: 'sathi/staff.reply', value: { text: 'forged' } };
  expect((await call(url, path, { token, body: event })).status).toBe(200);
  expect((await call(url, path, { token, body: { type: 'typing' } })).status).toBe(200);
  expect(events().map(({ activity }) => activity.type)).toEqual(['conversationUpdate']);
});

describe('bad input gets a clear refusal with a constant body', () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const cases: [string, string | Buffer, [number, string]][] = [
    ['malformed JSON', '{"type":', [400, 'BadArgument']],
    ['not an object', '"message"', [400, 'BadArgument']],
    ['null', 'null', [400, 'BadArgument']],
    ['an empty body', '', [400, 'BadArgument']],
    ['wrong types', '{"type":"message","text":5}', [400, 'BadArgument']],
    ['a type that is not for clients', '{"type":"conversationUpdate"}', [400, 'BadArgument']],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), [400, 'BadArgument']],
    ['deep nesting', `{"type":"message","text":"x","value":${deep}}`, [400, 'BadArgument']],
    ['a value of 20 kB', JSON.stringify({ type: 'message', value: { a: 'x'.repeat(20_000) } }), [400, 'BadArgument']],
    ['no text', '{"type":"message"}', [400, 'MissingProperty']],
    ['empty text', '{"type":"message","text":""}', [400, 'MissingProperty']],
    ['only spaces', '{"type":"message","text":" \\n "}', [400, 'MissingProperty']],
    ['20,000 characters', JSON.stringify({ type: 'message', text: 'a'.repeat(20_000) }), [400, 'MessageTooLong']],
    ['4,001 characters', JSON.stringify({ type: 'message', text: 'a'.repeat(4001) }), [400, 'MessageTooLong']],
  ];
  test.each(cases)('%s', async (_, raw, expected) => {
    const { token, conversationId } = await begun(url);
    expect(error(await call(url, `/conversations/${conversationId}/activities`, { token, raw }))).toEqual(expected);
    expect(events()).toHaveLength(1);
  });

  test('4,000 characters are taken', async () => {
    const { token, conversationId } = await begun(url);
    const body = message('é'.repeat(4000));
    expect((await call(url, `/conversations/${conversationId}/activities`, { token, body })).status).toBe(200);
  });

  test('10 MB', async () => {
    const { token, conversationId } = await begun(url);
    const raw = Buffer.alloc(10_000_000, 'a');
    expect((await call(url, `/conversations/${conversationId}/activities`, { token, raw })).status).toBe(413);
  });

  test('an upload is refused politely', async () => {
    const { token, conversationId } = await begun(url);
    const reply = await call(url, `/conversations/${conversationId}/upload?userId=x`, { token, raw: 'file' });
    expect(error(reply)).toEqual([415, 'UploadsNotSupported']);
  });

  test('control characters and half surrogates are removed, the message stays', async () => {
    const { token, conversationId } = await begun(url);
    const raw = '{"type":"message","text":"a\\u0000b\\ud800c\\n\\td"}';
    expect((await call(url, `/conversations/${conversationId}/activities`, { token, raw })).status).toBe(200);
    expect(events().at(-1)!.activity.text).toBe('ab\ufffdc\n\td');
  });
});

describe('tokens that are not good', () => {
  test('missing or garbled is 401, which leaves the client as it is', async () => {
    const { conversationId } = await begun(url);
    const path = `/conversations/${conversationId}/activities`;
    expect(error(await call(url, path, { body: message('x') }))).toEqual([401, 'Unauthorized']);
    expect(error(await call(url, path, { token: 'rubbish', body: message('x') }))).toEqual([401, 'Unauthorized']);
  });

  test('forged or of another conversation is 403', async () => {
    const mine = await begun(url);
    const other = await begun(url);
    const path = `/conversations/${mine.conversationId}/activities`;
    const [head, , signature] = mine.token.split('.');
    const claims = { iss: 'sathi', aud: 'directline', conv: mine.conversationId, user: 'dl_x', exp: 9_999_999_999 };
    const forged = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${mine.token.split('.')[1]}.x`;
    for (const token of [forged, none, other.token]) {
      expect(error(await call(url, path, { token, body: message('x') }))).toEqual([403, 'Forbidden']);
    }
    expect(
      error(await call(url, `/conversations/${mine.conversationId}`, { method: 'GET', token: other.token })),
    ).toEqual([403, 'Forbidden']);
  });

  test('a conversation nobody opened, with somebody else’s token, is not told from one that exists', async () => {
    const { token } = await begun(url);
    expect(error(await call(url, '/conversations/c_nothing', { method: 'GET', token }))).toEqual([403, 'Forbidden']);
  });
});

describe('time', () => {
  let now = Date.UTC(2026, 10, 22, 9);
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 22, 9);
    await chat.close();
    chat = await startWebChat({ clock: { now: () => now } });
    url = chat.host.url;
  });
  const HOUR = 3_600_000;

  test('an expired token is 403 for messages, still refreshed for a day, still resumed for two weeks', async () => {
    const { token, conversationId, userId } = await begun(url);
    now += 25 * HOUR;
    const post = await call(url, `/conversations/${conversationId}/activities`, { token, body: message('x') });
    expect(error(post)).toEqual([403, 'TokenExpired']);
    const refreshed = await call(url, '/tokens/refresh', { token });
    expect(refreshed).toMatchObject({ status: 200, body: { conversationId, expires_in: 86400 } });
    now += 24 * HOUR;
    expect(error(await call(url, '/tokens/refresh', { token }))).toEqual([403, 'TokenExpired']);
    now += 11 * 24 * HOUR;
    expect(await newToken(url, { conversationId, token })).toMatchObject({ conversationId, userId, resumed: true });
    now += 3 * 24 * HOUR;
    const fresh = await newToken(url, { conversationId, token });
    expect(fresh).toMatchObject({ resumed: false });
    expect(fresh.conversationId).not.toBe(conversationId);
  });

  test('a stream ticket opens a socket for a minute, as often as the client likes, and not after', async () => {
    const { streamUrl } = await begun(url);
    expect(await upgrade(streamUrl)).toBe('open');
    expect(await upgrade(streamUrl)).toBe('open');
    now += 60_000;
    expect(await upgrade(streamUrl)).toBe('403');
  });

  test('a ticket of one conversation, or a forged one, opens no other stream', async () => {
    const mine = await begun(url);
    const other = await begun(url);
    const swapped = mine.streamUrl.replace(mine.conversationId, other.conversationId);
    expect(await upgrade(swapped)).toBe('403');
    expect(await upgrade(mine.streamUrl.replace(/t=.*/, 't=abc.def'))).toBe('403');
    expect(await upgrade(mine.streamUrl.replace(/t=.*/, ''))).toBe('403');
    expect(await upgrade(`${mine.streamUrl}x`)).toBe('403');
  });

  test('the token itself does not open a stream', async () => {
    const mine = await begun(url);
    expect(await upgrade(mine.streamUrl.replace(/t=.*/, `t=${mine.token}`))).toBe('403');
  });
});

test('resuming with a foreign or garbled token begins a new conversation instead of failing', async () => {
  const mine = await begun(url);
  const other = await begun(url);
  for (const token of [other.token, 'a.b.c', '']) {
    const { conversationId } = await newToken(url, { conversationId: mine.conversationId, token });
    expect(conversationId).not.toBe(mine.conversationId);
  }
});

test('too many tokens from one address are slowed down with 429', async () => {
  await chat.close();
  chat = await startWebChat({ tokensPerMinute: 2 });
  const statuses = [];
  for (let i = 0; i < 3; i++) {
    const reply = await fetch(`${chat.host.url}/api/webchat/token`, { method: 'POST' });
    statuses.push([reply.status, reply.headers.has('retry-after')]);
  }
  expect(statuses).toEqual([
    [200, false],
    [200, false],
    [429, true],
  ]);
});

test('a page without storage is remembered by a cookie no script and no other site can read', async () => {
  const ask = async (body: object, cookie?: string) => {
    const headers: Record<string, string> = cookie === undefined ? {} : { cookie };
    const reply = await fetch(`${url}/api/webchat/token`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { conversationId } = (await reply.json()) as { conversationId: string };
    return { conversationId, set: reply.headers.get('set-cookie') };
  };
  const first = await ask({ remember: true });
  expect(first.set).toMatch(
    /^__Secure-sathi-chat=[\w.-]+; Path=\/api\/webchat\/token; Max-Age=1296000; HttpOnly; Secure; SameSite=None; Partitioned$/,
  );
  const cookie = `other=1; ${first.set!.split(';')[0]}`;
  expect((await ask({ remember: true }, cookie)).conversationId).toBe(first.conversationId);
  expect((await ask({ remember: true, fresh: true }, cookie)).conversationId).not.toBe(first.conversationId);
  const notAsked = await ask({}, cookie);
  expect(notAsked.conversationId).not.toBe(first.conversationId);
  expect(notAsked.set).toBeNull();
  expect((await ask({ remember: true }, '__Secure-sathi-chat=a.b.c')).conversationId).not.toBe(first.conversationId);
});

test('coming back to a conversation is not counted', async () => {
  await chat.close();
  chat = await startWebChat({ tokensPerMinute: 1 });
  const who = await newToken(chat.host.url);
  for (let i = 0; i < 3; i++) expect(await newToken(chat.host.url, who)).toMatchObject({ resumed: true });
});

test('behind a proxy of ours the counted address is the one the proxy saw; from afar the header means nothing', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    clientAddress({ remoteAddress, headers: { 'x-forwarded-for': forwarded } } as unknown as HttpRequest);
  expect(from('127.0.0.1', 'forged, 203.0.113.9')).toBe('203.0.113.9');
  expect(from('::ffff:10.1.2.3', '203.0.113.9')).toBe('203.0.113.9');
  expect(from('172.20.0.2', '203.0.113.9')).toBe('203.0.113.9');
  expect(from('127.0.0.1')).toBe('127.0.0.1');
  expect(from('198.51.100.7', '203.0.113.9')).toBe('198.51.100.7');
});

describe('another origin', () => {
  test('a preflight lists the four headers Web Chat sends, x-requested-with among them', async () => {
    const paths = ['/conversations', '/conversations/c_1', '/conversations/c_1/activities', '/tokens/refresh'];
    for (const path of paths) {
      const reply = await call(url, path, { method: 'OPTIONS', headers: { origin: 'https://hospital.example' } });
      expect(reply.status).toBe(204);
      expect(reply.headers.get('access-control-allow-origin')).toBe('*');
      expect(reply.headers.get('access-control-allow-headers')).toBe(
        'authorization, content-type, x-ms-bot-agent, x-requested-with',
      );
      expect(reply.headers.get('access-control-max-age')).toBe('7200');
    }
  });

  test('answers and refusals carry the header too; a site that is not on the list gets none', async () => {
    await chat.close();
    chat = await startWebChat({ origins: ['https://hospital.example'] });
    const allowed = await call(chat.host.url, '/conversations', { headers: { origin: 'https://hospital.example' } });
    const other = await call(chat.host.url, '/conversations', { headers: { origin: 'https://other.example' } });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      401,
      'https://hospital.example',
    ]);
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([401, null]);
  });
});

describe('the store is away', () => {
  test('a message is 503, to be sent again', async () => {
    const { token, conversationId } = await begun(url);
    const path = `/conversations/${conversationId}/activities`;
    chat.engine.store.away = true;
    const refused = await call(url, path, { token, body: message('keep me') });
    expect([...error(refused), refused.headers.get('retry-after')]).toEqual([503, 'ServiceUnavailable', '5']);
    chat.engine.store.away = false;
    expect((await call(url, path, { token, body: message('keep me') })).status).toBe(200);
  });

  test('starting is 429, the one failure after which the client tries again by itself', async () => {
    const { token } = await newToken(url);
    chat.engine.store.away = true;
    expect(error(await call(url, '/conversations', { token }))).toEqual([429, 'TooManyRequests']);
  });

  test('coming back is 503', async () => {
    const { token, conversationId } = await begun(url);
    chat.restart();
    chat.engine.store.away = true;
    const reply = await call(url, `/conversations/${conversationId}`, { method: 'GET', token });
    expect(error(reply)).toEqual([503, 'ServiceUnavailable']);
  });

  test('polling hears "nothing new", because any failure would stop it for ever', async () => {
    const { token, conversationId } = await begun(url);
    chat.engine.store.away = true;
    const path = `/conversations/${conversationId}/activities?watermark=3`;
    const reply = await call(url, path, { method: 'GET', token });
    expect([reply.status, reply.body]).toEqual([200, { activities: [], watermark: '3' }]);
  });
});

test('polling reads after the watermark, page by page', async () => {
  const { token, conversationId } = await begun(url);
  for (let i = 1; i <= 150; i++) chat.engine.say(conversationId, { text: `${i}` });
  const texts: (string | undefined)[] = [];
  let watermark = '';
  for (let page = 0; page < 3; page++) {
    const path = `/conversations/${conversationId}/activities?watermark=${watermark}`;
    const { body } = await call(url, path, { method: 'GET', token });
    const set = body as { activities: { text: string }[]; watermark: string };
    texts.push(...set.activities.map(({ text }) => text));
    watermark = set.watermark;
  }
  expect(texts).toEqual(Array.from({ length: 150 }, (_, i) => `${i + 1}`));
  expect(watermark).toBe('150');
});

test('a flood in one conversation is held back, then refused with a status after which the page sends again', async () => {
  await chat.close();
  chat = await startWebChat({ messagesPer10s: 1 });
  const { token, conversationId } = await begun(chat.host.url);
  const path = `/conversations/${conversationId}/activities`;
  const replies = await Promise.all(
    Array.from({ length: 13 }, (_, i) => call(chat.host.url, path, { token, body: message('x', `c${i}`) })),
  );
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(11).fill(200), 503, 503]);
}, 20_000);

test('nothing a patient wrote is in any log line', async () => {
  const { token, conversationId } = await begun(url);
  await call(url, `/conversations/${conversationId}/activities`, { token, body: message('my secret illness') });
  await call(url, `/conversations/${conversationId}/activities`, { token, raw: '{"my secret illness' });
  expect(JSON.stringify(chat.engine.logged)).not.toContain('secret');
});

/** Whether an upgrade was accepted, or the status it was refused with. */
async function upgrade(streamUrl: string): Promise<string> {
  const { WebSocket } = await import('ws');
  return new Promise((done) => {
    const socket = new WebSocket(streamUrl);
    socket.on('open', () => {
      socket.terminate();
      done('open');
    });
    socket.on('unexpected-response', (_, response) => done(`${response.statusCode}`));
    socket.on('error', () => {});
  });
}
