import type { z } from 'zod';
import { flagReasons, reasonText } from '../access/reasons';
import { fileLimits, fitsTogether } from '../files/limits';
import { type Call, endpoint, may, ok, type Who } from '../http/endpoint';
import { Problem } from '../http/problem';
import type { Actor, ConsoleDeps, ConversationRecord } from '../ports';
import { done } from '../schema/common';
import {
  type ConversationView,
  claimReply,
  closeRequest,
  conversationView,
  handBackRequest,
  happenings,
  noteRequest,
  replyReply,
  replyRequest,
  transcriptPage,
  transcriptQuery,
} from '../schema/conversation';

export const actorOf = (who: Who): Actor => ({ staffId: who.staff.id, name: who.staff.name });

/** Tells every console that the queue and this conversation have news. */
export function ringConversation(deps: ConsoleDeps, id: string): void {
  deps.bell.ring('flags');
  deps.bell.ring(`conversation:${id}`);
}

/** What staff did lies in the conversation's inbox: a worker takes it up at once instead of at its next look. */
export function ringInbox(deps: ConsoleDeps, id: string): void {
  deps.bell.ring('inbox');
  ringConversation(deps, id);
}

async function viewOf({ deps, who, now, locale }: Call, record: ConversationRecord): Promise<ConversationView> {
  return {
    ...record,
    facts: factRows(record.facts),
    windowClosesAt: windowCloses(deps, record),
    files: fileLimits(deps.channels[record.channel]?.files, deps.content.hospital.files),
    textLimit: deps.channels[record.channel]?.text ?? 1000,
    flags: record.flags.map(({ detail, ...flag }) => ({
      ...flag,
      reasonText: reasonText(deps.content, flag.reason, locale),
      because: flagReasons(deps.content, detail, locale),
    })),
    viewers: (await deps.store.presence.viewers(record.id, now)).filter((viewer) => viewer.id !== who.staff.id),
  };
}

/** Until when the channel takes free text; null when it always does, 0 when the patient never wrote there. */
export function windowCloses(deps: ConsoleDeps, record: ConversationRecord): number | null {
  const windowMs = deps.channels[record.channel]?.windowMs;
  if (windowMs === undefined) return null;
  return record.lastPatientAt === null ? 0 : record.lastPatientAt + windowMs;
}

function factRows(facts: Readonly<Record<string, unknown>>): { label: string; text: string }[] {
  return Object.entries(facts).flatMap(([label, value]) =>
    value === undefined || value === null
      ? []
      : [
          {
            label,
            text: Array.isArray(value)
              ? value.join(', ')
              : typeof value === 'object'
                ? JSON.stringify(value)
                : String(value),
          },
        ],
  );
}

export async function load(deps: ConsoleDeps, id: string): Promise<ConversationRecord> {
  const record = await deps.store.conversations.get(id);
  if (!record) throw new Problem('not_found');
  return record;
}

/** A refusal names who holds the thread, so that two people talk to each other instead of past each other. */
export async function refuseNotOwner(deps: ConsoleDeps, id: string): Promise<never> {
  const { owner } = await load(deps, id);
  throw new Problem('not_owner', owner ? { owner } : {});
}

const READ = may('conversation.read');
const ACT = may('conversation.act');

type Body<S extends z.ZodType> = z.output<S>;

async function claim({ deps, who, id, now }: Call) {
  const result = await deps.store.conversations.claim(id, actorOf(who), now);
  if (!result.won && result.owner.id !== who.staff.id) throw new Problem('owned', { owner: result.owner });
  if (result.won) ringConversation(deps, id);
  return ok({ ok: true, owner: result.owner, ownedSince: result.ownedSince });
}

async function reply({ deps, who, id, body, now }: Call<undefined, Body<typeof replyRequest>>) {
  const record = await load(deps, id);
  if (record.optedOut) throw new Problem('opted_out');
  const closes = windowCloses(deps, record);
  if (closes !== null && closes <= now) throw new Problem('window_closed');
  if (body.files.length > 0) await requireFiles(deps, who, record, body.files);
  const stored = await deps.store.conversations.reply(id, actorOf(who), body, now);
  if (stored === 'not_owner') return refuseNotOwner(deps, id);
  if (stored === 'file_gone') throw new Problem('file_gone');
  ringInbox(deps, id);
  return ok({ ok: true, duplicate: stored === 'duplicate' });
}

