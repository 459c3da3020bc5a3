import type { Files } from '../../bot/contracts';
import type { Fetch } from '../shared/provider-call';
import { type Env, type SettingsRead, SettingsReader } from '../shared/settings';
import { readTwilioAccount } from '../shared/twilio/settings';
import type { SmsProvider } from './provider';
import { createAfricasTalkingSms } from './providers/africastalking';
import { createJasminSms } from './providers/jasmin';
import { createKannelSms } from './providers/kannel';
import type { UnsignedGuard } from './providers/path-secret';
import { createTwilioSms } from './providers/twilio';
import { createVonageSms } from './providers/vonage';

/** What every provider needs from the installation. */
export interface SmsSurroundings {
  readonly publicUrl: string;
  /** The hospital's country, for numbers that come without a plus. */
  readonly country: string;
  readonly fetch: Fetch;
  readonly files?: Files;
}

type Make = (surroundings: SmsSurroundings) => SmsProvider;

/** A new provider is one line here and one file in `providers/`. */
const PROVIDERS: Readonly<Record<string, (read: SettingsReader) => Make>> = {
  twilio(read) {
    const account = readTwilioAccount(read);
    const from = read.optional('TWILIO_SMS_FROM');
    const messagingServiceSid = read.optional('TWILIO_MESSAGING_SERVICE_SID');
    if (from === undefined && messagingServiceSid === undefined)
      read.problem('TWILIO_SMS_FROM or TWILIO_MESSAGING_SERVICE_SID is not set: one of them says who sends.');
    const answersStop = read.oneOf('TWILIO_ANSWERS_STOP', ['yes', 'no'], 'yes') === 'yes';
    const mms = read.oneOf('TWILIO_MMS', ['on', 'off'], 'off') === 'on';
    const sender = { account, from, messagingServiceSid, answersStop, validitySeconds: 14_400 };
    return ({ publicUrl, fetch, files }) =>
      createTwilioSms({ ...sender, publicUrl, fetch, ...(mms && files !== undefined ? { mms: files } : {}) });
  },
  africastalking(read) {
    const username = read.required('AFRICASTALKING_USERNAME', 'the application name, or "sandbox"');
    const apiKey = read.secret('AFRICASTALKING_API_KEY', 'the API key of the application');
    const from = read.required('AFRICASTALKING_FROM', 'the short code or sender id');
    const host = username === 'sandbox' ? 'https://api.sandbox.africastalking.com' : 'https://api.africastalking.com';
    const apiUrl = read.url('AFRICASTALKING_API_URL', host);
    const guard = readGuard(read);
    return ({ country, fetch }) => createAfricasTalkingSms({ username, apiKey, from, apiUrl, guard, country, fetch });
  },
  vonage(read) {
    const apiKey = read.required('VONAGE_API_KEY', 'the key of the Vonage account');
    const apiSecret = read.secret('VONAGE_API_SECRET', 'the secret of the Vonage account', 8);
    const from = read.required('VONAGE_FROM', 'our number as Vonage writes it, without plus');
    const apiUrl = read.url('VONAGE_API_URL', 'https://rest.nexmo.com');
    const guard = readGuard(read);
    return ({ country, fetch }) => createVonageSms({ apiKey, apiSecret, from, apiUrl, guard, country, fetch });
  },
  kannel(read) {
    const url = read.url('KANNEL_URL');
    const username = read.required('KANNEL_USERNAME', 'the sendsms-user of the gateway');
    const password = read.secret('KANNEL_PASSWORD', 'the password of the sendsms-user', 8);
    const from = read.required('KANNEL_FROM', 'our number or short code');
    const smsc = read.optional('KANNEL_SMSC');
    const guard = readGuard(read);
    return ({ publicUrl, country, fetch }) =>
      createKannelSms({ url, username, password, from, smsc, validityMinutes: 240, guard, publicUrl, country, fetch });
  },
  jasmin(read) {
    const url = read.url('JASMIN_URL');
    const username = read.required('JASMIN_USERNAME', 'the user of the gateway');
    const password = read.secret('JASMIN_PASSWORD', 'the password of that user', 8);
    const from = read.required('JASMIN_FROM', 'our number or short code');
    const guard = readGuard(read);
    return ({ publicUrl, country, fetch }) =>
      createJasminSms({ url, username, password, from, guard, publicUrl, country, fetch });
  },
};

export const SMS_PROVIDERS = Object.keys(PROVIDERS);

/** SMS settings; off when `SMS_PROVIDER` is not set. */
export function readSmsSettings(env: Env): SettingsRead<Make> {
  const read = new SettingsReader(env, 'the SMS channel');
  const name = read.optional('SMS_PROVIDER');
  if (name === undefined) return { state: 'off' };
  const provider = PROVIDERS[name];
  if (provider === undefined) {
    return { state: 'broken', problems: [`SMS_PROVIDER is "${name}": write one of ${SMS_PROVIDERS.join(', ')}.`] };
  }
  return read.result(provider(read));
}

function readGuard(read: SettingsReader): UnsignedGuard {
  const secret = read.secret(
    'SMS_WEBHOOK_SECRET',
    'the last part of the webhook address, known to the gateway only',
    24,
  );
  if (secret !== '' && !/^[A-Za-z0-9_-]+$/.test(secret))
    read.problem('SMS_WEBHOOK_SECRET may hold letters, digits, - and _ only: it is part of an address.');
  return { secret, allow: read.list('SMS_WEBHOOK_ALLOW') };
}
