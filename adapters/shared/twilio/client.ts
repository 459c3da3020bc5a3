import type { SendResult } from '../../../bot/contracts';
import { type Answered, byHttpStatus, callProvider, type Fetch, failure, parseJson } from '../provider-call';
import { twilioFailure } from './errors';

export interface TwilioAccount {
  readonly accountSid: string;
  /** The primary Auth Token: signs webhooks. A second one while it is being replaced. */
  readonly authTokens: readonly string[];
  /** API key for calls; the account and its token when absent. */
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  /** `https://api.twilio.com`, or the development stand-in. */
  readonly apiUrl: string;
}

/** Posts one message. A 201 with a `sid` is acceptance; carrier failures come later as status callbacks. */
export async function postTwilioMessage(
  account: TwilioAccount,
  fields: Readonly<Record<string, string | readonly string[]>>,
  fetch: Fetch,
  timeoutMs: number,
): Promise<SendResult> {
  const called = await callProvider(
    fetch,
    messagesUrl(account),
    {
      method: 'POST',
      headers: {
        authorization: authorization(account),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams(pairs(fields)).toString(),
    },
    timeoutMs,
  );
  return 'failed' in called ? called.failed : readTwilioAnswer(called.answered);
}

/** A list is the same key several times. */
function pairs(fields: Readonly<Record<string, string | readonly string[]>>): [string, string][] {
  return Object.entries(fields).flatMap(([key, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [key, one]),
  );
}

export function readTwilioAnswer(answer: Answered): SendResult {
  const body = parseJson(answer.body) as { sid?: unknown; code?: unknown; error_code?: unknown } | undefined;
  if (answer.status >= 200 && answer.status < 300) {
    if (typeof body?.sid === 'string') return { ok: true, providerId: body.sid };
    return { ok: false, retry: true, code: 'unknown_outcome', detail: `http_${answer.status}` };
  }
  if (answer.status === 429) return byHttpStatus(answer);
  if (typeof body?.code === 'number' && answer.status < 500)
    return failure(twilioFailure(body.code), String(body.code), answer.retryAfterMs);
  // A 5xx with Twilio's own error body says the request was not accepted; without one nobody knows.
  if (typeof body?.code === 'number')
    return { ok: false, retry: true, code: 'provider_error', detail: String(body.code) };
  return byHttpStatus(answer);
}

export function messagesUrl(account: TwilioAccount): string {
  return `${account.apiUrl}/2010-04-01/Accounts/${encodeURIComponent(account.accountSid)}/Messages.json`;
}

export function authorization(account: TwilioAccount): string {
  const user = account.apiKey?.sid ?? account.accountSid;
  const password = account.apiKey?.secret ?? account.authTokens[0]!;
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
