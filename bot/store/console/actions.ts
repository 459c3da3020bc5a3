import type { Knex } from 'knex';
import type { Actor, ConversationStore } from '../../../console/api/ports';
import type { Clock, Ids } from '../../contracts';
import { appendAudit } from '../audit';
import { lockConversations } from '../contacts';
import type { Db } from '../db';
import { describedFiles, markSent } from '../files';
import { insertStaffEvent } from '../staff-event';
import type { Vault } from '../vault';
import { mention } from './mentions';
import { staffNames } from './names';

export interface ActionTools {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Kind =
  | 'claimed'
  | 'released'
  | 'transferred'
  | 'handed_back'
  | 'closed'
  | 'reopened'
  | 'note'
  | 'snoozed'
  | 'escalated'
  | 'break_glass';

/** Writes what happened where staff read it and where an auditor does, in the caller's transaction. */
export async function happened(
  tools: ActionTools,
  trx: Knex.Transaction,
  id: string,
  what: { kind: Kind; actor: Actor | null; at: number; body?: { text?: string; to?: string; [key: string]: unknown } },
): Promise<void> {
  const { db, vault, ids } = tools;
  await trx('happening').insert({
    id: ids.next('hap'),
    conversation_id: id,
    kind: what.kind,
    staff_id: what.actor?.staffId ?? null,
    body: what.body === undefined ? null : vault.seal(JSON.stringify(what.body), id),
    at: what.at,
  });
  const entry = { actor: what.actor?.staffId ?? 'system', action: `console.${what.kind}`, detail: what.body ?? {} };
  await appendAudit(trx, db, vault, what.at, id, [entry]);
}

/** True when the actor owns the thread at this moment; the row stays locked until the transaction ends. */
export async function owns(tools: ActionTools, trx: Knex.Transaction, id: string, actor: Actor): Promise<boolean> {
  await lockConversations(trx, tools.db.dialect, [id]);
  return (await trx('conversation').where({ id, owner_id: actor.staffId }).first('id')) !== undefined;
}

const VIEW_EVERY_MS = 15 * 60_000;

type Actions = Pick<
  ConversationStore,
  'recordView' | 'recordFileView' | 'claim' | 'reply' | 'note' | 'handBack' | 'close'
>;

/** What a person does with a conversation: each is one transaction with its audit row. */
export function createActions(tools: ActionTools): Actions {
  const { db, vault, clock, ids } = tools;
  /** Seen lately by this process: reading a transcript page by page is one view. */
  const seen = new Map<string, number>();

  async function record(id: string, actor: Actor, now: number, what: { action: string; detail: object }) {
    const key = `${id} ${actor.staffId} ${what.action} ${JSON.stringify(what.detail)}`;
    if (now - (seen.get(key) ?? Number.NEGATIVE_INFINITY) < VIEW_EVERY_MS) return;
    const entry = { actor: actor.staffId, action: what.action, detail: { ...what.detail } };
    await db.transaction((trx) => appendAudit(trx, db, vault, now, id, [entry]));
    if (seen.size > 20_000) seen.clear();
    seen.set(key, now);
  }

  return {
    recordView: (id, actor, now) => record(id, actor, now, { action: 'console.viewed', detail: {} }),
    recordFileView: (id, actor, file, now) => record(id, actor, now, { action: 'console.file_opened', detail: file }),

    claim: (id, actor, now) =>
      db.transaction(async (trx) => {
        // The condition decides, not a read before it: of any number of claims at once one changes the row.
        const won = await trx('conversation')
          .where({ id })
          .whereNull('owner_id')
          .update({ owner_id: actor.staffId, owner_since: now, updated_at: now });
        if (won === 1) {
          const open = (await trx('flag').where({ conversation_id: id, status: 'open' }).select('id')) as {
            id: string;
          }[];
          for (const flag of open) {
            await trx('flag_clock')
              .insert({ flag_id: flag.id, claimed_at: now, escalation: 0 })
              .onConflict('flag_id')
              .merge({ claimed_at: trx.raw('COALESCE(flag_clock.claimed_at, ?)', [now]) });
          }
          await trx('care_case').where({ conversation_id: id }).update({ snoozed_until: null, snoozed_by: null });
          await happened(tools, trx, id, { kind: 'claimed', actor, at: now });
          return { won: true, owner: { id: actor.staffId, name: actor.name }, ownedSince: now };
        }
        const row = await trx('conversation')
          .where({ id })
          .first<{ owner_id: string; owner_since: number }>('owner_id', 'owner_since');
        const name = await staffNames(trx, vault, [row!.owner_id]);
        return { won: false, owner: name(row!.owner_id), ownedSince: row!.owner_since };
      }),

    async reply(id, actor, reply, now) {
      try {
        return await db.transaction((trx) => storeReply(tools, trx, id, actor, reply, now));
      } catch (error) {
        if (error instanceof FileGone) return 'file_gone';
        throw error;
      }
    },

    note: (id, actor, note, now) =>
      db.transaction(async (trx) => {
        await mention(trx, id, actor.staffId, note.mentions, now);
        await happened(tools, trx, id, {
          kind: 'note',
          actor,
          at: now,
          body: { text: note.text, mentions: note.mentions },
        });
      }),

    handBack: (id, actor, note, now) =>
      db.transaction(async (trx) => {
        if (!(await owns(tools, trx, id, actor))) return 'not_owner';
        const event = { action: 'handBack', staffId: actor.staffId, ...(note ? { note } : {}) } as const;
        await insertStaffEvent(trx, db, vault, clock, ids, id, ids.next('req'), event);
        await happened(tools, trx, id, { kind: 'handed_back', actor, at: now, body: note ? { text: note } : {} });
        return 'done';
      }),

    close: (id, actor, end, now) =>
      db.transaction(async (trx) => {
        if (!(await owns(tools, trx, id, actor))) return 'not_owner';
        await trx('flag')
          .where({ conversation_id: id, status: 'open' })
          .update({ status: 'closed', closed_at: now, closed_by: actor.staffId, outcome: end.outcome });
        const event = { action: 'close', staffId: actor.staffId, outcome: end.outcome } as const;
        await insertStaffEvent(trx, db, vault, clock, ids, id, ids.next('req'), event);
        // Closing gives the thread back, or the patient would be left in silence.
        const back = { action: 'handBack', staffId: actor.staffId } as const;
        await insertStaffEvent(trx, db, vault, clock, ids, id, ids.next('req'), back);
        await happened(tools, trx, id, { kind: 'closed', actor, at: now, body: { text: end.reason, to: end.outcome } });
        return 'done';
      }),
  };
}

/** A file of a reply was sent before, taken back or swept: nothing of the reply is written. */
class FileGone extends Error {
  override readonly name = 'FileGone';
}

type Reply = Parameters<ConversationStore['reply']>[2];

async function storeReply(
  tools: ActionTools,
  trx: Knex.Transaction,
  id: string,
  actor: Actor,
  reply: Reply,
  now: number,
): Promise<'stored' | 'duplicate' | 'not_owner'> {
  const { db, vault, clock, ids } = tools;
  if (!(await owns(tools, trx, id, actor))) return 'not_owner';
  const files = await describedFiles(trx, vault, id, actor.staffId, reply.files ?? []);
  if (files === undefined) throw new FileGone();
  const { text, template } = reply;
  const event = {
    action: 'reply',
    staffId: actor.staffId,
    staffName: actor.name,
    text,
    ...(template === undefined ? {} : { template }),
    ...(files.length === 0 ? {} : { files }),
  } as const;
  const request = `reply:${actor.staffId}:${reply.clientId}`;
  const { duplicate } = await insertStaffEvent(trx, db, vault, clock, ids, id, request, event);
  if (duplicate) return 'duplicate';
  // The file is marked in the commit that stores the reply: a crash leaves both or neither.
  const sent = files.map((file) => file.id);
  if (!(await markSent(trx, id, actor.staffId, sent))) throw new FileGone();
  if (reply.original !== undefined)
    await happened(tools, trx, id, {
      kind: 'note',
      actor,
      at: now,
      body: { text: reply.original, translated: reply.text },
    });
  await answered(trx, id, now);
  return 'stored';
}

/** The open flags have had their first human answer. */
async function answered(trx: Knex.Transaction, id: string, now: number): Promise<void> {
  const open = (await trx('flag').where({ conversation_id: id, status: 'open' }).select('id')) as { id: string }[];
  for (const flag of open) {
    await trx('flag_clock')
      .insert({ flag_id: flag.id, answered_at: now, escalation: 0 })
      .onConflict('flag_id')
      .merge({ answered_at: trx.raw('COALESCE(flag_clock.answered_at, ?)', [now]) });
  }
}
