import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { twilioSignature } from '../../adapters/shared/twilio/signature';
import { MODEL_PURPOSES } from '../../knowledge/schema/prompt';
import { type OpenAiStandIn, openAiStandIn } from '../standins/openai';
import { startTestApp, type TestApp } from '../support/app';
import { freePort } from '../support/services';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const TOKEN = '0123456789abcdef0123456789abcdef';
const US = '+15550100100';

let app: TestApp;
let model: OpenAiStandIn;
let provider: http.Server;
const sent: string[] = [];

beforeAll(async () => {
  model = await openAiStandIn();
  model.mood = 'stall';
  provider = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      sent.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('Body') ?? '');
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ sid: `SM${String(sent.length).padStart(32, '0')}`, status: 'queued' }));
    });
  });
  await new Promise<void>((ready) => provider.listen(0, '127.0.0.1', ready));
  const port = await freePort();
  app = await startTestApp({
    SIMULATOR: 'off',
    PORT: String(port),
    PUBLIC_URL: 'https://bot.example.org',
    SMS_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_SMS_FROM: US,
    WHATSAPP_PROVIDER: 'cloud',
    WHATSAPP_PHONE_NUMBER_ID: '106540000000001',
    WHATSAPP_TOKEN: 'EAAG-system-user-token',
    WHATSAPP_APP_SECRET: 'app-secret-0123456789',
    WHATSAPP_VERIFY_TOKEN: 'our-verify-token',
    TWILIO_API_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}`,
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: 'key-of-the-test',
    OPENAI_MODEL: 'stand-in',
    MODEL_PURPOSES: MODEL_PURPOSES.join(','),
    MODEL_DEADLINE_MS: '60000',
  });
}, 60_000);
afterAll(async () => {
  await model.close();
  await app.end();
  provider.closeAllConnections();
  await new Promise((done) => provider.close(done));
});

async function webhook(n: number, text: string): Promise<number> {
  const path = '/webhooks/sms/twilio';
  const fields = new URLSearchParams({
    MessageSid: `SM${String(n).padStart(32, 'a')}`,
    AccountSid: ACCOUNT,
    From: '+15550000001',
    To: US,
    Body: text,
    NumMedia: '0',
  });
  const signature = twilioSignature(TOKEN, `https://bot.example.org${path}`, fields);
  const answer = await fetch(`http://127.0.0.1:${app.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: fields.toString(),
  });
  return answer.status;
}

async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('Meta’s challenge comes back bare, and a body of the wrong kind harms nothing', async () => {
  const base = `http://127.0.0.1:${app.port}`;
  const query = 'hub.mode=subscribe&hub.verify_token=our-verify-token&hub.challenge=1158201444';
  const challenge = await fetch(`${base}/webhooks/whatsapp?${query}`);
  expect([challenge.status, challenge.headers.get('content-type'), await challenge.text()]).toEqual([
    200,
    'text/plain; charset=utf-8',
    '1158201444',
  ]);
  for (const path of ['/webhooks/whatsapp', '/webhooks/sms/twilio', '/webhooks/sms/twilio/status']) {
    for (const [type, body] of [
      ['text/plain', 'hello'],
      ['application/json', '{'],
      ['multipart/form-data; boundary=x', '--x'],
      ['application/octet-stream', Buffer.from([0xff, 0xfe, 0x00])],
    ] as const) {
      const answer = await fetch(base + path, { method: 'POST', headers: { 'content-type': type }, body });
      expect([path, type, answer.status, await answer.text()]).toEqual([path, type, 401, 'unauthorised']);
    }
  }
  expect((await fetch(`${base}/health/live`)).status).toBe(200);
});

test('webhooks are answered while a turn waits for its model, and ten copies at once are one message', async () => {
  const copies = await Promise.all(
    Array.from({ length: 10 }, () => webhook(1, 'which kind of thing do I need for the yellow form')),
  );
  expect(copies).toEqual(Array.from({ length: 10 }, () => 204));
  await until(() => model.received.length > 0);
  // The turn hangs; the next message of the same person is taken all the same.
  expect(await webhook(2, 'hello?')).toBe(204);
  expect(sent).toEqual([]);
  await model.close();
  await until(() => sent.length >= 2);
  const inbox = (await app.core.db.read('inbox').where({ channel: 'sms' }).select('external_id')) as object[];
  expect(inbox).toHaveLength(2);
}, 60_000);
