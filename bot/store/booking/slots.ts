import type { Knex } from 'knex';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { Slot } from '../../contracts';
import { Conflict } from '../errors';
import { takenAmong, type Wanted } from './claims';
import type { Doing } from './doing';

export interface SlotRow {
  readonly id: string;
  readonly service_id: string;
  readonly practitioner_id: string;
  readonly location_id: string;
  readonly room_id: string | null;
  readonly start_at: number;
  readonly end_at: number;
  readonly from_bucket: number;
  readonly to_bucket: number;
  readonly local_day: string;
  readonly local_minute: number;
  readonly weekday: number;
  readonly taken_until: number;
  readonly external_id: string | null;
  readonly external_version: string | null;
}

export function slotOf(row: SlotRow): Slot {
  return {
    id: row.id,
    service: row.service_id,
    practitioner: row.practitioner_id,
    location: row.location_id,
    start: row.start_at,
    end: row.end_at,
  };
}

/** The slot, kept from being taken away by a leave until the transaction ends. Gone or begun: a conflict. */
export async function lockSlot(doing: Doing, slotId: string): Promise<SlotRow> {
  const query = doing.trx<SlotRow>('booking_slot').where({ id: slotId });
  const row = (await (doing.dialect === 'postgres' ? query.forUpdate() : query).first()) as SlotRow | undefined;
  if (row === undefined) throw new Conflict('The slot is not there any more.');
  if (row.start_at <= doing.now) throw new Conflict('The slot has begun.');
  return row;
}

/** Rooms of the kind a service asks for, at the place of the slot. */
export function roomsFor(calendar: HospitalCalendar, slot: SlotRow): readonly string[] {
  const kind = calendar.services.find((one) => one.id === slot.service_id)?.needs_room;
  if (kind === undefined) return [];
  return calendar.rooms
    .filter((room) => room.kind === kind && room.location === slot.location_id)
    .map((room) => room.id);
}

/** Everything a booking of this slot takes: the practitioner, a room when one is needed, the patient when known. */
export async function resourcesOf(
  doing: Doing,
  slot: SlotRow,
  patient: string | undefined,
): Promise<{ wanted: readonly Wanted[]; room: string | null }> {
  const span = { fromBucket: slot.from_bucket, toBucket: slot.to_bucket };
  const pool = roomsFor(doing.calendar, slot);
  let room = slot.room_id;
  if (pool.length > 0) {
    const taken = await takenAmong(doing, pool, slot.from_bucket, slot.to_bucket);
    room = pool.find((one) => !taken.has(one)) ?? null;
    if (room === null) throw new Conflict('Every room is taken.');
  }
  return {
    room,
    wanted: [
      { resource: slot.practitioner_id, ...span },
      ...(room === null ? [] : [{ resource: room, ...span }]),
      ...(patient === undefined ? [] : [{ resource: patient, ...span }]),
    ],
  };
}

/** Slots of a list that have a free room where they need one. */
export async function withRooms(
  knex: Knex,
  calendar: HospitalCalendar,
  now: number,
  rows: readonly SlotRow[],
  owner?: string,
): Promise<SlotRow[]> {
  const kept: SlotRow[] = [];
  for (const row of rows) {
    const pool = roomsFor(calendar, row);
    if (pool.length === 0) kept.push(row);
    else {
      const looking = { trx: knex as Knex.Transaction, now };
      const taken = await takenAmong(looking, pool, row.from_bucket, row.to_bucket, owner);
      if (taken.size < pool.length) kept.push(row);
    }
  }
  return kept;
}
