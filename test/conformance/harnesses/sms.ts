import { twilioSignature } from '../../../adapters/shared/twilio/signature';
import { type Harness, PUBLIC_URL, type RecordedRequest } from '../harness';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const PATIENT = '+254700000001';
export const OURS = '+254700000099';
export const ACCOUNT = 'AC00000000000000000000000000000001';
export const TOKEN = '0123456789abcdef0123456789abcdef';
const SECRET = 'path-secret-0123456789abcdef';

export const form = (path: string, fields: Record<string, string>): RecordedRequest => ({
  method: 'POST',
  path,
  headers: { ...FORM },
  body: new URLSearchParams(fields).toString(),
});

/** Signs the way Twilio does, over the public address and every field. */
export function signTwilio(request: RecordedRequest): RecordedRequest {
  const body = request.bodyBase64 === undefined ? (request.body ?? '') : '';
  const signature = twilioSignature(TOKEN, PUBLIC_URL + request.path, new URLSearchParams(body));
  return { ...request, headers: { ...request.headers, 'x-twilio-signature': signature } };
}

export function forgeTwilio(request: RecordedRequest): readonly RecordedRequest[] {
  const without = { ...request.headers };
  delete without['x-twilio-signature'];
  const other = twilioSignature(
    'another-token-another-token-1234',
    PUBLIC_URL + request.path,
    new URLSearchParams(request.body),
  );
  const empty = twilioSignature('', PUBLIC_URL + request.path, new URLSearchParams(request.body));
  const right = request.headers['x-twilio-signature'] ?? '';
  return [
    { ...request, headers: without },
    ...['', 'x', other, empty, `${right.slice(0, -2)}A=`].map((signature) => ({
      ...request,
      headers: { ...without, 'x-twilio-signature': signature },
    })),
    { ...request, body: `${request.body}&Body=changed` },
  ];
}

const twilio: Harness = {
  channel: 'sms',
  provider: 'twilio',
  env: {
    SMS_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_SMS_FROM: OURS,
    TWILIO_MMS: 'on',
  },
  secretSettings: ['TWILIO_AUTH_TOKEN'],
  sign: signTwilio,
  forge: forgeTwilio,
  message: (id, text) =>
    form('/webhooks/sms/twilio', {
      MessageSid: id,
      AccountSid: ACCOUNT,
      From: PATIENT,
      To: OURS,
      Body: text,
      NumMedia: '0',
    }),
  foreign: (id) =>
    form('/webhooks/sms/twilio', {
      MessageSid: id,
      AccountSid: `AC${'9'.repeat(32)}`,
      From: PATIENT,
      To: OURS,
      Body: 'hi',
    }),
  resultCodes: ['throttled', 'provider_error', 'unknown_outcome', 'config', 'invalid_address', 'rejected', 'opted_out'],
};

/** Gateways that sign nothing: the credential is the last part of the address. */
function unsigned(harness: Omit<Harness, 'sign' | 'forge'>): Harness {
  const withSecret = (request: RecordedRequest, secret: string): RecordedRequest => ({
    ...request,
    path: request.path.replace(`/sms/${harness.provider}/${SECRET}`, `/sms/${harness.provider}/${secret}`),
  });
  return {
    ...harness,
    env: { ...harness.env, SMS_WEBHOOK_SECRET: SECRET },
    secretSettings: [...harness.secretSettings, 'SMS_WEBHOOK_SECRET'],
    sign: (request) => request,
    forge: (request) => ['wrong', SECRET.slice(1), SECRET.toUpperCase(), '%20'].map((one) => withSecret(request, one)),
  };
}

const africastalking = unsigned({
  channel: 'sms',
  provider: 'africastalking',
  env: {
    SMS_PROVIDER: 'africastalking',
    AFRICASTALKING_USERNAME: 'riverside',
    AFRICASTALKING_API_KEY: 'atsk-0123456789abcdef',
    AFRICASTALKING_FROM: '22384',
  },
  secretSettings: ['AFRICASTALKING_API_KEY'],
  message: (id, text) =>
    form(`/webhooks/sms/africastalking/${SECRET}`, {
      id,
      from: PATIENT,
      to: '22384',
      text,
      date: '2026-11-22 08:59:58',
      networkCode: '63902',
    }),
  foreign: (id) => form(`/webhooks/sms/africastalking/${SECRET}`, { id, from: PATIENT, to: '11111', text: 'hi' }),
  resultCodes: ['throttled', 'provider_error', 'unknown_outcome', 'config', 'invalid_address', 'rejected', 'opted_out'],
});

const vonage = unsigned({
  channel: 'sms',
  provider: 'vonage',
  env: {
    SMS_PROVIDER: 'vonage',
    VONAGE_API_KEY: 'a1b2c3d4',
    VONAGE_API_SECRET: 'vonage-secret-01',
    VONAGE_FROM: '254700000099',
  },
  secretSettings: ['VONAGE_API_SECRET'],
  message: (id, text) =>
    form(`/webhooks/sms/vonage/${SECRET}`, {
      messageId: id,
      msisdn: '254700000001',
      to: '254700000099',
      text,
      type: 'text',
      'message-timestamp': '2026-11-22 08:59:58',
    }),
  foreign: (id) =>
    form(`/webhooks/sms/vonage/${SECRET}`, { messageId: id, msisdn: '254700000001', to: '254711111111', text: 'hi' }),
  resultCodes: ['throttled', 'provider_error', 'unknown_outcome', 'config', 'rejected', 'opted_out'],
});

const get = (path: string, fields: Record<string, string>): RecordedRequest => ({
  method: 'GET',
  path: `${path}?${new URLSearchParams(fields).toString()}`,
  headers: {},
});

const kannel = unsigned({
  channel: 'sms',
  provider: 'kannel',
  env: {
    SMS_PROVIDER: 'kannel',
    KANNEL_URL: 'http://gateway.example.org:13013',
    KANNEL_USERNAME: 'sathi',
    KANNEL_PASSWORD: 'kannel-password',
    KANNEL_FROM: '22384',
  },
  secretSettings: ['KANNEL_PASSWORD'],
  message: (id, text) =>
    get(`/webhooks/sms/kannel/${SECRET}`, { id, from: PATIENT, to: '22384', text, ts: '2026-11-22 08:59:58' }),
  foreign: (id) => get(`/webhooks/sms/kannel/${SECRET}`, { id, from: PATIENT, to: '11111', text: 'hi' }),
  resultCodes: ['throttled', 'provider_error', 'unknown_outcome', 'config', 'rejected'],
});

const jasmin = unsigned({
  channel: 'sms',
  provider: 'jasmin',
  env: {
    SMS_PROVIDER: 'jasmin',
    JASMIN_URL: 'http://gateway.example.org:1401',
    JASMIN_USERNAME: 'sathi',
    JASMIN_PASSWORD: 'jasmin-password',
    JASMIN_FROM: '22384',
  },
  secretSettings: ['JASMIN_PASSWORD'],
  message: (id, text) =>
    form(`/webhooks/sms/jasmin/${SECRET}`, {
      id,
      from: '254700000001',
      to: '22384',
      'origin-connector': 'smsc1',
      coding: '0',
      content: text,
    }),
  foreign: (id) => form(`/webhooks/sms/jasmin/${SECRET}`, { id, from: '254700000001', to: '11111', content: 'hi' }),
  resultCodes: ['throttled', 'provider_error', 'unknown_outcome', 'config', 'rejected'],
});

export const smsHarnesses: readonly Harness[] = [twilio, africastalking, vonage, kannel, jasmin];
