import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fetch } from '../../adapters/shared/provider-call';
import { diagnose, report } from './doctor';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sathi-doctor-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const TWILIO = {
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
  TWILIO_SMS_FROM: '+14155550100',
  PUBLIC_URL: 'https://bot.example.org',
};

/** Answers by the end of the address. */
const world =
  (answers: Record<string, { status: number; body?: unknown; date?: number }>): Fetch =>
  async (url) => {
    const found = Object.entries(answers).find(([part]) => url.includes(part));
    if (found === undefined) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } });
    const { status, body, date } = found[1];
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { date: new Date(date ?? NOW).toUTCString() },
    });
  };

const WELL = {
  'IncomingPhoneNumbers.json': {
    status: 200,
    body: { incoming_phone_numbers: [{ sms_url: 'https://bot.example.org/webhooks/sms/twilio', sms_method: 'POST' }] },
  },
  '/Accounts/': { status: 200, body: { status: 'active' } },
  '/health/live': { status: 200, body: {} },
  '/webhooks/sms/twilio': { status: 401 },
  'https://api.twilio.com/': { status: 200 },
};

async function states(env: NodeJS.ProcessEnv, answers: Parameters<typeof world>[0]): Promise<Record<string, string>> {
  const findings = await diagnose({ DATA_DIR: dataDir, ...env }, world(answers), () => NOW);
  return Object.fromEntries(findings.map((one) => [one.about, one.state]));
}

test('a well connected Twilio number', async () => {
  expect(await states(TWILIO, WELL)).toMatchObject({
    Settings: 'good',
    Content: 'good',
    'Database (SQLite)': 'good',
    'Channel sms': 'good',
    'Channel whatsapp': 'off',
    'Twilio account': 'good',
    'Twilio number ending 0100': 'good',
    'Public address': 'good',
    'Webhook /webhooks/sms/twilio': 'good',
    Clock: 'good',
  });
});

test.each([
  ['wrong credentials', { '/Accounts/': { status: 401, body: { code: 20003 } } }, 'Twilio account'],
  ['a suspended account', { '/Accounts/': { status: 200, body: { status: 'suspended' } } }, 'Twilio account'],
  [
    'a webhook elsewhere',
    {
      'IncomingPhoneNumbers.json': {
        status: 200,
        body: { incoming_phone_numbers: [{ sms_url: 'https://demo.twilio.com', sms_method: 'POST' }] },
      },
    },
    'Twilio number ending 0100',
  ],
  ['a proxy that answers itself', { '/webhooks/sms/twilio': { status: 404 } }, 'Webhook /webhooks/sms/twilio'],
  ['a wrong clock', { 'https://api.twilio.com/': { status: 200, date: NOW - 600_000 } }, 'Clock'],
])('%s is found, with what to do', async (_name, change, about) => {
  const first = Object.fromEntries(Object.entries(change));
  const findings = await diagnose(
    { DATA_DIR: dataDir, ...TWILIO },
    world({ ...first, ...Object.fromEntries(Object.entries(WELL).filter(([key]) => !(key in first))) }),
    () => NOW,
  );
  const found = findings.find((one) => one.about === about)!;
  expect(found.state).toBe('bad');
  expect(found.fix).toBeDefined();
  expect(report(findings)).toContain(`FIX   ${about}`);
});

test.each([
  'http://localhost:3978',
  'https://192.168.1.5',
  'https://10.0.0.4',
  'https://172.20.0.2',
  'https://[fd00::1]',
  'https://[::1]:8443',
  'https://bot.lan',
])('an address that no provider can reach is found: %s', async (address) => {
  expect(await states({ ...TWILIO, PUBLIC_URL: address }, WELL)).toMatchObject({ 'Public address': 'bad' });
  expect(await states({ PUBLIC_URL: address }, WELL)).toMatchObject({ 'Public address': 'off' });
});

