import type { AppointmentStatus } from '../../contracts';
import { Conflict } from '../errors';
import { type AppointmentRow, LIVE } from './appointment-row';
import { claim, patientResource, release, renew } from './claims';
import type { Doing } from './doing';
import { giveUpHold } from './holds';
import { clearVisit, scheduleVisit } from './notices';
import { requestRemote } from './requests';
import { lockSlot, resourcesOf } from './slots';

export interface NewAppointment {
  readonly id: string;
  readonly slotId: string;
  readonly patientId: string;
  readonly conversationId: string;
  readonly reason?: string;
  readonly disposition?: string;
  readonly movedFrom?: string;
  /** A hold or offer of the slot that this booking uses up. */
  readonly instead?: string;
  /** Staff, with permission: beside what is booked already. */
  readonly overbook?: boolean;
}

/** Books doctor, room and patient together or throws `Conflict`. */
export async function book(doing: Doing, wanted: NewAppointment): Promise<AppointmentRow> {
  const slot = await lockSlot(doing, wanted.slotId);
  await giveUpHold(doing, wanted.conversationId);
  if (wanted.instead !== undefined) await release(doing, wanted.instead);
  const patient = patientResource(wanted.patientId);
  const { wanted: resources, room } =
    wanted.overbook === true ? { wanted: [], room: slot.room_id } : await resourcesOf(doing, slot, patient);
  if (wanted.overbook === true) await claimBeside(doing, wanted.id, slot);
  else await claim(doing, wanted.id, resources, null);
  const row: AppointmentRow = {
    id: wanted.id,
    patient_id: wanted.patientId,
    conversation_id: wanted.conversationId,
    service_id: slot.service_id,
    practitioner_id: slot.practitioner_id,
    location_id: slot.location_id,
    room_id: room,
    slot_id: slot.id,
    start_at: slot.start_at,
    end_at: slot.end_at,
    status: doing.remote ? 'pending' : 'booked',
    detail: wanted.reason === undefined ? null : doing.vault.seal(JSON.stringify({ reason: wanted.reason }), wanted.id),
    disposition: wanted.disposition ?? null,
    overbooked: wanted.overbook === true ? 1 : 0,
    confirmed_at: null,
    moved_from: wanted.movedFrom ?? null,
    moved_to: null,
    cancel_reason: null,
    cancelled_by: null,
    missed_reason: null,
    arrived_at: null,
    roomed_at: null,
    finished_at: null,
    external_id: null,
    external_version: null,
    sequence: 0,
    created_at: doing.now,
    updated_at: doing.now,
  };
  await doing.trx('appointment').insert(row);
  await renew(doing, slot.practitioner_id, slot.from_bucket, slot.to_bucket);
  await scheduleVisit(doing, row);
  if (doing.remote) await requestRemote(doing, 'book', row.id);
  return row;
}

/** The first lane in which nobody stands yet; the patient is still only in one place. */
async function claimBeside(
  doing: Doing,
  owner: string,
  slot: { practitioner_id: string; from_bucket: number; to_bucket: number },
) {
  const { lane } = (await doing
    .trx('booking_claim')
    .where('resource_id', slot.practitioner_id)
    .where('bucket', '>=', slot.from_bucket)
    .where('bucket', '<', slot.to_bucket)
    .max({ lane: 'lane' })
    .first()) as { lane: number | null };
  const span = { fromBucket: slot.from_bucket, toBucket: slot.to_bucket };
  await claim(doing, owner, [{ resource: slot.practitioner_id, ...span }], null, (lane ?? 0) + 1);
}

/** The appointment, changed only from a state in which that may happen; otherwise `Conflict`. */
export async function change(
  doing: Doing,
  id: string,
  from: readonly AppointmentStatus[],
  set: Partial<AppointmentRow>,
): Promise<AppointmentRow> {
  const changed = await doing
    .trx('appointment')
    .where({ id })
    .whereIn('status', [...from])
    .update({ ...set, updated_at: doing.now, sequence: doing.trx.raw('sequence + 1') });
  if (changed === 0) throw new Conflict('The appointment is not as it was.');
  return (await doing.trx('appointment').where({ id }).first()) as AppointmentRow;
}

export interface Cancelling {
  readonly by: 'patient' | 'clinic' | 'system';
  readonly reason: string;
  readonly note?: string;
  readonly movedTo?: string;
}

/** Ends an appointment, gives its resources back, and lets those who wait know of the slot. */
export async function cancel(doing: Doing, id: string, how: Cancelling): Promise<AppointmentRow> {
  const row = await change(doing, id, LIVE, {
    status: 'cancelled',
    cancel_reason: how.reason,
    cancelled_by: how.by,
    ...(how.movedTo === undefined ? {} : { moved_to: how.movedTo }),
  });
  if (how.note !== undefined) {
    const kept = row.detail === null ? {} : (JSON.parse(doing.vault.open(row.detail, id)) as object);
    const detail = doing.vault.seal(JSON.stringify({ ...kept, cancelNote: how.note }), id);
    await doing.trx('appointment').where({ id }).update({ detail });
  }
  await release(doing, id);
  await clearVisit(doing, row);
  await doing.trx('waitlist_entry').where({ appointment_id: id, status: 'open' }).update({ status: 'left' });
  if (row.start_at > doing.now)
    await doing
      .trx('booking_freed')
      .insert({ slot_id: row.slot_id, at: doing.now })
      .onConflict('slot_id')
      .merge(['at']);
  if (doing.remote) await requestRemote(doing, 'cancel', id);
  return row;
}

/** The new time and the end of the old one are one step: never both, never neither. */
export async function move(
  doing: Doing,
  id: string,
  wanted: {
    readonly newId: string;
    readonly slotId: string;
    readonly conversationId: string;
    readonly instead?: string;
  },
): Promise<AppointmentRow> {
  const old = await cancel(doing, id, { by: 'patient', reason: 'moved', movedTo: wanted.newId });
  const kept = old.detail === null ? undefined : (JSON.parse(doing.vault.open(old.detail, id)) as { reason?: string });
  const moved = await book(doing, {
    id: wanted.newId,
    slotId: wanted.slotId,
    patientId: old.patient_id,
    conversationId: wanted.conversationId,
    movedFrom: id,
    ...(kept?.reason === undefined ? {} : { reason: kept.reason }),
    ...(old.disposition === null ? {} : { disposition: old.disposition }),
    ...(wanted.instead === undefined ? {} : { instead: wanted.instead }),
  });
  await doing.trx('previsit').where({ appointment_id: id }).update({ appointment_id: moved.id });
  return moved;
}
