import type { Activity } from '../contracts';
import type { Act } from './act';
import { type AuditEntry, type ChainHead, chain } from './audit';
import type { ConversationRow, InboxEvent } from './claim';
import type { Db } from './db';
import { applyWrites, insertRows, type Row, resultRows, type Write } from './rows';
import { inOrder, type Statements } from './statements';
import type { StoredLine } from './transcript';
import type { Vault } from './vault';

/** Everything one turn decided, ready to be written. */
export interface TurnResult {
  readonly conversation: ConversationRow;
  readonly event: InboxEvent;
  /** The lease the turn was run under. */
  readonly worker: string;
  /** The new state as JSON text. */
  readonly state: string;
  readonly locale: string;
  readonly patientId?: string;
  /** What is said, in order. */
  readonly said: readonly Said[];
  readonly writes: readonly Write[];
  /** Carried out after the writes; see act.ts. */
  readonly acts?: readonly Act[];
  readonly audit: readonly AuditEntry[];
  /** The event was given up: it becomes a dead letter with this code. */
  readonly dead?: string;
  /** Ownership changes with the turn (hand back). */
  readonly release?: boolean;
}

export interface Said {
  readonly activityId: string;
  readonly role: 'bot' | 'staff' | 'system';
  readonly activity: Activity;
  /** Physical messages for channels that are sent to; none for web chat. */
  readonly parts: readonly OutboxPart[];
}

export interface OutboxPart {
  readonly id: string;
  readonly payload: Record<string, unknown>;
  readonly safety: boolean;
  readonly purpose: string;
  readonly expiresAt?: number;
  /** The due message of ours it carries. */
  readonly outreachId?: string;
}

/** `won`: written. `lost`: another worker or a member of staff was first. `conflict`: a rule of the data said no. */
export type Outcome = 'won' | 'lost' | 'conflict';

/** A result with everything sealed that will be stored: nothing is encrypted while the database is locked. */
export interface SealedResult {
  readonly result: TurnResult;
  readonly state: string;
  readonly bodies: readonly string[];
  readonly audit: { readonly rows: readonly Row[]; readonly head: ChainHead };
}

export function sealResult(vault: Vault, now: number, result: TurnResult): SealedResult {
  const { id, auditN, auditHash } = result.conversation;
  return {
    result,
    state: vault.seal(result.state, id),
    bodies: result.said.map((one) => vault.seal(JSON.stringify(one.activity), id)),
    audit: chain(id, { n: auditN, hash: auditHash }, now, result.audit, vault),
  };
}

/** What a committed turn changed: its transcript position, what it said, whether more waits. */
export interface Saved {
  readonly seq: number;
  readonly waiting: boolean;
  readonly lines: readonly StoredLine[];
}

/** T2 of a set, without the rows that other sets of the same commit add to as well. */
export interface SavedTurns {
  /** By conversation; whoever is missing lost its version or lease and wrote nothing. */
  readonly saved: ReadonlyMap<string, Saved>;
  readonly transcript: readonly Row[];
  /** Closes the events of the winners. */
  finish(): Promise<void>;
  /** Everything else of the winners. */
  rest(): Promise<void>;
}

/** T2: compare and set on version and lease, then the rows of those who won, one statement per table. */
export async function saveTurns(
  trx: Statements,
  db: Db,
  vault: Vault,
  now: number,
  results: readonly SealedResult[],
): Promise<SavedTurns> {
  const heads = results.length === 0 ? new Map<string, Head>() : await saveConversations(trx, db, now, results);
  const won = results.filter(({ result }) => heads.has(result.conversation.id));
  const { transcript, outbox, lines } = saidRows(vault, now, won, heads);
  const saved = new Map(
    [...heads].map(([id, head]) => [
      id,
      { seq: head.seq, waiting: head.wakeAt !== undefined, lines: lines.get(id) ?? [] },
    ]),
  );
  return {
    saved,
    transcript,
    finish: () => finishInbox(trx, db, now, won),
    async rest() {
      await inOrder(trx, [
        () => insertRows(trx, db.dialect, 'outbox', outbox),
        () =>
          insertRows(
            trx,
            db.dialect,
            'audit',
            won.flatMap((one) => one.audit.rows),
          ),
        () =>
          applyWrites(
            trx,
            db.dialect,
            won.flatMap((one) => one.result.writes),
          ),
      ]);
    },
  };
}

interface Head {
  readonly seq: number;
  readonly lastAt: number;
  readonly wakeAt: number | undefined;
}

