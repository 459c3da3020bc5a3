import { minutesOf, wallClock } from '../../../knowledge/calendar/instants';
import type { BookingEvent, SlotQuery } from '../../contracts';
import { Conflict } from '../errors';
import type { AppointmentRow } from './appointment-row';
import { book, move } from './appointments';
import { claim, release, renew } from './claims';
import type { Doing } from './doing';
import { tell } from './notices';
import { resourcesOf, type SlotRow } from './slots';

export interface EntryRow {
  readonly id: string;
  readonly patient_id: string;
  readonly conversation_id: string;
  readonly service_id: string;
  readonly wishes: string;
  readonly appointment_id: string | null;
  readonly status: 'open' | 'taken' | 'left';
  readonly since: number;
}

export interface OfferRow {
  readonly id: string;
  readonly entry_id: string;
  readonly slot_id: string;
  readonly state: 'open' | 'accepted' | 'declined' | 'expired';
  readonly offered_at: number;
  readonly expires_at: number;
}

type Join = Extract<BookingEvent, { type: 'joinWaitlist' }>;

export async function join(doing: Doing, conversationId: string, event: Join): Promise<void> {
  const { service, ...wishes } = event.query;
  await doing.trx('waitlist_entry').insert({
    id: event.entryId,
    patient_id: event.patientId,
    conversation_id: conversationId,
    service_id: service,
    wishes: JSON.stringify(wishes),
    appointment_id: event.appointment ?? null,
    status: 'open',
    since: doing.now,
  });
}

export async function leave(doing: Doing, entryId: string): Promise<void> {
  await doing.trx('waitlist_entry').where({ id: entryId, status: 'open' }).update({ status: 'left' });
  const offer = (await doing.trx('waitlist_offer').where({ entry_id: entryId, state: 'open' }).first()) as
    | OfferRow
    | undefined;
  if (offer !== undefined) await passOn(doing, offer, 'declined');
}

/** Whether a slot is what somebody waits for. Pure. */
export function fits(
  entry: Pick<EntryRow, 'wishes'>,
  slot: Pick<SlotRow, 'practitioner_id' | 'weekday' | 'local_minute' | 'start_at'>,
  dayParts: Doing['calendar']['policy']['day_parts'],
  before: number | undefined,
): boolean {
  const wish = JSON.parse(entry.wishes) as Omit<SlotQuery, 'service'>;
  const { practitioners = [], weekdays = [], parts = [] } = wish;
  const minute = slot.local_minute;
  return (
    (before === undefined || slot.start_at < before) &&
    (practitioners.length === 0 || practitioners.includes(slot.practitioner_id)) &&
    (weekdays.length === 0 || weekdays.includes(slot.weekday)) &&
    (wish.from === undefined || slot.start_at >= wish.from) &&
    (wish.to === undefined || slot.start_at < wish.to) &&
    (wish.earliest === undefined || minute >= minutesOf(wish.earliest)) &&
    (wish.latest === undefined || minute < minutesOf(wish.latest)) &&
    (parts.length === 0 ||
      parts.some((part) => minutesOf(dayParts[part].from) <= minute && minute < minutesOf(dayParts[part].to)))
  );
}

/** Whether offers go out now: at night nobody could take one before its clock has run out. */
export function offering(doing: Pick<Doing, 'calendar' | 'now'>): boolean {
  const { offer_hours } = doing.calendar.policy;
  const { minute } = wallClock(doing.now, doing.calendar.zone);
  return minutesOf(offer_hours.from) <= minute && minute < minutesOf(offer_hours.to);
}

/** People read and compare; more than this many waiting for one service are looked at in the next round. */
const MOST_WAITING = 500;

/**
 * Offers a freed slot to the first in the line whom it suits and who was not asked before; the slot is kept for them
 * while their clock runs. @returns whether somebody was asked.
 */
