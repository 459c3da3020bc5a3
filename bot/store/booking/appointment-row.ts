import type { Appointment, AppointmentStatus } from '../../contracts';

export interface AppointmentRow {
  readonly id: string;
  readonly patient_id: string;
  readonly conversation_id: string;
  readonly service_id: string;
  readonly practitioner_id: string;
  readonly location_id: string;
  readonly room_id: string | null;
  readonly slot_id: string;
  readonly start_at: number;
  readonly end_at: number;
  readonly status: AppointmentStatus;
  readonly detail: string | null;
  readonly disposition: string | null;
  readonly overbooked: number;
  readonly confirmed_at: number | null;
  readonly moved_from: string | null;
  readonly moved_to: string | null;
  readonly cancel_reason: string | null;
  readonly cancelled_by: 'patient' | 'clinic' | 'system' | null;
  readonly missed_reason: string | null;
  readonly arrived_at: number | null;
  readonly roomed_at: number | null;
  readonly finished_at: number | null;
  readonly external_id: string | null;
  readonly external_version: string | null;
  readonly sequence: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** What may still be moved, cancelled or confirmed. */
export const LIVE: readonly AppointmentStatus[] = ['proposed', 'pending', 'booked'];

/** @param link the address of its calendar file */
export function appointmentOf(row: AppointmentRow, link: string): Appointment {
  return {
    id: row.id,
    patientId: row.patient_id,
    status: row.status,
    service: row.service_id,
    practitioner: row.practitioner_id,
    location: row.location_id,
    start: row.start_at,
    end: row.end_at,
    calendarLink: link,
    ...(row.confirmed_at === null ? {} : { confirmedAt: row.confirmed_at }),
    ...(row.moved_from === null ? {} : { movedFrom: row.moved_from }),
    ...(row.moved_to === null ? {} : { movedTo: row.moved_to }),
    ...(row.cancel_reason === null ? {} : { cancelReason: row.cancel_reason }),
    ...(row.cancelled_by === null ? {} : { cancelledBy: row.cancelled_by }),
  };
}