/** Compare and set on version and lease: whoever lost either writes nothing. */
async function saveConversations(
  trx: Statements,
  db: Db,
  now: number,
  results: readonly SealedResult[],
): Promise<Map<string, Head>> {
  const list = JSON.stringify(
    results.map(({ result, state, audit }) => ({
      id: result.conversation.id,
      version: result.conversation.version,
      worker: result.worker,
      inbox: result.event.id,
      n: result.said.length,
      state,
      locale: result.locale,
      patient: result.patientId ?? result.conversation.patientId ?? null,
      release: result.release === true ? 1 : 0,
      audit_n: audit.head.n,
      audit_hash: audit.head.hash,
    })),
  );
  const rows = await trx.raw(SAVE[db.dialect], [now, now, list, now]);
  return new Map(
    resultRows<{ id: string; seq: number; last_at: number; wake_at: number | null }>(rows).map((row) => [
      row.id,
      { seq: row.seq, lastAt: row.last_at, wakeAt: row.wake_at ?? undefined },
    ]),
  );
}

const COLUMNS = {
  id: 'text',
  version: 'int',
  worker: 'text',
  inbox: 'bigint',
  n: 'int',
  state: 'text',
  locale: 'text',
  patient: 'text',
  release: 'int',
  audit_n: 'int',
  audit_hash: 'text',
};

function saveSql(from: string, greatest: string, number: string): string {
  return `UPDATE conversation SET version = conversation.version + 1, state = x.state, locale = x.locale, patient_id = x.patient,
     seq = seq + x.n, last_at = CASE WHEN x.n > 0 THEN ${greatest}(last_at + x.n, ${number}) ELSE last_at END,
     owner_id = CASE WHEN x.release = 1 THEN NULL ELSE owner_id END, owner_since = CASE WHEN x.release = 1 THEN NULL ELSE owner_since END,
     audit_n = x.audit_n, audit_hash = x.audit_hash, lease_owner = NULL, lease_until = NULL, updated_at = ${number},
     wake_at = (SELECT MIN(received_at) FROM inbox WHERE inbox.conversation_id = conversation.id AND status = 0 AND inbox.id <> x.inbox)
   FROM ${from}
   WHERE conversation.id = x.id AND conversation.version = x.version AND conversation.lease_owner = x.worker AND conversation.lease_until > ${number}
   RETURNING conversation.id, seq, last_at, wake_at`;
}

const SAVE = {
  postgres: saveSql(
    `json_to_recordset(?::json) AS x(${Object.entries(COLUMNS)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')})`,
    'GREATEST',
    '?::bigint',
  ),
  sqlite: saveSql(
    `(SELECT ${Object.keys(COLUMNS)
      .map((name) => `json_extract(value, '$.${name}') AS ${name}`)
      .join(', ')} FROM json_each(?)) AS x`,
    'MAX',
    '?',
  ),
};

async function finishInbox(trx: Statements, db: Db, now: number, won: readonly SealedResult[]): Promise<void> {
  const done = won.flatMap(({ result }) => (result.dead === undefined ? [result.event.id] : []));
  if (done.length > 0) {
    const ids =
      db.dialect === 'postgres'
        ? 'SELECT value::bigint FROM json_array_elements_text(?::json)'
        : 'SELECT value FROM json_each(?)';
    await trx.raw(`UPDATE inbox SET status = 1, payload = NULL, done_at = ? WHERE id IN (${ids})`, [
      now,
      JSON.stringify(done),
    ]);
  }
  // A dead letter keeps its payload: staff may look at it and send it round again.
  for (const { result } of won) {
    if (result.dead !== undefined)
      await trx.raw('UPDATE inbox SET status = 2, done_at = ?, error_code = ? WHERE id = ?', [
        now,
        result.dead,
        result.event.id,
      ]);
  }
}

function saidRows(
  vault: Vault,
  now: number,
  won: readonly SealedResult[],
  heads: ReadonlyMap<string, Head>,
): { transcript: Row[]; outbox: Row[]; lines: Map<string, StoredLine[]> } {
  const transcript: Row[] = [];
  const outbox: Row[] = [];
  const lines = new Map<string, StoredLine[]>();
  for (const { result, bodies } of won) {
    const { conversation, said } = result;
    const head = heads.get(conversation.id)!;
    const stored: StoredLine[] = [];
    said.forEach((one, index) => {
      const behind = said.length - 1 - index;
      const [seq, at] = [head.seq - behind, head.lastAt - behind];
      stored.push({ seq, at, activityId: one.activityId, activity: one.activity });
      transcript.push({
        conversation_id: conversation.id,
        seq,
        activity_id: one.activityId,
        role: one.role,
        at,
        body: bodies[index]!,
      });
      one.parts.forEach((part, number) => {
        outbox.push({
          id: part.id,
          conversation_id: conversation.id,
          seq,
          part: number,
          channel: conversation.channel,
          contact_point_id: conversation.contactPointId,
          payload: vault.seal(JSON.stringify(part.payload), conversation.id),
          safety: part.safety ? 1 : 0,
          purpose: part.purpose,
          status: 'queued',
          next_at: now,
          expires_at: part.expiresAt ?? null,
          outreach_id: part.outreachId ?? null,
          created_at: now,
          updated_at: now,
        });
      });
    });
    lines.set(conversation.id, stored);
  }
  return { transcript, outbox, lines };
}
