import { type Activity, type FetchedFile, fileRefOf } from '../../bot/contracts';
import type { Fetch } from './provider-call';

/** A file that goes with a message, as the outbox keeps it: which one, never its bytes. */
export interface OutgoingFile {
  readonly file: string;
  readonly conversation: string;
  readonly name: string;
  readonly contentType: string;
}

/** The stored files of an activity. */
export function filesOf(activity: Activity): readonly OutgoingFile[] {
  return (activity.attachments ?? []).flatMap((one) => {
    const ref = fileRefOf(one);
    if (ref === undefined) return [];
    return [{ file: ref.file, conversation: ref.conversation, name: one.name ?? '', contentType: one.contentType }];
  });
}

/** How long a provider may take to fetch what it was told to send. */
export const PROVIDER_LINK_SECONDS = 4 * 60 * 60;

/** More than any channel carries is not brought here. */
const MOST_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

/**
 * Brings bytes from a provider. Credentials go to the address given and, as fetch has it, to no other host that it is
 * sent on to.
 */
export async function fetchFile(fetch: Fetch, url: string, headers: Record<string, string>): Promise<FetchedFile> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404 || response.status === 410 || response.status === 400) return failed('gone');
    if (!response.ok) return failed('away');
    if (Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) return failed('too_big');
    return await readAll(response);
  } catch {
    return failed('away');
  }
}

async function readAll(response: Response): Promise<FetchedFile> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > MOST_BYTES) return failed('too_big');
    chunks.push(chunk as Uint8Array);
  }
  return { ok: true, bytes: Buffer.concat(chunks) };
}

export const failed = (code: 'gone' | 'away' | 'too_big'): FetchedFile => ({ ok: false, code });
