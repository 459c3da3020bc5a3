import type { Knex } from 'knex';
import type { BookingEvent, TurnEvent } from '../../contracts';
import type { Act } from '../act';
import type { Db } from '../db';
import { Conflict } from '../errors';
import type { Vault } from '../vault';
import { type AppointmentRow, LIVE } from './appointment-row';
import { book, cancel, change, move } from './appointments';
import { calendarInForce, isRemote } from './calendar';
import { type Doing, idsFrom } from './doing';
import { giveUpHold, hold } from './holds';
import { attempt, sendCode } from './identity';
import { register } from './people';
import { savePrevisit } from './previsit';
import { answer, type EntryRow, join, leave, type OfferRow } from './waitlist';

const BOOKING: Readonly<Record<BookingEvent['type'], true>> = {
  hold: true,
  releaseHold: true,
  book: true,
  reschedule: true,
  cancelAppointment: true,
  confirmAttendance: true,
  missedReason: true,
  joinWaitlist: true,
  leaveWaitlist: true,
  answerOffer: true,
  registerPatient: true,
  identityAttempt: true,
  sendCode: true,
  previsitAnswers: true,
};

export function isBookingEvent(event: TurnEvent): event is BookingEvent {
  return event.type in BOOKING;
}

/** Carries out what turns decided about appointments, inside their commit. Throws `Conflict` when it is too late. */
export async function runActs(
  trx: Knex.Transaction,
  db: Db,
  vault: Vault,
  now: number,
  acts: readonly Act[],
): Promise<void> {
  if (acts.length === 0) return;
  const calendar = await calendarInForce(trx);
  const remote = await isRemote(trx);
  for (const act of acts) {
    const doing: Doing = { trx, dialect: db.dialect, vault, now, calendar, remote, next: idsFrom(act.id) };
    await carryOut(doing, act, act.event);
  }
}

async function carryOut(doing: Doing, act: Act, event: BookingEvent): Promise<void> {
  const { conversationId } = act;
  switch (event.type) {
    case 'hold':
      return hold(doing, conversationId, event.slotId);
    case 'releaseHold':
      return giveUpHold(doing, conversationId);
    case 'book': {
      await mayActFor(doing, act, event.patientId);
      const { reason, disposition } = event;
      await book(doing, {
        id: event.appointmentId,
        slotId: event.slotId,
        patientId: event.patientId,
        conversationId,
        ...(reason === undefined ? {} : { reason }),
        ...(disposition === undefined ? {} : { disposition }),
      });
      return;
    }
    case 'reschedule':
      await mayChange(doing, act, event.appointmentId);
      await move(doing, event.appointmentId, { newId: event.newId, slotId: event.slotId, conversationId });
      return;
    case 'cancelAppointment': {
      await mayChange(doing, act, event.appointmentId);
      const { reason, note } = event;
      await cancel(doing, event.appointmentId, { by: 'patient', reason, ...(note === undefined ? {} : { note }) });
      return;
    }
    case 'confirmAttendance':
      await mayChange(doing, act, event.appointmentId);
      await change(doing, event.appointmentId, LIVE, { confirmed_at: doing.now });
      return;
    case 'missedReason':
      await mayChange(doing, act, event.appointmentId);
      await change(doing, event.appointmentId, ['noshow'], { missed_reason: event.reason });
      return;
    case 'joinWaitlist':
      await mayActFor(doing, act, event.patientId);
      return join(doing, conversationId, event);
    case 'leaveWaitlist':
      await mayAnswer(doing, act, event.entryId);
      return leave(doing, event.entryId);
    case 'answerOffer': {
      const offer = (await doing.trx('waitlist_offer').where({ id: event.offerId }).first()) as OfferRow | undefined;
      await mayAnswer(doing, act, offer?.entry_id ?? '');
      return answer(doing, event);
    }
    case 'registerPatient':
      return register(doing, conversationId, event);
    case 'identityAttempt':
      return attempt(doing, conversationId, event);
    case 'sendCode':
      return sendCode(doing, act, event);
    case 'previsitAnswers':
      return savePrevisit(doing, await mayChange(doing, act, event.appointmentId), event);
  }
}

/** Somebody else's: nothing is written. What the port shows agrees, so the turn that runs again says there is none. */
class NotTheirs extends Conflict {}

async function mayActFor(doing: Doing, act: Act, patientId: string): Promise<void> {
  const row = await doing.trx('conversation').where({ id: act.conversationId }).first('patient_id');
  const holder = (row?.patient_id ?? undefined) as string | undefined;
  if (holder === patientId) return;
  const linked =
    holder !== undefined &&
    (await doing.trx('booking_person').where({ holder_id: holder, patient_id: patientId }).first('patient_id')) !==
      undefined;
  if (!linked) throw new NotTheirs('The conversation does not speak for this patient.');
}

async function mayChange(doing: Doing, act: Act, appointmentId: string): Promise<AppointmentRow> {
  const row = (await doing.trx('appointment').where({ id: appointmentId }).first()) as AppointmentRow | undefined;
  if (row === undefined) throw new NotTheirs('There is no such appointment.');
  if (row.conversation_id !== act.conversationId) await mayActFor(doing, act, row.patient_id);
  return row;
}

async function mayAnswer(doing: Doing, act: Act, entryId: string): Promise<void> {
  const entry = (await doing.trx('waitlist_entry').where({ id: entryId }).first()) as EntryRow | undefined;
  if (entry?.conversation_id !== act.conversationId) throw new NotTheirs('There is no such waitlist entry here.');
}
