import { bad, type Finding, good, warning } from '../shared/diagnosis';
import { type Answered, callProvider, type Fetch, parseJson } from '../shared/provider-call';
import type { Env } from '../shared/settings';

const TIMEOUT_MS = 8_000;

/** Asks the SMS provider whether our credentials are right and its webhooks come to us. Sends nothing. */
export async function diagnoseSms(env: Env, publicUrl: string, fetch: Fetch): Promise<readonly Finding[]> {
  switch (env.SMS_PROVIDER) {
    case 'twilio':
      return diagnoseTwilio(env, publicUrl, fetch);
    case 'africastalking':
      return [await diagnoseAfricasTalking(env, fetch), webhookHint('africastalking', publicUrl)];
    case 'vonage':
      return [await diagnoseVonage(env, fetch), webhookHint('vonage', publicUrl)];
    case 'kannel':
      return [await reachable('SMS gateway (Kannel)', env.KANNEL_URL ?? '', fetch), webhookHint('kannel', publicUrl)];
    case 'jasmin':
      return [await reachable('SMS gateway (Jasmin)', env.JASMIN_URL ?? '', fetch), webhookHint('jasmin', publicUrl)];
    default:
      return [];
  }
}

/** Credentials of the Twilio account; also used for WhatsApp through Twilio. */
export async function diagnoseTwilioAccount(env: Env, fetch: Fetch): Promise<Finding> {
  const about = 'Twilio account';
  const answer = await askTwilio(env, '.json', fetch);
  if (answer === undefined) return notReached(about, 'api.twilio.com');
  if (answer.status === 401)
    return bad(
      about,
      'Twilio does not accept the credentials.',
      'Copy Account SID and primary Auth Token from console.twilio.com into TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
    );
  const status = (parseJson(answer.body) as { status?: unknown } | undefined)?.status;
  if (answer.status !== 200)
    return bad(about, `Twilio answered ${answer.status}.`, 'Check TWILIO_ACCOUNT_SID, and status.twilio.com.');
  return status === 'active'
    ? good(about, 'Credentials are right, the account is active.')
    : bad(about, `The account is ${String(status)}.`, 'Sign in to console.twilio.com and put the account right.');
}

async function diagnoseTwilio(env: Env, publicUrl: string, fetch: Fetch): Promise<readonly Finding[]> {
  const account = await diagnoseTwilioAccount(env, fetch);
  const number = env.TWILIO_SMS_FROM;
  if (account.state !== 'good' || !number) return [account];
  const about = `Twilio number ending ${number.slice(-4)}`;
  const answer = await askTwilio(env, `/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(number)}`, fetch);
  if (answer === undefined) return [account, notReached(about, 'api.twilio.com')];
  const found = (
    parseJson(answer.body) as { incoming_phone_numbers?: { sms_url?: string; sms_method?: string }[] } | undefined
  )?.incoming_phone_numbers?.[0];
  const wanted = `${publicUrl}/webhooks/sms/twilio`;
  if (found === undefined)
    return [
      account,
      bad(
        about,
        'This account has no such number.',
        'Set TWILIO_SMS_FROM to a number of this account, written like +14155550100.',
      ),
    ];
  if (found.sms_url?.split('#')[0] !== wanted || found.sms_method !== 'POST') {
    const messagingService = env.TWILIO_MESSAGING_SERVICE_SID ? ' (or in the Messaging Service, if that receives)' : '';
    return [
      account,
      bad(
        about,
        'Incoming messages do not come to us.',
        `In the number’s Messaging settings${messagingService}, set "A message comes in" to Webhook, ${wanted}, HTTP POST.`,
      ),
    ];
  }
  return [account, good(about, 'Incoming messages come to us.')];
}

async function askTwilio(env: Env, path: string, fetch: Fetch): Promise<Answered | undefined> {
  const base = (env.TWILIO_API_URL ?? 'https://api.twilio.com').replace(/\/$/, '');
  const authorization = `Basic ${Buffer.from(`${env.TWILIO_ACCOUNT_SID}:${env.TWILIO_AUTH_TOKEN}`).toString('base64')}`;
  const url = `${base}/2010-04-01/Accounts/${encodeURIComponent(env.TWILIO_ACCOUNT_SID ?? '')}${path}`;
  const called = await callProvider(fetch, url, { headers: { authorization } }, TIMEOUT_MS);
  return 'answered' in called ? called.answered : undefined;
}

async function diagnoseAfricasTalking(env: Env, fetch: Fetch): Promise<Finding> {
  const about = 'Africa’s Talking account';
  const sandbox = env.AFRICASTALKING_USERNAME === 'sandbox';
  const base =
    env.AFRICASTALKING_API_URL ??
    (sandbox ? 'https://api.sandbox.africastalking.com' : 'https://api.africastalking.com');
  const url = `${base}/version1/user?username=${encodeURIComponent(env.AFRICASTALKING_USERNAME ?? '')}`;
  const headers = { apiKey: env.AFRICASTALKING_API_KEY ?? '', accept: 'application/json' };
  const called = await callProvider(fetch, url, { headers }, TIMEOUT_MS);
  if (!('answered' in called)) return notReached(about, new URL(base).host);
  return called.answered.status === 200
    ? good(about, 'Credentials are right.')
    : bad(
        about,
        `The account was refused (${called.answered.status}).`,
        'Set AFRICASTALKING_USERNAME to the application’s name and AFRICASTALKING_API_KEY to a key made in its settings.',
      );
}

async function diagnoseVonage(env: Env, fetch: Fetch): Promise<Finding> {
  const about = 'Vonage account';
  const base = env.VONAGE_API_URL ?? 'https://rest.nexmo.com';
  const query = new URLSearchParams({ api_key: env.VONAGE_API_KEY ?? '', api_secret: env.VONAGE_API_SECRET ?? '' });
  const called = await callProvider(fetch, `${base}/account/get-balance?${query.toString()}`, {}, TIMEOUT_MS);
  if (!('answered' in called)) return notReached(about, new URL(base).host);
  return called.answered.status === 200
    ? good(about, 'Credentials are right.')
    : bad(
        about,
        `The account was refused (${called.answered.status}).`,
        'Copy API key and secret from dashboard.nexmo.com into VONAGE_API_KEY and VONAGE_API_SECRET.',
      );
}

async function reachable(about: string, url: string, fetch: Fetch): Promise<Finding> {
  const called = await callProvider(fetch, url, {}, TIMEOUT_MS);
  return 'answered' in called
    ? good(about, 'The gateway answers.')
    : bad(
        about,
        'The gateway does not answer.',
        'Start it, or correct its address in the settings; check firewalls between the two machines.',
      );
}

function webhookHint(provider: string, publicUrl: string): Finding {
  const base = `${publicUrl}/webhooks/sms/${provider}/<SMS_WEBHOOK_SECRET>`;
  return warning(
    'SMS webhooks',
    'This provider cannot be asked where it delivers.',
    `See that it calls ${base} for messages and ${base}/status for delivery reports (docs/connect-sms-gateways.md).`,
  );
}

function notReached(about: string, host: string): Finding {
  return bad(about, `${host} cannot be reached.`, 'Allow outgoing https to it; check DNS and proxy settings.');
}
