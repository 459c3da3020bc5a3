import type { HttpRequest } from '../../../bot/contracts';
import { hmac, sameSecret } from '../signature';
import { form, utf8 } from '../webhook';

/**
 * `X-Twilio-Signature`: base64 of HMAC-SHA1 over the exact URL followed by every form field, sorted by key; a repeated
 * key contributes each distinct value once, sorted. Source: reference B.4.
 */
export function twilioSignature(authToken: string, url: string, fields: URLSearchParams): string {
  const keys = [...new Set(fields.keys())].sort(byCodeUnit);
  const data = keys.map((key) =>
    [...new Set(fields.getAll(key))]
      .sort(byCodeUnit)
      .map((value) => key + value)
      .join(''),
  );
  return hmac('sha1', authToken, url + data.join(''), 'base64');
}

/**
 * Whether a request was signed with one of our tokens (two while one is being replaced). The URL is our public address
 * plus the path and query as received: Host headers are the caller's word and not trusted.
 */
export function verifyTwilio(request: HttpRequest, publicUrl: string, authTokens: readonly string[]): boolean {
  const given = request.headers['x-twilio-signature'];
  if (given === undefined || given === '') return false;
  if (utf8(request.body) === undefined) return false;
  const fields = form(request);
  if (fields === undefined) return false;
  const url = publicUrl + request.url;
  return authTokens.some((token) => token !== '' && sameSecret(twilioSignature(token, url, fields), given));
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
