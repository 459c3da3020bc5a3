import type { Attachment, FetchedFile } from '../../../bot/contracts';
import { failed, fetchFile } from '../files';
import type { Fetch } from '../provider-call';
import { authorization, type TwilioAccount } from './client';

/**
 * Brings a file a patient sent by MMS or WhatsApp. Accounts may ask for credentials on media (reference B.3); they go to
 * addresses of our own account only, whatever a message says.
 */
export async function fetchTwilioMedia(
  account: TwilioAccount,
  attachment: Attachment,
  fetch: Fetch,
): Promise<FetchedFile> {
  const own = `${account.apiUrl}/2010-04-01/Accounts/${encodeURIComponent(account.accountSid)}/Messages/`;
  const url = attachment.contentUrl ?? '';
  if (!url.startsWith(own) || url.includes('..')) return failed('gone');
  return fetchFile(fetch, url, { authorization: authorization(account) });
}
