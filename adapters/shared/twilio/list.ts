import type { Instant } from '../../../bot/contracts';
import { callProvider, type Fetch, parseJson } from '../provider-call';
import { authorization, messagesUrl, type TwilioAccount } from './client';

/** A message as Twilio's list has it: the fields a webhook would have brought, and when it was sent. */
export interface ListedMessage {
  readonly fields: URLSearchParams;
  readonly at: Instant;
}

const PAGE = 1_000;
const MOST_PAGES = 20;
const TIMEOUT_MS = 15_000;

/**
 * Messages that people sent to one of our numbers since then, oldest first; undefined when the list cannot be had.
 * Twilio does not deliver a webhook again that found us away, so this is the only way to them. `DateSent` filters by
 * day (UTC), the rest is done here. Source: reference B.3.
 *
 * @param to our number, for WhatsApp with its `whatsapp:` prefix.
 */
export async function listTwilioMessages(
  account: TwilioAccount,
  to: string,
  since: Instant,
  fetch: Fetch,
): Promise<readonly ListedMessage[] | undefined> {
  const day = new Date(since).toISOString().slice(0, 10);
  const query = new URLSearchParams({ To: to, 'DateSent>': day, PageSize: String(PAGE) });
  let url: string | undefined = `${messagesUrl(account)}?${query}`;
  const found: ListedMessage[] = [];
  for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
    const called = await callProvider(
      fetch,
      url,
      { method: 'GET', headers: { authorization: authorization(account), accept: 'application/json' } },
      TIMEOUT_MS,
    );
    if ('failed' in called || called.answered.status !== 200) return undefined;
    const body = parseJson(called.answered.body) as { messages?: unknown; next_page_uri?: unknown } | undefined;
    if (!Array.isArray(body?.messages)) return undefined;
    found.push(...body.messages.flatMap((one) => listed(one as Record<string, unknown>, account.accountSid)));
    url = nextPage(body.next_page_uri, account);
  }
  return found.filter((one) => one.at >= since).sort((a, b) => a.at - b.at);
}

/** A path of the same account only: an answer does not send our credentials anywhere else. */
function nextPage(uri: unknown, account: TwilioAccount): string | undefined {
  const own = messagesUrl(account).slice(account.apiUrl.length);
  return typeof uri === 'string' && uri.startsWith(`${own}?`) ? account.apiUrl + uri : undefined;
}

function listed(one: Record<string, unknown>, accountSid: string): ListedMessage[] {
  const at = Date.parse(String(one.date_sent));
  if (one.direction !== 'inbound' || typeof one.sid !== 'string' || !Number.isFinite(at)) return [];
  const fields = new URLSearchParams({
    MessageSid: one.sid,
    AccountSid: accountSid,
    From: String(one.from ?? ''),
    To: String(one.to ?? ''),
    Body: String(one.body ?? ''),
    NumMedia: '0',
  });
  return [{ fields, at }];
}
