import type { SettingsReader } from '../settings';
import type { TwilioAccount } from './client';

/** The Twilio account, shared by SMS and WhatsApp. */
export function readTwilioAccount(read: SettingsReader): TwilioAccount {
  const accountSid = read.required('TWILIO_ACCOUNT_SID', 'the account, from the Twilio console');
  if (accountSid !== '' && !/^AC[0-9a-f]{32}$/.test(accountSid))
    read.problem('TWILIO_ACCOUNT_SID is not an account: it begins with AC and has 34 characters.');
  const authToken = read.secret('TWILIO_AUTH_TOKEN', 'the primary auth token; it signs webhooks, an API key does not');
  const next = read.optional('TWILIO_AUTH_TOKEN_NEXT');
  const keySid = read.optional('TWILIO_API_KEY_SID');
  const keySecret = read.optional('TWILIO_API_KEY_SECRET');
  if ((keySid === undefined) !== (keySecret === undefined))
    read.problem('TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET belong together: set both or none.');
  return {
    accountSid,
    authTokens: [authToken, ...(next === undefined ? [] : [next])],
    ...(keySid === undefined || keySecret === undefined ? {} : { apiKey: { sid: keySid, secret: keySecret } }),
    apiUrl: read.url('TWILIO_API_URL', 'https://api.twilio.com'),
  };
}
