import type { CalendarSystem, SystemAnswer, SystemSlot, VisitStep } from '../../bot/contracts';
import {
  type AppointmentResource,
  type Bundle,
  bookingBundle,
  idOf,
  type Resource,
  type ScheduleResource,
  type SlotResource,
  stepOf,
  systemSlot,
  withStatus,
} from './resources';
import type { FhirSettings } from './settings';

/** Longer than any healthy answer; the next try comes later anyway. */
const TIMEOUT_MS = 15_000;
/** A server that pages without end is cut off: better few slots than none. */
const MOST_PAGES = 200;

/** Ids in one question: an address stays well under what servers take (8,000 characters, ids of at most 64). */
const IDS_AT_ONCE = 50;

type Client = import('fhir-kit-client').Client;

/** The hospital's FHIR R4 server as the system that decides about bookings. */
export function createFhirSystem(settings: FhirSettings): CalendarSystem {
  let made: Promise<Client> | undefined;
  const client = () => {
    made ??= connect(settings);
    return made;
  };
  const options = () => ({ signal: AbortSignal.timeout(TIMEOUT_MS) });
  const identifier = (appointmentId: string) => `${settings.system}:appointment|${appointmentId}`;

  async function existing(appointmentId: string): Promise<AppointmentResource | undefined> {
    const found = (await (
      await client()
    ).resourceSearch({
      resourceType: 'Appointment',
      searchParams: { identifier: identifier(appointmentId) },
      options: options(),
    })) as unknown as Bundle;
    return found.entry?.map((one) => one.resource).find((one) => one?.resourceType === 'Appointment') as
      | AppointmentResource
      | undefined;
  }
  const read = async <T extends Resource>(resourceType: string, id: string) =>
    (await (await client()).read({ resourceType, id, options: options() })) as unknown as T;

  /** Everything a search finds, page by page. */
  async function searched(resourceType: string, searchParams: object): Promise<Resource[]> {
    const kit = await client();
    const found: Resource[] = [];
    let page = (await kit.resourceSearch({
      resourceType,
      searchParams: searchParams as never,
      options: options(),
    })) as unknown as Bundle;
    for (let n = 0; n < MOST_PAGES; n++) {
      for (const { resource } of page.entry ?? []) if (resource !== undefined) found.push(resource);
      const next = kit.nextPage({ bundle: page as never, options: options() });
      if (next === undefined) break;
      page = (await next) as unknown as Bundle;
    }
    return found;
  }

  /** The slot and the appointment change together; the slot only as it was read. */
  async function change(entries: readonly object[]): Promise<Bundle> {
    const body = { resourceType: 'Bundle', type: 'transaction', entry: entries };
    return (await (await client()).transaction({ body: body as never, options: options() })) as unknown as Bundle;
  }
  const put = (resource: Resource, ifMatch: string | undefined) => ({
    resource,
    request: {
      method: 'PUT',
      url: `${resource.resourceType}/${resource.id}`,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    },
  });

  return {
    id: 'fhir',
    async freeSlots(from, to) {
      const slots: SlotResource[] = [];
      const schedules = new Map<string, ScheduleResource>();
      const found = await searched('Slot', {
        status: 'free',
        start: [`ge${new Date(from).toISOString()}`, `lt${new Date(to).toISOString()}`],
        _include: 'Slot:schedule',
        _count: '200',
      });
      for (const resource of found) {
        if (resource.resourceType === 'Slot') slots.push(resource as SlotResource);
        if (resource.resourceType === 'Schedule') schedules.set(resource.id ?? '', resource as ScheduleResource);
      }
      return slots
        .filter((slot) => slot.status === 'free')
        .map((slot) => systemSlot(slot, schedules))
        .filter((slot): slot is SystemSlot => slot !== undefined);
    },

    async courses(externalIds) {
      const courses: { externalId: string; step: VisitStep }[] = [];
      for (let from = 0; from < externalIds.length; from += IDS_AT_ONCE) {
        const _id = externalIds.slice(from, from + IDS_AT_ONCE).join(',');
        for (const resource of await searched('Appointment', { _id, _count: String(IDS_AT_ONCE) })) {
          const step = stepOf(resource as AppointmentResource);
          if (resource.id !== undefined && step !== undefined) courses.push({ externalId: resource.id, step });
        }
      }
      return courses;
    },

    book: (wanted) =>
      answered(async () => {
        // An earlier try may have arrived although its answer did not.
        const before = wanted.attempt > 1 ? await existing(wanted.appointmentId) : undefined;
        if (before !== undefined) return done(before);
        const slot = await read<SlotResource>('Slot', wanted.slot.externalId);
        if (slot.status !== 'free') return { ok: false, retry: false, code: 'taken' };
        const { body, ifMatch } = withStatus(slot, 'busy');
        const made = await change([...(bookingBundle(settings, wanted).entry ?? []), put(body, ifMatch)]);
        const resource = made.entry?.[0]?.resource as AppointmentResource | undefined;
        return done(resource ?? (await existing(wanted.appointmentId)));
      }, 'taken'),

    cancel: ({ appointmentId, externalId }) =>
      answered(async () => {
        const appointment =
          externalId === undefined
            ? await existing(appointmentId)
            : await read<AppointmentResource>('Appointment', externalId);
        // Never arrived there, or ended there already: there is nothing left to cancel.
        if (appointment === undefined || appointment.status === 'cancelled') return done(appointment);
        const version = appointment.meta?.versionId;
        const entries = [put({ ...appointment, status: 'cancelled' } as Resource, version && `W/"${version}"`)];
        for (const reference of appointment.slot ?? []) {
          const id = idOf(reference, 'Slot');
          const slot = id === undefined ? undefined : await read<SlotResource>('Slot', id);
          if (slot === undefined) continue;
          const { body, ifMatch } = withStatus(slot, 'free');
          entries.push(put(body, ifMatch));
        }
        await change(entries);
        return done(appointment);
        // Somebody changed it meanwhile: read again and cancelled at the next try.
      }, 'changed'),
  };
}

async function connect({ baseUrl, token }: FhirSettings): Promise<Client> {
  const { Client: FhirClient } = await import('fhir-kit-client');
  return new FhirClient({ baseUrl, ...(token === undefined ? {} : { bearerToken: token }) });
}

function done(appointment: AppointmentResource | undefined): SystemAnswer {
  return { ok: true, externalId: appointment?.id, version: appointment?.meta?.versionId };
}

/**
 * HTTP answers as ours. 409 and 412: another version than the one read. 429 and 5xx, and no answer at all: later again.
 * Everything else will not get better by asking again. What the server wrote is not passed on: it may name a patient.
 */
async function answered(work: () => Promise<SystemAnswer>, onChange: 'taken' | 'changed'): Promise<SystemAnswer> {
  try {
    return await work();
  } catch (error) {
    const status = (error as { response?: { status?: number } }).response?.status;
    if (status === 409 || status === 412)
      return onChange === 'taken'
        ? { ok: false, retry: false, code: 'taken' }
        : { ok: false, retry: true, code: 'changed' };
    if (status === 404 || status === 410) return { ok: false, retry: false, code: 'taken' };
    if (status === 429) return { ok: false, retry: true, code: 'throttled' };
    if (status === undefined || status >= 500) return { ok: false, retry: true, code: 'away' };
    return { ok: false, retry: false, code: 'refused' };
  }
}
