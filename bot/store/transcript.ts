import type { Activity } from '../contracts';
import type { Db } from './db';
import type { Vault } from './vault';

/** One line of a conversation as it was stored. */
export interface TranscriptLine {
  readonly seq: number;
  readonly role: 'patient' | 'bot' | 'staff' | 'system';
  readonly at: number;
  readonly activity: Activity;
}

/** A line as it was just committed, to be shown without reading it back. */
export interface StoredLine {
  readonly seq: number;
  readonly activityId: string;
  readonly at: number;
  readonly activity: Activity;
}

/** A line's activity as channels show it: with its `id` and a `timestamp` that only grows. */
export function shownActivity({ activity, activityId, at }: Omit<StoredLine, 'seq'>): Activity {
  return { ...activity, id: activityId, timestamp: new Date(at).toISOString() };
}

/** Lines after a position, oldest first, each with its `id` and a `timestamp` that only grows. */
export async function readTranscript(
  db: Db,
  vault: Vault,
  conversationId: string,
  after: number,
  limit: number,
): Promise<readonly TranscriptLine[]> {
  const rows = (await db
    .read('transcript')
    .where({ conversation_id: conversationId })
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)) as {
    seq: number;
    activity_id: string;
    role: TranscriptLine['role'];
    at: number;
    body: string;
  }[];
  return rows.map((row) => {
    const activity = JSON.parse(vault.open(row.body, conversationId)) as Activity;
    return {
      seq: row.seq,
      role: row.role,
      at: row.at,
      activity: shownActivity({ activity, activityId: row.activity_id, at: row.at }),
    };
  });
}

export async function conversationExists(db: Db, id: string): Promise<boolean> {
  return (await db.read('conversation').where({ id }).first('id')) !== undefined;
}

/** One message, with the channel of its conversation; undefined when it is not there. */
export async function messageAt(
  db: Db,
  vault: Vault,
  conversationId: string,
  seq: number,
): Promise<{ channel: string; at: number; activity: Activity } | undefined> {
  const row = (await db
    .read('transcript as t')
    .join('conversation as c', 'c.id', 't.conversation_id')
    .where({ 't.conversation_id': conversationId, 't.seq': seq })
    .first('t.body', 't.at', 'c.channel')) as { body: string; at: number; channel: string } | undefined;
  if (row === undefined) return undefined;
  return { channel: row.channel, at: row.at, activity: JSON.parse(vault.open(row.body, conversationId)) as Activity };
}