/** Files fit the channel when they are sent, too: the conversation may have moved to another one since the upload. */
async function requireFiles(deps: ConsoleDeps, who: Who, record: ConversationRecord, ids: readonly string[]) {
  const limits = fileLimits(deps.channels[record.channel]?.files, deps.content.hospital.files);
  if (limits === null) throw new Problem('no_files');
  const files = await deps.files.described(record.id, who.staff.id, ids);
  if (files === undefined) throw new Problem('file_gone');
  if (!fitsTogether(files, limits)) throw new Problem('no_files');
}

async function handBack({ deps, who, id, body, now }: Call<undefined, Body<typeof handBackRequest>>) {
  if ((await deps.store.conversations.handBack(id, actorOf(who), body.note, now)) === 'not_owner') {
    return refuseNotOwner(deps, id);
  }
  ringInbox(deps, id);
  return ok({ ok: true });
}

async function close({ deps, who, id, body, now }: Call<undefined, Body<typeof closeRequest>>) {
  if ((await deps.store.conversations.close(id, actorOf(who), body, now)) === 'not_owner') {
    return refuseNotOwner(deps, id);
  }
  ringInbox(deps, id);
  return ok({ ok: true });
}

const shared = { object: 'conversation' } as const;

export const conversationEndpoints = [
  endpoint({
    ...shared,
    id: 'getConversation',
    method: 'GET',
    path: '/conversations/:id',
    summary: 'One conversation: who it is with, who owns it, its flags and why the bot raised them',
    access: READ,
    reply: conversationView,
    handle: async (call) => {
      const { deps, who, id, now } = call;
      const record = await load(deps, id);
      await deps.store.conversations.recordView(id, actorOf(who), now);
      await deps.store.mentions.seen(who.staff.id, id, now);
      return ok(await viewOf(call, record));
    },
  }),
  endpoint({
    ...shared,
    id: 'getTranscript',
    method: 'GET',
    path: '/conversations/:id/transcript',
    summary: 'Messages of the conversation with their delivery, newest page first, oldest message first in a page',
    access: READ,
    query: transcriptQuery,
    reply: transcriptPage,
    handle: async ({ deps, who, id, query, now }) => {
      await deps.store.conversations.recordView(id, actorOf(who), now);
      return ok(await deps.store.conversations.transcript(id, query));
    },
  }),
  endpoint({
    ...shared,
    id: 'getHappenings',
    method: 'GET',
    path: '/conversations/:id/happenings',
    summary: 'What staff did with the conversation: claims, transfers, notes, hand-backs, closings',
    access: READ,
    reply: happenings,
    handle: async ({ deps, id }) => ok({ items: await deps.store.conversations.happenings(id) }),
  }),
  endpoint({
    ...shared,
    id: 'claimConversation',
    method: 'POST',
    path: '/conversations/:id/claim',
    summary: 'Take the conversation: one person wins, everybody else is refused with 409 and told who',
    access: ACT,
    reply: claimReply,
    handle: claim,
  }),
  endpoint({
    ...shared,
    id: 'replyToPatient',
    method: 'POST',
    path: '/conversations/:id/replies',
    summary: 'Write to the patient on their channel; the owner only; the same clientId is one reply',
    access: ACT,
    body: replyRequest,
    reply: replyReply,
    handle: reply,
  }),
  endpoint({
    ...shared,
    id: 'addNote',
    method: 'POST',
    path: '/conversations/:id/notes',
    summary: 'An internal note: staff read it, the patient never does',
    access: ACT,
    body: noteRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      await deps.store.conversations.note(id, actorOf(who), body, now);
      ringConversation(deps, id);
      if (body.mentions.length > 0) deps.bell.ring('flags');
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'handBack',
    method: 'POST',
    path: '/conversations/:id/hand-back',
    summary: 'Give the thread back to the bot with a note it returns with; the owner only',
    access: ACT,
    body: handBackRequest,
    reply: done,
    handle: handBack,
  }),
  endpoint({
    ...shared,
    id: 'closeConversation',
    method: 'POST',
    path: '/conversations/:id/close',
    summary: 'Close the open flags with an outcome and a reason, and give the thread back to the bot; the owner only',
    access: ACT,
    body: closeRequest,
    reply: done,
    handle: close,
  }),
];
