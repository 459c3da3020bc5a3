import type { Log } from './contracts';
import { type Server, startServer } from './server';

const log: Log = { info: () => {}, warn: () => {}, error: () => {} };

describe('the server', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({
      routes: [
        { method: 'GET', path: '/here', maxBytes: 0, handle: async () => ({ status: 200, body: 'here' }) },
        {
          method: 'GET',
          path: '/long/*',
          maxBytes: 0,
          handle: async ({ params }) => ({ status: 200, body: String(params['*']?.length) }),
        },
        {
          method: 'POST',
          path: '/guarded',
          maxBytes: 10,
          admit: async ({ headers, body }) =>
            headers.authorization === 'me' ? undefined : { status: 401, body: `read ${body.length}` },
          handle: async ({ body }) => ({ status: 200, body: `read ${body.length}` }),
        },
      ],
      sockets: [],
      log,
      port: 0,
      host: '127.0.0.1',
    });
  });
  afterAll(() => server.close());

  const ask = async (path: string, init: RequestInit = {}) => {
    const reply = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
    return [reply.status, await reply.text()];
  };

  test('an address nobody knows, and a method nobody takes there, are answered, and the process goes on', async () => {
    expect([await ask('/nowhere'), await ask('/here', { method: 'POST' }), await ask('/here')]).toEqual([
      [404, '{"error":"not found"}'],
      [405, '{"error":"method not allowed"}'],
      [200, 'here'],
    ]);
  });

  test('the rest of a path may be as long as a signed address is', async () => {
    expect(await ask(`/long/${'x'.repeat(1000)}`)).toEqual([200, '1000']);
  });

  test('whoever is not admitted has nothing read of what they send', async () => {
    const send = (bytes: number, authorization: string) =>
      ask('/guarded', { method: 'POST', body: 'x'.repeat(bytes), headers: { authorization } });
    expect([await send(5, 'me'), await send(5, 'you'), await send(11, 'me'), await send(11, 'you')]).toEqual([
      [200, 'read 5'],
      [401, 'read 0'],
      [413, '{"error":"too large"}'],
      [401, 'read 0'],
    ]);
    // Far more than a socket holds: the answer arrives all the same.
    expect(await send(20_000_000, 'you')).toEqual([401, 'read 0']);
  });
});
