import { CHANNELS } from '../../adapters';
import { serviceUrlAllowed } from '../../adapters/botframework/service-url';
import type { Env } from '../../adapters/shared/settings';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { call, PUBLIC_URL, type RecordedRequest, recorder } from './harness';

const content = loadContent(contentPlaces({}));
const APP = {
  MICROSOFT_APP_ID: '11111111-2222-3333-4444-555555555555',
  MICROSOFT_APP_PASSWORD: 'client-secret-0123456789',
  MICROSOFT_APP_TENANT_ID: '99999999-2222-3333-4444-555555555555',
};

const read = (env: Env) =>
  CHANNELS.botframework!({
    env,
    publicUrl: PUBLIC_URL,
    content,
    fetch: async () => {
      throw new Error('This test must not call anybody.');
    },
  });

const activity = JSON.stringify({
  type: 'message',
  id: 'act-1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversation: { id: 'conv-1' },
  from: { id: 'user-1' },
  recipient: { id: 'bot-1' },
  text: 'I have chest pain',
});

const post = (headers: Record<string, string>, remoteAddress = '203.0.113.7'): RecordedRequest => ({
  method: 'POST',
  path: '/api/messages',
  headers: { 'content-type': 'application/json', ...headers },
  body: activity,
  remoteAddress,
});

afterEach(() => jest.restoreAllMocks());

it('does not exist without an app id, nor without all that belongs to one', () => {
  expect(read({})).toEqual({ state: 'off' });
  expect(read({ ...APP, MICROSOFT_APP_PASSWORD: '' })).toMatchObject({ state: 'broken' });
  expect(read({ ...APP, MICROSOFT_APP_TENANT_ID: '' })).toMatchObject({ state: 'broken' });
  expect(read({ BOTFRAMEWORK_EMULATOR: 'on', SATHI_MODE: 'production' })).toMatchObject({ state: 'broken' });
});

it('with an app id refuses whoever brings no token of Azure, on this machine too', async () => {
  // The SDK writes each refusal to the error stream by itself.
  jest.spyOn(console, 'error').mockImplementation(() => {});
  const made = read(APP);
  if (made.state !== 'ready') throw new Error('not ready');
  const unsigned = [
    Buffer.from('{"alg":"none"}').toString('base64url'),
    Buffer.from('{"iss":"x"}').toString('base64url'),
    '',
  ].join('.');
  for (const headers of [
    {},
    { authorization: '' },
    { authorization: 'Basic dTpw' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer junk' },
    { authorization: `Bearer ${unsigned}` },
  ] as Record<string, string>[]) {
    for (const from of ['203.0.113.7', '127.0.0.1']) {
      const heard = recorder();
      const reply = await call(made.settings, post(headers, from), heard);
      expect([headers, reply.status, reply.body, heard.events]).toEqual([headers, 401, 'unauthorised', []]);
      expect(JSON.stringify(heard.logs)).not.toContain('chest pain');
    }
  }
});

it('answers to hosts of Azure Bot Service alone', () => {
  const allowed = [
    'https://smba.trafficmanager.net/emea/',
    'https://directline.botframework.com/',
    'https://webchat.botframework.com:443/',
    'https://europe.api.botframework.azure.us/',
  ];
  const refused = [
    '',
    'smba.trafficmanager.net',
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net.attacker.example.org/',
    'https://evilbotframework.com/',
    'https://x.trafficmanager.net/',
    'https://smba.trafficmanager.net@attacker.example.org/',
    'https://user:word@smba.trafficmanager.net/',
    'http://localhost:52001',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
  ];
  expect([...allowed, ...refused].filter((url) => serviceUrlAllowed(url, false))).toEqual(allowed);
  expect(
    ['http://localhost:52001', 'http://127.0.0.1:1', 'http://[::1]:1', ...allowed, 'http://10.0.0.1/'].filter((url) =>
      serviceUrlAllowed(url, true),
    ),
  ).toEqual(['http://localhost:52001', 'http://127.0.0.1:1', 'http://[::1]:1']);
});
