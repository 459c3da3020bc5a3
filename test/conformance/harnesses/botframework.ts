import type { Harness, RecordedRequest } from '../harness';

const post = (activity: Record<string, unknown>): RecordedRequest => ({
  method: 'POST',
  path: '/api/messages',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(activity),
  remoteAddress: '127.0.0.1',
});

const activity = (id: string, text: string, serviceUrl = 'http://localhost:52001') => ({
  type: 'message',
  id,
  timestamp: '2026-11-22T08:59:58.000Z',
  channelId: 'emulator',
  serviceUrl,
  conversation: { id: 'conv-1' },
  from: { id: 'user-1', name: 'Asha' },
  recipient: { id: 'bot-1', name: 'Bot' },
  text,
});

/**
 * The Emulator's mode, in which the credential is to be on this machine. With an app id tokens are checked by the
 * SDK against keys it downloads; that part is tested for refusals in ../botframework.test.ts.
 */
export const botframeworkHarnesses: readonly Harness[] = [
  {
    channel: 'botframework',
    provider: 'emulator',
    env: { BOTFRAMEWORK_EMULATOR: 'on' },
    secretSettings: [],
    sign: (request) => request,
    forge: (request) => ['203.0.113.7', '', '10.0.0.1', '::2'].map((remoteAddress) => ({ ...request, remoteAddress })),
    message: (id, text) => post(activity(id, text)),
    foreign: (id) => post(activity(id, 'hi', 'https://attacker.example.org/')),
    resultCodes: [],
  },
];
