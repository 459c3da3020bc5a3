import type { Knex } from 'knex';
import type { Scope } from '../../../console/api/access/objects';
import type { ConversationRecord, FlagRecord } from '../../../console/api/ports';
import type { Happening, TranscriptItem } from '../../../console/api/schema/conversation';
import { type Activity, type ConversationState, fileRefOf } from '../../contracts';
import { shownName } from '../../files/kinds';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { deliveries } from './deliveries';
import { openText, staffNames } from './names';
import { patientLabel } from './patients';

interface ConversationColumns {
  id: string;
  channel: string;
  locale: string | null;
  patient_id: string | null;
  state: string | null;
  seq: number;
  last_inbound_at: number | null;
  owner_id: string | null;
  owner_since: number | null;
  created_at: number;
  opted_out: number | null;
  team: string | null;
  snoozed_until: number | null;
}

export interface FlagRow {
  conversation_id: string;
  id: string;
  severity: number;
  reason: string;
  team: string | null;
  summary: string;
  detail: string | null;
  status: string;
  opened_at: number;
  closed_at: number | null;
  closed_by: string | null;
  outcome: string | null;
}

/** Whether somebody may see a conversation: their teams', nobody's, their own, or opened in an emergency. */
export async function isVisible(db: Db, id: string, scope: Scope, now: number): Promise<boolean> {
  const row = await db
    .read('conversation as c')
    .leftJoin('care_case as s', 's.conversation_id', 'c.id')
    .where('c.id', id)
    .first<{ owner_id: string | null; team: string | null }>('c.owner_id', 's.team');
  if (!row) return false;
  if (scope.allTeams || row.owner_id === scope.staffId) return true;
  const glass = await db
    .read('break_glass')
    .where({ conversation_id: id, staff_id: scope.staffId })
    .where('until', '>', now)
    .first('until');
  if (glass) return true;
  if (row.team !== null) return scope.teams.includes(row.team);
  // No flag, no reason to read: a conversation the bot handles alone is nobody's business.
  const flags = await db.read<FlagRow>('flag').select('team').where({ conversation_id: id });
  return flags.some((flag) => flag.team === null || scope.teams.includes(flag.team));
}

export async function readConversation(db: Db, vault: Vault, id: string): Promise<ConversationRecord | undefined> {
  const row = await db
    .read('conversation as c')
    .leftJoin('contact_point as p', 'p.id', 'c.contact_point_id')
    .leftJoin('care_case as s', 's.conversation_id', 'c.id')
    .where('c.id', id)
    .first<ConversationColumns>('c.*', 'p.opted_out', 's.team', 's.snoozed_until');
  if (!row) return undefined;
  const flags = await db
    .read<FlagRow>('flag')
    .where({ conversation_id: id })
    .orderBy([{ column: 'status', order: 'desc' }, { column: 'severity' }, { column: 'opened_at', order: 'desc' }]);
  const name = await staffNames(db.read, vault, [row.owner_id, ...flags.map((flag) => flag.closed_by)]);
  const state = row.state === null ? undefined : (JSON.parse(vault.open(row.state, id)) as ConversationState);
  const labels = await patientLabel(db.read, vault, [row.patient_id]);
  return {
    id,
    channel: row.channel,
    locale: row.locale ?? '',
    openedAt: row.created_at,
    lastPatientAt: row.last_inbound_at,
    patient: {
      id: row.patient_id,
      label: row.patient_id === null ? null : (labels.get(row.patient_id) ?? null),
      identityProven: (state as { identityProven?: boolean } | undefined)?.identityProven === true,
    },
    owner: row.owner_id === null ? null : name(row.owner_id),
    ownedSince: row.owner_since,
    team: row.team ?? flags.find((flag) => flag.status === 'open')?.team ?? null,
    optedOut: row.opted_out === 1,
    flags: flags.map((flag) => flagRecord(vault, id, flag, name)),
    facts: state?.facts ?? {},
    snoozedUntil: row.snoozed_until,
    lastSeq: row.seq,
  };
}

