import type { Knex } from 'knex';
import type { Clock, Files, Ids, Instant, StoredFile } from '../contracts';
import { appendAudit } from './audit';
import { lockConversations } from './contacts';
import type { Db } from './db';
import type { Vault } from './vault';

/** A stored file without its bytes. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

export interface FileStore {
  read: Files['read'];
  /** Keeps what a member of staff uploaded; `full` when too many of theirs wait to be sent in this conversation. */
  add(conversationId: string, staffId: string, file: StoredFile): Promise<KeptFile | 'full'>;
  /** Takes back one that was not sent; false when it is not this person's to take back. */
  drop(conversationId: string, staffId: string, id: string): Promise<boolean>;
  /** Uploads of a person in a conversation, sent or not, in the order asked for; undefined when one is not there. */
  described(conversationId: string, staffId: string, ids: readonly string[]): Promise<readonly KeptFile[] | undefined>;
  /** What a patient sent with a message, once it was brought from the provider. */
  received(conversationId: string, seq: number, part: number): Promise<StoredFile | undefined>;
  /** @param at when the message came: the file is as old as it, whenever it was looked at first. */
  keepReceived(conversationId: string, seq: number, part: number, file: StoredFile, at: Instant): Promise<void>;
}

interface FileRow {
  id: string;
  conversation_id: string;
  about: string;
  size: number;
  body: Buffer;
}

/** Uploaded and not sent, by one person in one conversation. */
const MOST_WAITING = 20;
/** An upload that was not sent within a day was given up. */
export const ABANDONED_MS = 24 * 60 * 60_000;

/** Files of conversations, sealed like everything a patient said. */
export function createFileStore(tools: { db: Db; vault: Vault; clock: Clock; ids: Ids }): FileStore {
  const { db, vault, clock, ids } = tools;
  const opened = (row: FileRow): StoredFile => ({
    ...aboutOf(vault, row),
    bytes: vault.openBytes(Buffer.from(row.body), row.conversation_id),
  });
  const rowOf = (conversationId: string, id: string, { name, contentType, bytes }: StoredFile) => ({
    id,
    conversation_id: conversationId,
    about: vault.seal(JSON.stringify({ name, contentType }), conversationId),
    size: bytes.length,
    body: vault.sealBytes(bytes, conversationId),
    created_at: clock.now(),
  });

  return {
    async read({ file, conversation }) {
      const row = (await db.read('file').where({ id: file, conversation_id: conversation }).first()) as
        | FileRow
        | undefined;
      return row === undefined ? undefined : opened(row);
    },
    add: (conversationId, staffId, file) =>
      db.transaction(async (trx) => {
        await lockConversations(trx, db.dialect, [conversationId]);
        const mine = { conversation_id: conversationId, staff_id: staffId, status: 'waiting' };
        const counted = await trx('file').where(mine).count({ n: '*' }).first();
        if (Number(counted?.n ?? 0) >= MOST_WAITING) return 'full';
        const row = rowOf(conversationId, ids.next('file'), file);
        await trx('file').insert({ ...row, status: 'waiting', staff_id: staffId });
        const detail = { file: row.id, contentType: file.contentType, size: row.size };
        await appendAudit(trx, db, vault, row.created_at, conversationId, [
          { actor: staffId, action: 'console.file_added', detail },
        ]);
        return { id: row.id, name: file.name, contentType: file.contentType, size: row.size };
      }),
    drop: (conversationId, staffId, id) =>
      db.transaction(async (trx) => {
        const where = { id, conversation_id: conversationId, staff_id: staffId, status: 'waiting' };
        if ((await trx('file').where(where).delete()) === 0) return false;
        await appendAudit(trx, db, vault, clock.now(), conversationId, [
          { actor: staffId, action: 'console.file_removed', detail: { file: id } },
        ]);
        return true;
      }),
    described: (conversationId, staffId, wanted) => describedFiles(db.read, vault, conversationId, staffId, wanted),
    async received(conversationId, seq, part) {
      const row = (await db.read('file').where({ conversation_id: conversationId, seq, part }).first()) as
        | FileRow
        | undefined;
      return row === undefined ? undefined : opened(row);
    },
    async keepReceived(conversationId, seq, part, file, at) {
      const row = { ...rowOf(conversationId, ids.next('file'), file), status: 'received', seq, part, created_at: at };
      // Two people may look at the same moment: one copy is enough.
      await db.transaction((trx) => trx('file').insert(row).onConflict(['conversation_id', 'seq', 'part']).ignore());
    },
  };
}

/** Uploads of a person without their bytes, in the order asked for; undefined when one is missing or named twice. */
export async function describedFiles(
  knex: Knex | Knex.Transaction,
  vault: Vault,
  conversationId: string,
  staffId: string,
  wanted: readonly string[],
): Promise<readonly KeptFile[] | undefined> {
  if (wanted.length === 0) return [];
  const rows = (await knex('file')
    .where({ conversation_id: conversationId, staff_id: staffId })
    .whereIn('id', [...wanted])
    .select('id', 'conversation_id', 'about', 'size')) as Omit<FileRow, 'body'>[];
  const found = wanted.flatMap((id) => rows.filter((row) => row.id === id));
  if (found.length < wanted.length || new Set(wanted).size < wanted.length) return undefined;
  return found.map((row) => ({ id: row.id, size: row.size, ...aboutOf(vault, row) }));
}

/** Marks uploads as sent, in the transaction that sends them; false when one was sent, removed or swept meanwhile. */
export async function markSent(
  trx: Knex.Transaction,
  conversationId: string,
  staffId: string,
  ids: readonly string[],
): Promise<boolean> {
  if (ids.length === 0) return true;
  const changed = await trx('file')
    .where({ conversation_id: conversationId, staff_id: staffId, status: 'waiting' })
    .whereIn('id', [...ids])
    .update({ status: 'sent' });
  return changed === ids.length;
}

/** Takes away uploads that nobody sent. */
export async function sweepAbandoned(db: Db, now: number): Promise<number> {
  return db.transaction((trx) =>
    trx('file')
      .where({ status: 'waiting' })
      .where('created_at', '<', now - ABANDONED_MS)
      .delete(),
  );
}

function aboutOf(vault: Vault, row: Pick<FileRow, 'about' | 'conversation_id'>): { name: string; contentType: string } {
  return JSON.parse(vault.open(row.about, row.conversation_id)) as { name: string; contentType: string };
}