test('a database that is away, or a data folder that cannot be made, is found and its password not printed', async () => {
  const url = 'postgres://sathi:word-of-the-database@127.0.0.1:1/sathi';
  const away = await diagnose({ DATA_DIR: dataDir, DATABASE_URL: url }, world({}), () => NOW);
  expect(away.find((one) => one.about === 'Database (PostgreSQL)')).toEqual({
    about: 'Database (PostgreSQL)',
    state: 'bad',
    says: 'The database is not available (ECONNREFUSED).',
    fix: 'Check DATABASE_URL, that the server runs, and that the user may create tables.',
  });
  expect(report(away)).not.toContain('word-of-the-database');
  writeFileSync(join(dataDir, 'file'), '');
  const nowhere = await diagnose({ DATA_DIR: join(dataDir, 'file', 'data') }, world({}), () => NOW);
  expect(nowhere.find((one) => one.about === 'Database (SQLite)')).toMatchObject({
    state: 'bad',
    says: 'Cannot be used (ENOTDIR).',
  });
});

const CLOUD = {
  WHATSAPP_PROVIDER: 'cloud',
  WHATSAPP_PHONE_NUMBER_ID: '106540000000001',
  WHATSAPP_TOKEN: 'EAAG-system-user-token',
  WHATSAPP_APP_SECRET: 'app-secret-0123456789',
  WHATSAPP_VERIFY_TOKEN: 'our-verify-token',
  WHATSAPP_BUSINESS_ACCOUNT_ID: '77',
  PUBLIC_URL: 'https://bot.example.org',
};
const META = {
  '/77/subscribed_apps': { status: 200, body: { data: [{}] } },
  '/106540000000001?': { status: 200, body: { quality_rating: 'GREEN' } },
  '/health/live': { status: 200, body: {} },
  '/webhooks/whatsapp': { status: 401 },
  'https://graph.facebook.com/': { status: 200 },
};

test.each([
  ['a well connected number', {}, {}],
  [
    'an expired token',
    { '/106540000000001?': { status: 401, body: { error: { code: 190 } } } },
    { 'WhatsApp number': 'bad', 'WhatsApp webhooks': undefined },
  ],
  [
    'the number where its id belongs',
    { '/106540000000001?': { status: 404, body: { error: { code: 100 } } } },
    { 'WhatsApp number': 'bad', 'WhatsApp webhooks': undefined },
  ],
  [
    'a number people report',
    { '/106540000000001?': { status: 200, body: { quality_rating: 'RED' } } },
    { 'WhatsApp number': 'warning' },
  ],
  ['nobody subscribed', { '/77/subscribed_apps': { status: 200, body: { data: [] } } }, { 'WhatsApp webhooks': 'bad' }],
])('WhatsApp: %s', async (_name, change, expected) => {
  const found = await states(CLOUD, { ...META, ...change });
  const about = ['Channel whatsapp', 'WhatsApp number', 'WhatsApp webhooks', 'Webhook /webhooks/whatsapp', 'Clock'];
  expect(Object.fromEntries(about.map((one) => [one, found[one]]))).toEqual({
    ...Object.fromEntries(about.map((one) => [one, 'good'])),
    ...expected,
  });
});

test('missing settings are named, and no secret is printed', async () => {
  const findings = await diagnose({ DATA_DIR: dataDir, ...TWILIO, TWILIO_AUTH_TOKEN: '' }, world(WELL), () => NOW);
  expect(findings.find((one) => one.about === 'Channel sms')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('TWILIO_AUTH_TOKEN is not set'),
  });
  expect(report(await diagnose({ DATA_DIR: dataDir, ...TWILIO }, world(WELL), () => NOW))).not.toContain(
    TWILIO.TWILIO_AUTH_TOKEN,
  );
});

test('settings that cannot be read end it at once', async () => {
  const findings = await diagnose({ DATA_DIR: dataDir, PORT: 'abc' }, world({}), () => NOW);
  expect(findings.map((one) => [one.about, one.state])).toEqual([['Settings', 'bad']]);
});
