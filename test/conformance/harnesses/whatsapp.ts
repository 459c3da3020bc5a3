import { createHmac } from 'node:crypto';
import type { Harness, RecordedRequest } from '../harness';
import { ACCOUNT, forgeTwilio, form, OURS, PATIENT, signTwilio, TOKEN } from './sms';

const APP_SECRET = 'app-secret-0123456789';
export const PHONE_NUMBER_ID = '106540000000001';

/** JSON as Meta writes it: non-ASCII letters and slashes escaped. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\//g, '\\/')
    .replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function envelope(value: Record<string, unknown>, phoneNumberId = PHONE_NUMBER_ID): unknown {
  const metadata = { display_phone_number: '254700000099', phone_number_id: phoneNumberId };
  return {
    object: 'whatsapp_business_account',
    entry: [
      { id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }] },
    ],
  };
}

const post = (value: unknown): RecordedRequest => ({
  method: 'POST',
  path: '/webhooks/whatsapp',
  headers: { 'content-type': 'application/json' },
  body: metaJson(value),
});

const bytes = (request: RecordedRequest): Buffer =>
  request.bodyBase64 === undefined ? Buffer.from(request.body ?? '') : Buffer.from(request.bodyBase64, 'base64');

const mac = (secret: string, body: Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const text = (id: string, body: string) => ({
  contacts: [{ profile: { name: 'Asha' }, wa_id: '254700000001', user_id: 'KE.13491208655302741918' }],
  messages: [
    {
      id,
      from: '254700000001',
      from_user_id: 'KE.13491208655302741918',
      timestamp: '1795337998',
      type: 'text',
      text: { body },
    },
  ],
});

const cloud: Harness = {
  channel: 'whatsapp',
  provider: 'cloud',
  env: {
    WHATSAPP_PROVIDER: 'cloud',
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_TOKEN: 'EAAG-system-user-token',
    WHATSAPP_APP_SECRET: APP_SECRET,
    WHATSAPP_VERIFY_TOKEN: 'our-verify-token',
  },
  secretSettings: ['WHATSAPP_TOKEN', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN'],
  sign: (request) =>
    request.method === 'GET'
      ? request
      : { ...request, headers: { ...request.headers, 'x-hub-signature-256': mac(APP_SECRET, bytes(request)) } },
  forge(request) {
    if (request.method === 'GET')
      return [{ ...request, path: request.path.replace('our-verify-token', 'another-token') }];
    const without = { ...request.headers };
    delete without['x-hub-signature-256'];
    const right = request.headers['x-hub-signature-256'] ?? '';
    return [
      { ...request, headers: without },
      ...[
        '',
        'sha256=',
        'x',
        right.slice(0, -1),
        right.replace('sha256=', 'sha1='),
        mac('', bytes(request)),
        mac('another', bytes(request)),
      ].map((signature) => ({ ...request, headers: { ...without, 'x-hub-signature-256': signature } })),
      { ...request, body: `${request.body} ` },
    ];
  },
  message: (id, body) => post(envelope(text(id, body))),
  foreign: (id) => post(envelope(text(id, 'hi'), '999')),
  resultCodes: [
    'throttled',
    'provider_error',
    'unknown_outcome',
    'config',
    'invalid_address',
    'rejected',
    'window_closed',
  ],
};

const twilio: Harness = {
  channel: 'whatsapp',
  provider: 'twilio',
  env: {
    WHATSAPP_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_WHATSAPP_FROM: OURS,
  },
  secretSettings: ['TWILIO_AUTH_TOKEN'],
  sign: signTwilio,
  forge: forgeTwilio,
  message: (id, body) =>
    form('/webhooks/whatsapp-twilio', {
      MessageSid: id,
      AccountSid: ACCOUNT,
      From: `whatsapp:${PATIENT}`,
      To: `whatsapp:${OURS}`,
      Body: body,
      NumMedia: '0',
      ProfileName: 'Asha',
      WaId: '254700000001',
    }),
  foreign: (id) =>
    form('/webhooks/whatsapp-twilio', {
      MessageSid: id,
      AccountSid: `AC${'9'.repeat(32)}`,
      From: `whatsapp:${PATIENT}`,
      To: `whatsapp:${OURS}`,
      Body: 'hi',
    }),
  resultCodes: [
    'throttled',
    'provider_error',
    'unknown_outcome',
    'config',
    'invalid_address',
    'rejected',
    'opted_out',
    'window_closed',
  ],
};

export const whatsappHarnesses: readonly Harness[] = [cloud, twilio];
