import type { Knex } from 'knex';
import type { Activity, Clock, Ids } from '../contracts';
import { lockConversations } from './contacts';
import type { Db } from './db';
import { insertRows } from './rows';
import { wake } from './timers';
import type { Vault } from './vault';

/** What a member of staff did to a conversation; the turn that reads it says and records it. */
export type StaffAction =
  | {
      action: 'reply';
      staffId: string;
      staffName: string;
      text: string;
      translatedFrom?: { text: string; locale: string };
      /** Files that go with it, stored and marked as sent. */
      files?: readonly { id: string; name: string; contentType: string; size: number }[];
      /** The text is this prepared message, to be sent as it where free text may not be. */
      template?: { id: string; values: Record<string, string> };
    }
  | { action: 'handBack'; staffId: string; note?: string }
  | { action: 'close'; staffId: string; outcome: string };

/** Puts a staff action into the conversation's inbox, in the caller's transaction. Same `requestId` twice is one action. */
export async function insertStaffEvent(
  trx: Knex.Transaction,
  db: Db,
  vault: Vault,
  clock: Clock,
  ids: Ids,
  conversationId: string,
  requestId: string,
  value: StaffAction,
): Promise<{ duplicate: boolean }> {
  const now = clock.now();
  const there = await lockConversations(trx, db.dialect, [conversationId]);
  if (!there.has(conversationId)) throw new Error(`There is no conversation ${conversationId}.`);
  const activity: Activity = { type: 'event', name: `sathi/staff.${value.action}`, value };
  const row = {
    conversation_id: conversationId,
    channel: 'staff',
    external_id: requestId,
    activity_id: ids.next('a'),
    payload: vault.seal(JSON.stringify(activity), conversationId),
    at: now,
    received_at: now,
  };
  const inserted = await insertRows(trx, db.dialect, 'inbox', [row], 'ignore', ['id']);
  await wake(trx, db, now, [conversationId]);
  return { duplicate: inserted.length === 0 };
}