export async function offerSlot(doing: Doing, slotId: string): Promise<boolean> {
  const slot = (await doing.trx('booking_slot').where({ id: slotId }).first()) as SlotRow | undefined;
  const expiresAt = doing.now + doing.calendar.policy.offer_minutes * 60_000;
  if (slot === undefined || slot.taken_until > doing.now || slot.start_at <= expiresAt) return false;
  const waiting = (await doing
    .trx('waitlist_entry')
    .where({ service_id: slot.service_id, status: 'open' })
    .whereNotIn('id', doing.trx('waitlist_offer').where({ slot_id: slotId }).select('entry_id'))
    .whereNotIn('id', doing.trx('waitlist_offer').where({ state: 'open' }).select('entry_id'))
    .orderBy(['since', 'id'])
    .limit(MOST_WAITING)) as EntryRow[];
  for (const entry of waiting) {
    const later = await liveAppointment(doing, entry);
    if (entry.appointment_id !== null && later === undefined) continue;
    if (!fits(entry, slot, doing.calendar.policy.day_parts, later?.start_at)) continue;
    const id = doing.next('of');
    const { wanted } = await resourcesOf(doing, slot, undefined);
    await claim(doing, id, wanted, expiresAt);
    await doing.trx('waitlist_offer').insert({
      id,
      entry_id: entry.id,
      slot_id: slotId,
      state: 'open',
      offered_at: doing.now,
      expires_at: expiresAt,
    });
    await renew(doing, slot.practitioner_id, slot.from_bucket, slot.to_bucket);
    await tell(doing, entry.conversation_id, { notice: 'offer', offerId: id }, { expiresAt, urgent: true });
    return true;
  }
  return false;
}

async function liveAppointment(doing: Doing, entry: EntryRow): Promise<AppointmentRow | undefined> {
  if (entry.appointment_id === null) return undefined;
  const row = (await doing.trx('appointment').where({ id: entry.appointment_id }).first()) as
    | AppointmentRow
    | undefined;
  return row !== undefined && ['booked', 'pending'].includes(row.status) ? row : undefined;
}

/** Ends an offer that was not taken, gives the slot back, and lets the next in line be asked. */
export async function passOn(doing: Doing, offer: OfferRow, state: 'declined' | 'expired'): Promise<void> {
  const ended = await doing.trx('waitlist_offer').where({ id: offer.id, state: 'open' }).update({ state });
  if (ended === 0) throw new Conflict('The offer is not open any more.');
  await release(doing, offer.id);
  await doing
    .trx('booking_freed')
    .insert({ slot_id: offer.slot_id, at: doing.now })
    .onConflict('slot_id')
    .merge(['at']);
}

type Answer = Extract<BookingEvent, { type: 'answerOffer' }>;

/** The first answer counts, while the clock runs; a later one is a conflict and is told so. */
export async function answer(doing: Doing, event: Answer): Promise<void> {
  const offer = (await doing.trx('waitlist_offer').where({ id: event.offerId }).first()) as OfferRow | undefined;
  if (offer === undefined || offer.state !== 'open' || offer.expires_at <= doing.now)
    throw new Conflict('The offer is not open any more.');
  if (event.answer === 'decline') return passOn(doing, offer, 'declined');
  const taken = await doing.trx('waitlist_offer').where({ id: offer.id, state: 'open' }).update({ state: 'accepted' });
  if (taken === 0) throw new Conflict('The offer is not open any more.');
  const entry = (await doing.trx('waitlist_entry').where({ id: offer.entry_id }).first()) as EntryRow;
  await doing.trx('waitlist_entry').where({ id: entry.id }).update({ status: 'taken' });
  const common = { slotId: offer.slot_id, conversationId: entry.conversation_id, instead: offer.id };
  const earlier = await liveAppointment(doing, entry);
  if (earlier !== undefined) await move(doing, earlier.id, { newId: event.appointmentId, ...common });
  else await book(doing, { id: event.appointmentId, patientId: entry.patient_id, ...common });
}
