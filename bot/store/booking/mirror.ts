import { wallClock } from '../../../knowledge/calendar/instants';
import { slotId } from '../../../knowledge/calendar/slots';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { SystemSlot } from '../../contracts';
import type { Db } from '../db';
import { insertRows, type Row } from '../rows';
import { currentCalendar } from './calendar';
import { BUCKET_MS, renew } from './claims';
import type { Doing } from './doing';

const KNOWN = 500;

/**
 * The free slots of another system as ours: new ones come, changed ones are renewed, and those it does not call free any
 * more go, unless a patient of ours holds or has them. Slots of services or people that the calendar does not know are
 * left out. @returns how many there are, and how many were left out.
 */
export async function mirrorSlots(
  db: Db,
  slots: readonly SystemSlot[],
  span: { readonly from: number; readonly to: number },
  now: number,
): Promise<{ kept: number; unknown: number }> {
  const current = await currentCalendar(db.read);
  if (current === undefined) return { kept: 0, unknown: slots.length };
  const { calendar } = current;
  const known = slots.filter((slot) => isKnown(calendar, slot));
  const rows = known.map((slot) => rowOf(calendar, slot));
  await db.transaction(async (trx) => {
    const free = new Set(rows.map((row) => row.id));
    const before = (await trx('booking_slot')
      .where('start_at', '>=', span.from)
      .where('start_at', '<', span.to)
      .where('taken_until', '<=', now)
      .select('id')) as { id: string }[];
    const gone = before.map((row) => row.id).filter((id) => !free.has(id));
    for (let at = 0; at < gone.length; at += KNOWN)
      await trx('booking_slot')
        .whereIn('id', gone.slice(at, at + KNOWN))
        .delete();
    await insertRows(trx, db.dialect, 'booking_slot', rows, {
      key: ['id'],
      merge: ['external_id', 'external_version', 'end_at', 'to_bucket', 'location_id'],
    });
    const doing = { trx, dialect: db.dialect, now, calendar } as Doing;
    for (const practitioner of new Set(known.map((slot) => slot.practitioner)))
      await renew(doing, practitioner, Math.floor(span.from / BUCKET_MS), Math.ceil(span.to / BUCKET_MS));
  });
  return { kept: known.length, unknown: slots.length - known.length };
}

function isKnown({ services, practitioners, locations }: HospitalCalendar, slot: SystemSlot): boolean {
  return (
    services.some((one) => one.id === slot.service) &&
    practitioners.some((one) => one.id === slot.practitioner) &&
    locations.some((one) => one.id === slot.location)
  );
}

function rowOf({ zone }: HospitalCalendar, slot: SystemSlot): Row {
  const { day, minute, weekday } = wallClock(slot.start, zone);
  return {
    id: slotId(slot.practitioner, slot.service, slot.start),
    service_id: slot.service,
    practitioner_id: slot.practitioner,
    location_id: slot.location,
    room_id: null,
    start_at: slot.start,
    end_at: slot.end,
    from_bucket: Math.floor(slot.start / BUCKET_MS),
    to_bucket: Math.ceil(slot.end / BUCKET_MS),
    local_day: day,
    local_minute: minute,
    weekday,
    external_id: slot.externalId,
    external_version: slot.version ?? null,
  };
}
