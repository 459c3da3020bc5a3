import { z } from 'zod';
import { fileHeaders } from '../../../bot/files/kinds';
import { fileLimits } from '../files/limits';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done, objectId } from '../schema/common';
import { keptFile } from '../schema/conversation';
import { actorOf, load, refuseNotOwner } from './conversation';

const shared = { object: 'conversation' } as const;
/** The most a hospital can allow (`files.max_mb`). */
const MOST_BYTES = 16 * 1024 * 1024;

async function upload({ deps, who, id, request }: Call) {
  const record = await load(deps, id);
  if (record.owner?.id !== who.staff.id) return refuseNotOwner(deps, id);
  const limits = fileLimits(deps.channels[record.channel]?.files, deps.content.hospital.files);
  if (limits === null) throw new Problem('no_files');
  const file = {
    name: nameOf(request.headers['x-file-name']),
    declared: request.headers['content-type'] ?? '',
    bytes: request.body,
  };
  const kept = await deps.files.keep(id, who.staff.id, file, limits.types);
  if (typeof kept === 'string') throw new Problem(kept);
  return ok(kept);
}

/** A header carries letters of the whole world only percent-encoded; what does not decode is a name like any other. */
function nameOf(header: string | undefined): string {
  const given = (header ?? '').slice(0, 2000);
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
}

async function read({ deps, who, id, request, now }: Call) {
  const seq = position(request.params.seq);
  const part = position(request.params.file);
  if (seq === undefined || part === undefined) throw new Problem('file_gone');
  const file = await deps.files.ofMessage(id, seq, part);
  if (typeof file === 'string') throw new Problem(file);
  await deps.store.conversations.recordFileView(id, actorOf(who), { seq, part }, now);
  return {
    status: 200,
    headers: { ...fileHeaders(file.name, file.contentType), 'cross-origin-resource-policy': 'same-origin' },
    body: file.bytes,
  };
}

const small = z.string().regex(/^\d{1,9}$/);
function position(text: string | undefined): number | undefined {
  const parsed = small.safeParse(text);
  return parsed.success ? Number(parsed.data) : undefined;
}

async function remove({ deps, who, id, request }: Call) {
  const file = objectId.safeParse(request.params.file);
  if (!file.success || !(await deps.files.drop(id, who.staff.id, file.data))) throw new Problem('file_gone');
  return ok({ ok: true });
}

/** Files of a conversation: what staff attach to a reply, and what was sent in either direction. */
export const fileEndpoints = [
  endpoint({
    ...shared,
    id: 'addFile',
    method: 'POST',
    path: '/conversations/:id/files',
    summary: 'Upload a file to send with a reply; the owner only; its bytes say what it is',
    access: may('conversation.act'),
    upload: true,
    maxBytes: MOST_BYTES,
    reply: keptFile,
    handle: upload,
  }),
  endpoint({
    ...shared,
    id: 'removeFile',
    method: 'DELETE',
    path: '/conversations/:id/files/:file',
    summary: 'Take back an upload of one’s own that was not sent',
    access: may('conversation.act'),
    reply: done,
    handle: remove,
  }),
  endpoint({
    ...shared,
    id: 'readFile',
    method: 'GET',
    path: '/conversations/:id/messages/:seq/files/:file',
    summary:
      'A file of a message, by the place of the message and of the file in it; brought from the provider if need be',
    access: may('conversation.read'),
    reply: 'bytes',
    handle: read,
  }),
];
