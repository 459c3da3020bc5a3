import type { Knex } from 'knex';
import type { Visit, VisitForm } from '../../../console/api/schema/visits';
import type { VisitStore } from '../../../console/api/visits/ports';
import { addDays, instantAt, wallClock } from '../../../knowledge/calendar/instants';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import { patientLabel } from '../console/patients';
import type { Vault } from '../vault';
import type { AppointmentRow } from './appointment-row';
import { currentCalendar } from './calendar';
import { readPrevisit } from './previsit';
import type { SlotRow } from './slots';

type Reading = Pick<
  VisitStore,
  'calendar' | 'day' | 'slots' | 'exists' | 'form' | 'overdue' | 'blocks' | 'blockExists'
>;

/** Missed visits stay on the list this long; source: Simple.org counts a year, a clinic's phone list is a month. */
const MISSED_MS = 30 * 24 * 60 * 60_000;
const OVERDUE_MS = 7 * 24 * 60 * 60_000;
const MOST = 500;

/** What staff see of visits. */
export function createVisitReading(knex: Knex, vault: Vault, clock: { now(): number }, zone: string): Reading {
  const inForce = async () => (await currentCalendar(knex))?.calendar;
  const shown = (rows: readonly AppointmentRow[]) => visitsOf(knex, vault, rows);
  return {
    async calendar() {
      const given = await inForce();
      return {
        zone: given?.zone ?? zone,
        today: wallClock(clock.now(), given?.zone ?? zone).day,
        locations: (given?.locations ?? []).map(({ id, name }) => ({ id, name })),
        practitioners: (given?.practitioners ?? []).map(({ id, name }) => ({ id, name })),
        services: (given?.services ?? []).map(({ id, name }) => ({ id, name })),
      };
    },
    async day({ day, location, practitioner }) {
      const given = await inForce();
      const rows = await onDay(knex, given, zone, day, { location, practitioner })
        .orderBy(['start_at', 'overbooked', 'id'])
        .limit(MOST);
      return shown(rows as AppointmentRow[]);
    },
    async slots(practitioner, day, now) {
      const rows = (await knex('booking_slot')
        .where({ practitioner_id: practitioner, local_day: day })
        .orderBy(['start_at', 'service_id'])
        .limit(MOST)) as SlotRow[];
      return rows.map((row) => ({
        id: row.id,
        service: row.service_id,
        start: row.start_at,
        end: row.end_at,
        taken: row.taken_until > now,
      }));
    },
    exists: async (id) => (await knex('appointment').where({ id }).first('id')) !== undefined,
    async form(id) {
      const row = (await knex('appointment').where({ id }).first()) as AppointmentRow | undefined;
      return row === undefined ? undefined : formOf(knex, vault, row);
    },
    async overdue(now) {
      const minutes = (await inForce())?.policy.overdue_after_minutes ?? 60;
      const due = (await knex('appointment')
        .whereIn('status', ['booked', 'pending'])
        .where('start_at', '<', now - minutes * 60_000)
        .where('start_at', '>', now - OVERDUE_MS)
        .orderBy('start_at')
        .limit(MOST)) as AppointmentRow[];
      const missed = (await knex('appointment as a')
        .where({ 'a.status': 'noshow' })
        .where('a.start_at', '>', now - MISSED_MS)
        .whereNotExists((later) =>
          later
            .select(knex.raw('1'))
            .from('appointment as b')
            .whereRaw('b.patient_id = a.patient_id AND b.service_id = a.service_id AND b.start_at > a.start_at')
            .whereNotIn('b.status', ['cancelled', 'entered-in-error', 'noshow']),
        )
        .orderBy('a.start_at')
        .limit(MOST)
        .select('a.*')) as AppointmentRow[];
      return shown([...due, ...missed].sort((a, b) => a.start_at - b.start_at));
    },
    async blocks(now) {
      const rows = await knex('booking_absence').where('to_at', '>', now).orderBy(['from_at', 'id']).limit(MOST);
      return rows.map((row) => ({
        id: row.id as string,
        practitioner: row.practitioner_id as string,
        from: row.from_at as number,
        to: row.to_at as number,
        kind: row.kind as 'leave' | 'block',
      }));
    },
    blockExists: async (id) => (await knex('booking_absence').where({ id }).first('id')) !== undefined,
  };
}

/** Appointments of a local day at a place or with a person. */
export function onDay(
  knex: Knex,
  calendar: HospitalCalendar | undefined,
  zone: string,
  day: string,
  where: { location?: string | undefined; practitioner?: string | undefined },
): Knex.QueryBuilder {
  const own = calendar?.zone ?? zone;
  const query = knex('appointment')
    .where('start_at', '>=', instantAt(day, 0, own))
    .where('start_at', '<', instantAt(addDays(day, 1), 0, own));
  if (where.location !== undefined) query.where('location_id', where.location);
  if (where.practitioner !== undefined) query.where('practitioner_id', where.practitioner);
  return query;
}

async function visitsOf(knex: Knex, vault: Vault, rows: readonly AppointmentRow[]): Promise<Visit[]> {
  const labels = await patientLabel(
    knex,
    vault,
    rows.map((row) => row.patient_id),
  );
  const ids = rows.map((row) => row.id);
  const forms = new Map(
    (await knex('previsit').whereIn('appointment_id', ids).select('appointment_id', 'complete')).map((row) => [
      row.appointment_id as string,
      row.complete === 1 ? ('complete' as const) : ('begun' as const),
    ]),
  );
  const moved = rows.map((row) => row.moved_from).filter((id) => id !== null);
  const starts = new Map(
    (await knex('appointment').whereIn('id', moved).select('id', 'start_at')).map((row) => [
      row.id as string,
      row.start_at as number,
    ]),
  );
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    patient: labels.get(row.patient_id) ?? null,
    service: row.service_id,
    practitioner: row.practitioner_id,
    location: row.location_id,
    room: row.room_id,
    start: row.start_at,
    end: row.end_at,
    status: row.status,
    confirmed: row.confirmed_at !== null,
    overbooked: row.overbooked === 1,
    form: forms.get(row.id) ?? 'none',
    movedFrom:
      row.moved_from === null ? null : { id: row.moved_from, start: starts.get(row.moved_from) ?? row.start_at },
    movedTo: row.moved_to,
    cancelledBy: row.cancelled_by,
    cancelReason: row.cancel_reason,
    missedReason: row.missed_reason,
  }));
}

async function formOf(knex: Knex, vault: Vault, row: AppointmentRow): Promise<VisitForm> {
  const [visit] = await visitsOf(knex, vault, [row]);
  const told = await readPrevisit(knex, vault, row);
  const detail = row.detail === null ? {} : (JSON.parse(vault.open(row.detail, row.id)) as { reason?: string });
  return {
    visit: visit!,
    reason: detail.reason ?? null,
    answers: told?.answers ?? {},
    fromEarlier: told?.from === 'earlier',
  };
}
