import type { Knex } from 'knex';
import type { Actor } from '../../../console/api/ports';
import type { VisitStore } from '../../../console/api/visits/ports';
import { wallClock } from '../../../knowledge/calendar/instants';
import { slotsOfDay } from '../../../knowledge/calendar/slots';
import type { Clock, Ids } from '../../contracts';
import { appendAudit } from '../audit';
import type { Db } from '../db';
import { Conflict, isUniqueViolation } from '../errors';
import { insertRows } from '../rows';
import type { Vault } from '../vault';
import { type AppointmentRow, LIVE } from './appointment-row';
import { book, cancel } from './appointments';
import { currentCalendar, emptyCalendar, isRemote } from './calendar';
import { bucketOf, renew } from './claims';
import { advance } from './course';
import { type Doing, idsFrom } from './doing';
import { tell } from './notices';
import { rowOf } from './plan';
import { createVisitReading, onDay } from './staff-read';

export interface StaffTools {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Until a calendar says its own. */
  readonly zone?: string;
}

/** Visits as staff work with them. */
export function createVisitStore(tools: StaffTools): VisitStore {
  const { db, vault, ids, zone = 'UTC' } = tools;

  async function inOne<T>(now: number, work: (doing: Doing) => Promise<T>): Promise<T> {
    return db.transaction(async (trx) => {
      const calendar = (await currentCalendar(trx))?.calendar ?? emptyCalendar(zone);
      const remote = await isRemote(trx);
      return work({ trx, dialect: db.dialect, vault, now, calendar, remote, next: idsFrom(ids.next('st')) });
    });
  }
  const audited = (doing: Doing, visit: AppointmentRow, actor: Actor, action: string, detail: object = {}) =>
    appendAudit(doing.trx, db, vault, doing.now, visit.conversation_id, [
      { actor: actor.staffId, action: `visit.${action}`, detail: { appointment: visit.id, ...detail } },
    ]);

  return {
    ...createVisitReading(db.read, vault, tools.clock, zone),

    mark: (id, as, actor, now) =>
      orStale(() =>
        inOne(now, async (doing) => {
          await audited(doing, await advance(doing, id, as), actor, as);
        }),
      ),

    block: (request, actor, now) =>
      inOne(now, async (doing) => {
        const id = doing.next('ab');
        await doing.trx('booking_absence').insert({
          id,
          practitioner_id: request.practitioner,
          from_at: request.from,
          to_at: request.to,
          kind: request.kind,
          staff_id: actor.staffId,
          created_at: now,
        });
        // The slots first: a booking under way either has its slot locked and is seen below, or finds none.
        await within(doing.trx, request).delete();
        const hit = (await doing
          .trx('appointment')
          .where({ practitioner_id: request.practitioner })
          .whereIn('status', [...LIVE])
          .where('start_at', '<', request.to)
          .where('end_at', '>', request.from)
          .orderBy('id')) as AppointmentRow[];
        for (const one of hit) {
          const visit = await cancel(doing, one.id, { by: 'clinic', reason: request.kind });
          await tell(
            doing,
            visit.conversation_id,
            { notice: 'clinic-cancelled', appointmentId: one.id },
            { urgent: true },
          );
          await audited(doing, visit, actor, 'cancelled', { because: request.kind, absence: id });
        }
        return { id, cancelled: hit.length };
      }),

    unblock: (id, now) =>
      inOne(now, async (doing) => {
        const gone = (await doing.trx('booking_absence').where({ id }).first()) as
          | { practitioner_id: string; from_at: number; to_at: number }
          | undefined;
        if (gone === undefined) return;
        await doing.trx('booking_absence').where({ id }).delete();
        await planAgain(doing, gone);
      }),

    async overbook({ slotId, visitId }, actor, now) {
      try {
        const id = ids.next('ap');
        await inOne(now, async (doing) => {
          const known = (await doing.trx('appointment').where({ id: visitId }).first()) as AppointmentRow | undefined;
          if (known === undefined) throw new Conflict('There is no such visit.');
          const { patient_id: patientId, conversation_id: conversationId } = known;
          const visit = await book(doing, { id, slotId, patientId, conversationId, overbook: true });
          await tell(doing, conversationId, { notice: 'confirmed', appointmentId: id });
          await audited(doing, visit, actor, 'overbooked', { slot: slotId });
        });
        return { result: 'done', id };
      } catch (error) {
        if (error instanceof Conflict || isUniqueViolation(error)) return { result: 'stale' };
        throw error;
      }
    },

    runningLate: ({ day, minutes, ...where }, actor, now) =>
      inOne(now, async (doing) => {
        // Who is there already sees it; who comes in the next hours is told.
        const affected = (await onDay(doing.trx, doing.calendar, zone, day, where)
          .whereIn('status', ['booked'])
          .where('end_at', '>', now)
          .orderBy('id')) as AppointmentRow[];
        for (const visit of affected) {
          const notice = { notice: 'late', appointmentId: visit.id, minutes } as const;
          await tell(doing, visit.conversation_id, notice, {
            expiresAt: visit.start_at + minutes * 60_000,
            urgent: true,
          });
          await audited(doing, visit, actor, 'late', { minutes });
        }
        return affected.length;
      }),
  };
}

async function orStale(work: () => Promise<void>): Promise<'done' | 'stale'> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof Conflict) return 'stale';
    throw error;
  }
}

interface Span {
  readonly practitioner: string;
  readonly from: number;
  readonly to: number;
}

/** Slots that touch a time. */
function within(trx: Knex.Transaction, { practitioner, from, to }: Span): Knex.QueryBuilder {
  return trx('booking_slot')
    .where({ practitioner_id: practitioner })
    .where('from_bucket', '<', Math.ceil(to / 300_000))
    .where('to_bucket', '>', Math.floor(from / 300_000));
}

/** The slots of a time that was blocked, as the templates have them, without what is blocked otherwise. */
async function planAgain(
  doing: Doing,
  gone: { practitioner_id: string; from_at: number; to_at: number },
): Promise<void> {
  const { trx, calendar, now } = doing;
  const others = await trx('booking_absence').where({ practitioner_id: gone.practitioner_id });
  const away = others.map((one) => ({ practitioner: one.practitioner_id, from: one.from_at, to: one.to_at }));
  const planned = (await trx('booking_calendar').orderBy('version', 'desc').first('planned_to'))?.planned_to as
    | string
    | null;
  const days = new Set<string>();
  for (let at = Math.max(gone.from_at, now); at < gone.to_at; at += 6 * 60 * 60_000)
    days.add(wallClock(at, calendar.zone).day);
  days.add(wallClock(gone.to_at - 1, calendar.zone).day);
  const rows = [...days]
    .filter((day) => planned !== null && day <= planned)
    .flatMap((day) => slotsOfDay(calendar, day, away))
    .filter((slot) => slot.practitioner === gone.practitioner_id && slot.start > now)
    .map(rowOf);
  await insertRows(trx, doing.dialect, 'booking_slot', rows, 'ignore');
  await renew(doing, gone.practitioner_id, bucketOf(gone.from_at), bucketOf(gone.to_at) + 1);
}
