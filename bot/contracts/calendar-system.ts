import type { VisitStep } from './booking';
import type { Instant } from './time';

/**
 * The hospital's own scheduling system, where that has the last word. Sathi mirrors its free slots, keeps what patients
 * ask for, and brings each request to it as often as it takes. Implemented for FHIR R4 in `adapters/fhir`.
 */
export interface CalendarSystem {
  readonly id: string;
  /** Every free slot that starts between two moments. Rejects when the system is away; nothing is changed then. */
  freeSlots(from: Instant, to: Instant): Promise<readonly SystemSlot[]>;
  /** Failure is a value. Asked twice for the same appointment it books once. */
  book(wanted: SystemBooking): Promise<SystemAnswer>;
  cancel(wanted: { readonly appointmentId: string; readonly externalId: string | undefined }): Promise<SystemAnswer>;
  /**
   * How far the visits with these ids have come, where they have begun or were missed; those that it does not know are
   * left out. Rejects when the system is away.
   */
  courses(
    externalIds: readonly string[],
  ): Promise<readonly { readonly externalId: string; readonly step: VisitStep }[]>;
}

export interface SystemSlot {
  readonly externalId: string;
  /** What the slot looked like when it was read: a booking of a changed slot is refused. */
  readonly version: string | undefined;
  readonly service: string;
  readonly practitioner: string;
  readonly location: string;
  readonly start: Instant;
  readonly end: Instant;
}

export interface SystemBooking {
  readonly appointmentId: string;
  readonly patientId: string;
  readonly slot: SystemSlot;
  /** The try, from 1: after the first nobody knows whether an earlier one arrived. */
  readonly attempt: number;
}

export type SystemAnswer =
  | { readonly ok: true; readonly externalId: string | undefined; readonly version: string | undefined }
  /** `taken`: somebody else has the slot. `refused`: the system does not want this request as it is. */
  | { readonly ok: false; readonly retry: false; readonly code: 'taken' | 'refused' }
  | { readonly ok: false; readonly retry: true; readonly code: 'away' | 'throttled' | 'changed' };
