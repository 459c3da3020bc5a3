import { createHash } from 'node:crypto';
import type { Attachment, FetchedFile, Files, SendResult } from '../../../bot/contracts';
import { failed, fetchFile, type OutgoingFile } from '../../shared/files';
import { callProvider, parseJson } from '../../shared/provider-call';
import type { CloudApiSettings } from './cloud';

type Failed = Extract<SendResult, { ok: false }>;
type Access = Pick<CloudApiSettings, 'graphUrl' | 'phoneNumberId' | 'token' | 'fetch'>;

const UPLOAD_TIMEOUT_MS = 25_000;
const LOOK_UP_TIMEOUT_MS = 10_000;

/**
 * Uploads a stored file; the id it gets is what a message names. Nothing has reached the patient by then, so whatever
 * goes wrong on the way may be tried again. Source: Meta's media reference (`POST /{phone number id}/media`).
 *
 * @param read what an answer means that is not the id.
 */
export async function uploadMedia(
  access: Access,
  files: Files | undefined,
  outgoing: OutgoingFile,
  read: (status: number, body: string, retryAfterMs?: number) => SendResult,
): Promise<{ id: string } | { failed: Failed }> {
  const stored = await files?.read(outgoing);
  if (stored === undefined) return { failed: { ok: false, retry: false, code: 'rejected', detail: 'file_gone' } };
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', stored.contentType);
  form.set('file', new Blob([new Uint8Array(stored.bytes)], { type: stored.contentType }), stored.name);
  const called = await callProvider(
    access.fetch,
    `${access.graphUrl}/${encodeURIComponent(access.phoneNumberId)}/media`,
    { method: 'POST', headers: { authorization: `Bearer ${access.token}` }, body: form },
    UPLOAD_TIMEOUT_MS,
  );
  if ('failed' in called) return { failed: again(called.failed) };
  const { status, body, retryAfterMs } = called.answered;
  const id = (parseJson(body) as { id?: unknown } | undefined)?.id;
  if (status === 200 && typeof id === 'string') return { id };
  const result = read(status, body, retryAfterMs);
  return { failed: result.ok ? { ok: false, retry: true, code: 'provider_error' } : again(result) };
}

/** An upload whose end nobody knows sent no message. */
function again(result: Failed): Failed {
  return result.retry && result.code === 'unknown_outcome' ? { ...result, code: 'provider_error' } : result;
}

/**
 * Brings a file a patient sent. Its address is asked for by its id and works for some minutes; ids of webhooks are kept
 * by Meta for seven days. Source: reference C.5; Meta's media reference.
 */
export async function fetchMedia(access: Access, attachment: Attachment): Promise<FetchedFile> {
  const { mediaId, sha256 } = (attachment.content ?? {}) as { mediaId?: unknown; sha256?: unknown };
  if (typeof mediaId !== 'string') return failed('gone');
  const headers = { authorization: `Bearer ${access.token}` };
  const called = await callProvider(
    access.fetch,
    `${access.graphUrl}/${encodeURIComponent(mediaId)}`,
    { method: 'GET', headers },
    LOOK_UP_TIMEOUT_MS,
  );
  if ('failed' in called) return failed('away');
  const { status, body } = called.answered;
  if (status === 400 || status === 404) return failed('gone');
  const url = (parseJson(body) as { url?: unknown } | undefined)?.url;
  if (status !== 200 || typeof url !== 'string' || !isMetas(url, access.graphUrl)) return failed('away');
  const fetched = await fetchFile(access.fetch, url, headers);
  if (!fetched.ok || typeof sha256 !== 'string') return fetched;
  const digest = createHash('sha256').update(fetched.bytes).digest();
  // Seen in both writings.
  return sha256 === digest.toString('hex') || sha256 === digest.toString('base64') ? fetched : failed('away');
}

/** The token goes to Meta's own hosts only, whatever an answer says. */
function isMetas(url: string, graphUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (origin === new URL(graphUrl).origin) return true;
  return protocol === 'https:' && /(^|\.)(fbsbx|facebook|whatsapp|fbcdn)\.(com|net)$/.test(hostname);
}
