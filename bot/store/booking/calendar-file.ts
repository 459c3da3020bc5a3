import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Db } from '../db';
import type { AppointmentRow } from './appointment-row';
import { currentCalendar } from './calendar';
import type { CalendarLinks } from './links';

/**
 * The visit as an iCalendar file (RFC 5545): where and when, and with whom; not why, nor for whom, since a link may be
 * passed on. A cancelled visit is sent as cancelled, so that a calendar that has it takes it away.
 */
export async function calendarFile(db: Db, links: CalendarLinks, name: string): Promise<string | undefined> {
  const id = links.appointmentIn(name);
  const row = id === undefined ? undefined : await db.read<AppointmentRow>('appointment').where({ id }).first();
  const current = await currentCalendar(db.read);
  if (row === undefined || current === undefined) return undefined;
  const { calendar } = current;
  const patient = await db.read('conversation').where({ id: row.conversation_id }).first('locale');
  const locale = (patient?.locale as string | null | undefined) ?? 'en';
  const service = calendar.services.find((one) => one.id === row.service_id);
  const place = calendar.locations.find((one) => one.id === row.location_id);
  const person = calendar.practitioners.find((one) => one.id === row.practitioner_id);
  const text = (names: Readonly<Record<string, string>> | undefined) => names?.[locale] ?? names?.en ?? '';
  const file = ical({ prodId: { company: 'Sathi', product: 'Appointments' }, method: ICalCalendarMethod.PUBLISH });
  const cancelled = row.status === 'cancelled' || row.status === 'entered-in-error';
  file.createEvent({
    id: `${row.id}@sathi`,
    sequence: row.sequence,
    // Moments in UTC: every calendar shows them in the zone of whoever looks.
    start: new Date(row.start_at),
    end: new Date(row.end_at),
    stamp: new Date(row.updated_at),
    summary: [text(service?.name), person?.name ?? ''].filter((part) => part !== '').join(' · '),
    location: [text(place?.name), place?.address ?? ''].filter((part) => part !== '').join(', '),
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return file.toString();
}
