import { claim, release, renew } from './claims';
import type { Doing } from './doing';
import { lockSlot, resourcesOf } from './slots';

export interface HoldRow {
  readonly conversation_id: string;
  readonly id: string;
  readonly slot_id: string;
  readonly expires_at: number;
}

/** Keeps doctor and room for a conversation until the hold runs out by itself; one hold per conversation. */
export async function hold(doing: Doing, conversationId: string, slotId: string): Promise<void> {
  const slot = await lockSlot(doing, slotId);
  await giveUpHold(doing, conversationId);
  const id = doing.next('hd');
  const expiresAt = doing.now + doing.calendar.policy.hold_minutes * 60_000;
  const { wanted } = await resourcesOf(doing, slot, undefined);
  await claim(doing, id, wanted, expiresAt);
  await doing
    .trx('booking_hold')
    .insert({ conversation_id: conversationId, id, slot_id: slotId, expires_at: expiresAt });
  await renew(doing, slot.practitioner_id, slot.from_bucket, slot.to_bucket);
}

/** Gives back what the conversation holds, run out or not. */
export async function giveUpHold(doing: Doing, conversationId: string): Promise<void> {
  const held = (await doing.trx('booking_hold').where({ conversation_id: conversationId }).first('id')) as
    | { id: string }
    | undefined;
  if (held === undefined) return;
  await doing.trx('booking_hold').where({ conversation_id: conversationId }).delete();
  await release(doing, held.id);
}
