import { createBookingStore } from '../../../bot/store/booking';
import { sampleCalendar } from '../../booking/world';
import type { Site } from './site';

const MINUTE = 60_000;

interface SeededVisit {
  readonly name: string;
  readonly service: string;
  readonly practitioner: string;
  readonly place: string;
  /** Minutes from now. */
  readonly at: number;
  readonly status: 'booked' | 'arrived' | 'checked-in' | 'fulfilled' | 'noshow';
  readonly confirmed?: boolean;
}

const VISITS: readonly SeededVisit[] = [
  {
    name: 'Mia Novak',
    service: 'family-visit',
    practitioner: 'dr-vargas',
    place: 'river-road',
    at: -110,
    status: 'fulfilled',
  },
  {
    name: 'Ana Lopez',
    service: 'family-visit',
    practitioner: 'dr-vargas',
    place: 'river-road',
    at: -40,
    status: 'checked-in',
  },
  {
    name: 'Joseph Adeyemi-Featherstonehaugh',
    service: 'diabetes-visit',
    practitioner: 'dr-okafor',
    place: 'river-road',
    at: -20,
    status: 'arrived',
  },
  {
    name: 'Rosa Quispe',
    service: 'family-visit',
    practitioner: 'dr-vargas',
    place: 'river-road',
    at: -90,
    status: 'booked',
  },
  {
    name: 'عمر حداد',
    service: 'family-visit',
    practitioner: 'dr-okafor',
    place: 'river-road',
    at: 30,
    status: 'booked',
    confirmed: true,
  },
  {
    name: 'Leo Lopez',
    service: 'child-visit',
    practitioner: 'dr-reyes',
    place: 'river-road',
    at: 60,
    status: 'booked',
  },
  {
    name: 'Paula Stone',
    service: 'womens-health',
    practitioner: 'dr-reyes',
    place: 'river-road',
    at: -60 * 26,
    status: 'noshow',
  },
];

/** The sample hospital's calendar and a day at its clinics: visits in every state, one overdue, one missed yesterday. */
export async function seedVisits(site: Site): Promise<void> {
  const { db, vault, clock } = site;
  const { ids, publicUrl, content } = site.deps;
  const booking = createBookingStore({ db, vault, clock, ids, zone: content.hospital.zone, publicUrl });
  await booking.importCalendar(sampleCalendar(), 'sample');
  const now = clock.now();
  for (const [index, visit] of VISITS.entries()) {
    const [id, patientId, start] = [`ap_demo_${index}`, `pat_demo_${index}`, now + visit.at * MINUTE];
    const profile = vault.seal(JSON.stringify({ name: visit.name }), patientId);
    await db.write('patient').insert({ id: patientId, profile, created_at: now, updated_at: now });
    await db.write('appointment').insert({
      id,
      patient_id: patientId,
      conversation_id: 'c_person',
      service_id: visit.service,
      practitioner_id: visit.practitioner,
      location_id: visit.place,
      slot_id: `gone_${index}`,
      start_at: start,
      end_at: start + 20 * MINUTE,
      status: visit.status,
      ...(visit.confirmed === true ? { confirmed_at: now } : {}),
      created_at: now,
      updated_at: now,
    });
  }
}
