import type { Ids, VisitStep } from '../../contracts';
import { appendAudit } from '../audit';
import type { Db } from '../db';
import { Conflict } from '../errors';
import type { Vault } from '../vault';
import type { AppointmentRow } from './appointment-row';
import { cancel } from './appointments';
import { calendarInForce } from './calendar';
import { advance } from './course';
import { type Doing, idsFrom } from './doing';
import { tell } from './notices';
import type { SlotRow } from './slots';

/** What another system has to be told. */
export interface RemoteRequest {
  readonly id: string;
  readonly kind: 'book' | 'cancel';
  readonly appointment: AppointmentRow;
  readonly slot: SlotRow | undefined;
  readonly attempts: number;
}

export interface RemoteTools {
  readonly db: Db;
  readonly vault: Vault;
  readonly ids: Ids;
}

/** Requests that are due, oldest first; each is put off for a while, so that two processes do not send it together. */
export async function takeRequests(db: Db, now: number, leaseMs: number, limit: number): Promise<RemoteRequest[]> {
  return db.transaction(async (trx) => {
    const query = trx('booking_request')
      .where({ status: 'waiting' })
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .limit(limit);
    const rows = await (db.dialect === 'postgres' ? query.forUpdate().skipLocked() : query);
    const requests: RemoteRequest[] = [];
    for (const row of rows) {
      await trx('booking_request')
        .where({ id: row.id })
        .update({ next_at: now + leaseMs, attempts: row.attempts + 1 });
      const appointment = (await trx('appointment').where({ id: row.appointment_id }).first()) as AppointmentRow;
      const slot = (await trx('booking_slot').where({ id: appointment.slot_id }).first()) as SlotRow | undefined;
      requests.push({ id: row.id, kind: row.kind, appointment, slot, attempts: row.attempts + 1 });
    }
    return requests;
  });
}

export async function nextRequest(db: Db): Promise<number | undefined> {
  const row = await db.read('booking_request').where({ status: 'waiting' }).min({ at: 'next_at' }).first();
  return (row as { at: number | null } | undefined)?.at ?? undefined;
}

/** The system was away: tried again later, the patient's request is kept. */
export async function putOff(db: Db, requestId: string, until: number, code: string): Promise<void> {
  await db.write('booking_request').where({ id: requestId, status: 'waiting' }).update({ next_at: until, code });
}

export async function endRequest(
  db: Db,
  requestId: string,
  status: 'done' | 'failed',
  code: string | null,
): Promise<void> {
  await db.write('booking_request').where({ id: requestId }).update({ status, code });
}

/** What the hospital's system decided about a booking: the visit follows, and the patient is told. */
export async function settleRequest(
  tools: RemoteTools,
  appointmentId: string,
  outcome: 'booked' | 'taken',
  now: number,
  external?: { readonly id: string; readonly version: string | undefined },
): Promise<void> {
  await settle(tools, now, async (doing) => {
    const { trx } = doing;
    const row = (await trx('appointment').where({ id: appointmentId }).first()) as AppointmentRow | undefined;
    if (row === undefined) throw new Conflict('There is no such appointment.');
    await trx('booking_request')
      .where({ appointment_id: appointmentId, kind: 'book' })
      .update({ status: outcome === 'booked' ? 'done' : 'failed', code: outcome });
    if (outcome === 'taken') {
      // Given up by the system: the patient hears of it and is offered others; nobody is offered this slot.
      if (row.status === 'pending') await cancel(doing, appointmentId, { by: 'system', reason: 'taken' });
      await trx('booking_freed').where({ slot_id: row.slot_id }).delete();
      await trx('booking_slot').where({ id: row.slot_id }).delete();
      await tell(doing, row.conversation_id, { notice: 'refused', appointmentId }, { urgent: true });
      return;
    }
    const named = { external_id: external?.id ?? null, external_version: external?.version ?? null, updated_at: now };
    await trx('appointment').where({ id: appointmentId }).update(named);
    // Cancelled by the patient meanwhile: the cancelling request that follows knows the name now.
    const confirmed = await trx('appointment')
      .where({ id: appointmentId, status: 'pending' })
      .update({ status: 'booked', sequence: trx.raw('sequence + 1') });
    if (confirmed > 0) await tell(doing, row.conversation_id, { notice: 'confirmed', appointmentId }, { urgent: true });
  });
}

/** What the other system says is carried out here without being asked of it again; what was overtaken is left. */
async function settle({ db, vault, ids }: RemoteTools, now: number, work: (doing: Doing) => Promise<void>) {
  try {
    await db.transaction(async (trx) => {
      const calendar = await calendarInForce(trx);
      await work({ trx, dialect: db.dialect, vault, now, calendar, remote: false, next: idsFrom(ids.next('rs')) });
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}

/** How long after its time a visit is still looked after in the other system. */
const WATCHED_MS = 7 * 24 * 60 * 60_000;
const MOST_WATCHED = 1_000;

/** Visits whose time has come and whose end is not known here, by their id in the other system. */
export async function underWay(db: Db, now: number): Promise<ReadonlyMap<string, string>> {
  const rows = (await db
    .read('appointment')
    .whereIn('status', ['booked', 'arrived', 'checked-in'])
    .where('start_at', '<=', now)
    .where('start_at', '>', now - WATCHED_MS)
    .whereNotNull('external_id')
    .whereNot({ external_id: '' })
    .orderBy('start_at')
    .limit(MOST_WATCHED)
    .select('id', 'external_id')) as { id: string; external_id: string }[];
  return new Map(rows.map((row) => [row.external_id, row.id]));
}

/** The hospital's system says how far a visit has come. */
export async function follow(tools: RemoteTools, appointmentId: string, step: VisitStep, now: number): Promise<void> {
  await settle(tools, now, async (doing) => {
    const visit = await advance(doing, appointmentId, step);
    await appendAudit(doing.trx, tools.db, tools.vault, now, visit.conversation_id, [
      { actor: 'system', action: `visit.${step}`, detail: { appointment: appointmentId } },
    ]);
  });
}

/** A cancelling waits until it is known what became of the booking. */
export async function hasWaitingBooking(db: Db, appointmentId: string): Promise<boolean> {
  const where = { appointment_id: appointmentId, kind: 'book', status: 'waiting' };
  return (await db.read('booking_request').where(where).first('id')) !== undefined;
}
