import { join } from 'node:path';
import { readCalendar } from '../../knowledge/calendar';
import { BrokenContent } from '../../knowledge/problems';
import { projectRoot } from '../places';
import type { BookingStore } from '../store/booking';

/** The made-up hospital's calendar. */
export function sampleCalendarFile(): string {
  return join(projectRoot(), 'knowledge/hospital/calendar.yaml');
}

/** Demonstrations book with the sample's doctors until a hospital imports its own; an import is never overwritten. */
export async function takeSampleCalendar(booking: BookingStore, zone: string): Promise<void> {
  if ((await booking.source()) === 'import') return;
  const read = readCalendar(sampleCalendarFile(), zone);
  if (!read.ok) throw new BrokenContent(read.problems);
  await booking.importCalendar(read.calendar, 'sample');
}
