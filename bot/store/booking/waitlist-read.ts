import type { Knex } from 'knex';
import type { SlotQuery, WaitlistEntry, WaitlistOffer } from '../../contracts';
import { type SlotRow, slotOf } from './slots';
import type { EntryRow, OfferRow } from './waitlist';

function entryOf(row: EntryRow): WaitlistEntry {
  const wishes = JSON.parse(row.wishes) as Omit<SlotQuery, 'service'>;
  return {
    id: row.id,
    patientId: row.patient_id,
    service: row.service_id,
    practitioners: wishes.practitioners ?? [],
    since: row.since,
    ...(row.appointment_id === null ? {} : { appointment: row.appointment_id }),
  };
}

/** What people of this conversation wait for. */
export async function readEntries(knex: Knex, conversationId: string): Promise<WaitlistEntry[]> {
  const rows = await knex('waitlist_entry')
    .where({ conversation_id: conversationId, status: 'open' })
    .orderBy(['since', 'id']);
  return (rows as EntryRow[]).map(entryOf);
}

/** An offer made to this conversation; one whose clock has run out is expired, whether or not the loop came by. */
export async function readOffer(
  knex: Knex,
  conversationId: string,
  id: string,
  now: number,
): Promise<WaitlistOffer | undefined> {
  const offer = (await knex('waitlist_offer').where({ id }).first()) as OfferRow | undefined;
  if (offer === undefined) return undefined;
  const entry = (await knex('waitlist_entry').where({ id: offer.entry_id }).first()) as EntryRow | undefined;
  const slot = (await knex('booking_slot').where({ id: offer.slot_id }).first()) as SlotRow | undefined;
  if (entry === undefined || entry.conversation_id !== conversationId || slot === undefined) return undefined;
  return {
    id,
    entry: entryOf(entry),
    slot: slotOf(slot),
    expiresAt: offer.expires_at,
    state: offer.state === 'open' && offer.expires_at <= now ? 'expired' : offer.state,
  };
}
