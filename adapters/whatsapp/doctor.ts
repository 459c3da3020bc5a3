import type { MessageTemplate } from '../../knowledge/schema/message-template';
import { bad, type Finding, good, warning } from '../shared/diagnosis';
import { type Answered, callProvider, type Fetch, parseJson } from '../shared/provider-call';
import type { Env } from '../shared/settings';
import { diagnoseTwilioAccount } from '../sms/doctor';

const TIMEOUT_MS = 8_000;

/** Asks Meta (or Twilio) whether credentials, number and templates are in order. Sends nothing. */
export async function diagnoseWhatsApp(
  env: Env,
  publicUrl: string,
  templates: readonly MessageTemplate[],
  fetch: Fetch,
): Promise<readonly Finding[]> {
  const approval = approvals(templates);
  if (env.WHATSAPP_PROVIDER === 'twilio') return [await diagnoseTwilioAccount(env, fetch), approval];
  const number = await diagnoseNumber(env, fetch);
  if (number.state === 'bad') return [number, approval];
  return [number, await diagnoseSubscription(env, publicUrl, fetch), approval];
}

async function diagnoseNumber(env: Env, fetch: Fetch): Promise<Finding> {
  const about = 'WhatsApp number';
  const answer = await ask(
    env,
    `${env.WHATSAPP_PHONE_NUMBER_ID}?fields=display_phone_number,quality_rating,code_verification_status`,
    fetch,
  );
  if (answer === undefined)
    return bad(
      about,
      'graph.facebook.com cannot be reached.',
      'Allow outgoing https to it; check DNS and proxy settings.',
    );
  const body = parseJson(answer.body) as { quality_rating?: string; error?: { code?: number } } | undefined;
  if (answer.status === 200) {
    return body?.quality_rating === 'RED'
      ? warning(
          about,
          'Credentials are right, but people block or report this number (quality RED).',
          'Send less and clearer outreach; a low rating pauses templates.',
        )
      : good(about, `Credentials are right; quality ${body?.quality_rating ?? 'unknown'}.`);
  }
  if (body?.error?.code === 190)
    return bad(
      about,
      'The token is not valid or has expired.',
      'Make a permanent system user token with whatsapp_business_messaging and set WHATSAPP_TOKEN.',
    );
  if (answer.status === 404 || body?.error?.code === 100)
    return bad(
      about,
      'There is no such phone number id for this token.',
      'Copy the phone number ID (not the number) from WhatsApp > API Setup into WHATSAPP_PHONE_NUMBER_ID.',
    );
  return bad(
    about,
    `Meta answered ${answer.status}, code ${body?.error?.code ?? 'none'}.`,
    'Check the token’s permissions in Business settings > System users.',
  );
}

async function diagnoseSubscription(env: Env, publicUrl: string, fetch: Fetch): Promise<Finding> {
  const about = 'WhatsApp webhooks';
  const wanted = `${publicUrl}/webhooks/whatsapp`;
  const how = `In the app’s WhatsApp > Configuration, set the callback ${wanted} and your WHATSAPP_VERIFY_TOKEN, and subscribe to "messages".`;
  const account = env.WHATSAPP_BUSINESS_ACCOUNT_ID;
  if (!account) return warning(about, 'Not checked: WHATSAPP_BUSINESS_ACCOUNT_ID is not set.', how);
  const answer = await ask(env, `${account}/subscribed_apps`, fetch);
  const apps = answer === undefined ? undefined : (parseJson(answer.body) as { data?: unknown[] } | undefined)?.data;
  if (answer?.status !== 200 || apps === undefined) return warning(about, 'Meta does not tell.', how);
  return apps.length > 0
    ? good(about, 'An app is subscribed to this account.')
    : bad(about, 'No app is subscribed to this account.', how);
}

function approvals(templates: readonly MessageTemplate[]): Finding {
  const about = 'WhatsApp templates';
  const without = templates.filter(
    (one) => !Object.values(one.languages).some((language) => language.approval === 'approved'),
  );
  if (without.length === 0) return good(about, 'Every template is approved in a language at least.');
  return warning(
    about,
    `${without.length} of ${templates.length} templates are not approved (${without.map((one) => one.id).join(', ')}): what they stand for waits until the patient writes.`,
    'Submit them in WhatsApp Manager under the names in knowledge/content/templates, then set approval: approved there.',
  );
}

async function ask(env: Env, path: string, fetch: Fetch): Promise<Answered | undefined> {
  const base = `${(env.WHATSAPP_GRAPH_URL ?? 'https://graph.facebook.com').replace(/\/$/, '')}/${env.WHATSAPP_GRAPH_VERSION ?? 'v25.0'}`;
  const headers = { authorization: `Bearer ${env.WHATSAPP_TOKEN}` };
  const called = await callProvider(fetch, `${base}/${path}`, { headers }, TIMEOUT_MS);
  return 'answered' in called ? called.answered : undefined;
}