function flagRecord(
  vault: Vault,
  conversationId: string,
  row: FlagRow,
  name: (id: string) => { id: string; name: string },
): FlagRecord {
  return {
    id: row.id,
    severity: row.severity as 1 | 2 | 3 | 4,
    reason: row.reason,
    summary: openText(vault, row.summary, conversationId),
    raisedAt: row.opened_at,
    team: row.team,
    closedAt: row.closed_at,
    closedBy: row.closed_by === null ? null : name(row.closed_by),
    outcome: row.outcome,
    detail: row.detail === null ? null : JSON.parse(vault.open(row.detail, conversationId)),
  };
}

/** A page of messages, oldest first: the newest page, or the one before or after a position. */
export async function readMessages(
  db: Db,
  vault: Vault,
  id: string,
  range: { before?: number; after?: number; limit: number },
): Promise<{ items: TranscriptItem[]; more: boolean }> {
  const forward = range.after !== undefined;
  const rows: { seq: number; role: string; at: number; body: string }[] = await db
    .read<{ conversation_id: string; seq: number; role: string; at: number; body: string }>('transcript')
    .where({ conversation_id: id })
    .modify((query: Knex.QueryBuilder) => {
      if (range.before !== undefined) query.where('seq', '<', range.before);
      if (range.after !== undefined) query.where('seq', '>', range.after);
    })
    .orderBy('seq', forward ? 'asc' : 'desc')
    .limit(range.limit + 1);
  const page = rows.slice(0, range.limit);
  if (!forward) page.reverse();
  const delivered = await deliveries(
    db,
    id,
    page.map((row) => row.seq),
  );
  const items = page.flatMap((row) => {
    const activity = JSON.parse(vault.open(row.body, id)) as Activity;
    const item = toItem(row, activity);
    return item === undefined ? [] : [{ ...item, delivery: delivered.get(row.seq) ?? null }];
  });
  return { items, more: rows.length > range.limit };
}

function toItem(row: { seq: number; role: string; at: number }, activity: Activity): TranscriptItem | undefined {
  const sathi = activity.channelData?.sathi;
  const from = row.role === 'patient' ? 'patient' : row.role === 'staff' ? 'staff' : 'bot';
  const text = activity.text ?? '';
  const attachments = (activity.attachments ?? []).map((one) => ({
    name: shownName(one.name ?? '').slice(0, 200),
    contentType: one.contentType,
    size: fileRefOf(one)?.size ?? null,
  }));
  const choices =
    sathi?.choices?.map((choice) => choice.label) ?? activity.suggestedActions?.actions.map((a) => a.title) ?? [];
  if (activity.type === 'typing' || (text === '' && attachments.length === 0 && choices.length === 0)) return undefined;
  const author = sathi?.author;
  return {
    seq: row.seq,
    at: row.at,
    from,
    author: typeof author === 'object' ? author.name : null,
    text,
    choices,
    attachments,
    safety: sathi?.safety === true,
    refs: sathi?.refs ?? [],
    delivery: null,
  };
}

export async function readHappenings(db: Db, vault: Vault, id: string): Promise<Happening[]> {
  const rows = await db
    .read<{
      conversation_id: string;
      id: string;
      kind: string;
      staff_id: string | null;
      body: string | null;
      at: number;
    }>('happening')
    .where({ conversation_id: id })
    .orderBy([{ column: 'at' }, { column: 'id' }])
    .limit(1000);
  const name = await staffNames(
    db.read,
    vault,
    rows.map((row) => row.staff_id),
  );
  return rows.map((row) => {
    const body = row.body === null ? {} : (JSON.parse(vault.open(row.body, id)) as { text?: string; to?: string });
    return {
      id: row.id,
      at: row.at,
      kind: row.kind as Happening['kind'],
      by: row.staff_id === null ? null : name(row.staff_id),
      text: body.text ?? null,
      to: body.to ?? null,
    };
  });
}
