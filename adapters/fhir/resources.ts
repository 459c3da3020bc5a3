import type { SystemBooking, SystemSlot, VisitStep } from '../../bot/contracts';
import type { FhirSettings } from './settings';

/**
 * FHIR R4 Schedule, Slot and Appointment as far as booking reads and writes them. Source: HL7 FHIR 4.0.1, resource
 * pages and their official examples (written from memory, not re-read).
 */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta?: { readonly versionId?: string };
}
interface Coded {
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
}
interface Reference {
  readonly reference?: string;
}

export interface ScheduleResource extends Resource {
  readonly resourceType: 'Schedule';
  readonly actor: readonly Reference[];
  readonly serviceType?: readonly Coded[];
}

export interface SlotResource extends Resource {
  readonly resourceType: 'Slot';
  readonly schedule: Reference;
  readonly serviceType?: readonly Coded[];
  readonly status: string;
  readonly start: string;
  readonly end: string;
}

export interface AppointmentResource extends Resource {
  readonly resourceType: 'Appointment';
  readonly status: string;
  readonly slot?: readonly Reference[];
  readonly [more: string]: unknown;
}

export interface Bundle extends Resource {
  readonly resourceType: 'Bundle';
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource?: Resource; readonly response?: { readonly status?: string } }[];
}

/**
 * A slot in our words. The last parts of its Schedule's actors are the practitioner's and the place's ids of the calendar
 * file, a code of its service type is the service's: what does not name all three is not offered.
 */
export function systemSlot(
  slot: SlotResource,
  schedules: ReadonlyMap<string, ScheduleResource>,
): SystemSlot | undefined {
  const schedule = schedules.get(idOf(slot.schedule, 'Schedule') ?? '');
  const actor = (type: string) => schedule?.actor.map((one) => idOf(one, type)).find((id) => id !== undefined);
  const service = codeOf(slot.serviceType) ?? codeOf(schedule?.serviceType);
  const [practitioner, location] = [actor('Practitioner'), actor('Location')];
  const [start, end] = [Date.parse(slot.start), Date.parse(slot.end)];
  if (slot.id === undefined || practitioner === undefined || location === undefined || service === undefined)
    return undefined;
  if (!(start < end)) return undefined;
  return { externalId: slot.id, version: slot.meta?.versionId, service, practitioner, location, start, end };
}

function codeOf(types: readonly Coded[] | undefined): string | undefined {
  return types?.flatMap((one) => one.coding ?? []).find((one) => one.code !== undefined)?.code;
}

/** `Practitioner/dr-vargas`, also as an absolute address. */
export function idOf(reference: Reference, type: string): string | undefined {
  return new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?$`).exec(reference.reference ?? '')?.[1];
}

/** FHIR R4 AppointmentStatus, as far as it says that a visit has begun, is over or was missed. */
const STEPS: Readonly<Record<string, VisitStep>> = {
  arrived: 'arrived',
  'checked-in': 'in_room',
  fulfilled: 'done',
  noshow: 'missed',
};

export function stepOf({ status }: AppointmentResource): VisitStep | undefined {
  return STEPS[status];
}

/** The booking as one transaction: the appointment is made only where it is new, the slot taken only as it was read. */
export function bookingBundle({ system }: FhirSettings, wanted: SystemBooking): Bundle {
  const { slot } = wanted;
  const identifier = { system: `${system}:appointment`, value: wanted.appointmentId };
  const accepted = { status: 'accepted' };
  const appointment = {
    resourceType: 'Appointment',
    identifier: [identifier],
    status: 'booked',
    serviceType: [{ coding: [{ code: slot.service }] }],
    start: new Date(slot.start).toISOString(),
    end: new Date(slot.end).toISOString(),
    slot: [{ reference: `Slot/${slot.externalId}` }],
    participant: [
      // By our opaque id: the hospital's system knows whom it belongs to; no name travels.
      { actor: { type: 'Patient', identifier: { system: `${system}:patient`, value: wanted.patientId } }, ...accepted },
      { actor: { reference: `Practitioner/${slot.practitioner}` }, ...accepted },
      { actor: { reference: `Location/${slot.location}` }, ...accepted },
    ],
  };
  const entry = [
    {
      resource: appointment,
      request: {
        method: 'POST',
        url: 'Appointment',
        ifNoneExist: `identifier=${encodeURIComponent(`${identifier.system}|${identifier.value}`)}`,
      },
    },
  ];
  return { resourceType: 'Bundle', type: 'transaction', entry } as unknown as Bundle;
}

/** A slot with another status, written back only if nobody changed it meanwhile. */
export function withStatus(
  slot: SlotResource,
  status: 'busy' | 'free',
): { body: SlotResource; ifMatch: string | undefined } {
  const { versionId } = slot.meta ?? {};
  return { body: { ...slot, status }, ifMatch: versionId === undefined ? undefined : `W/"${versionId}"` };
}
