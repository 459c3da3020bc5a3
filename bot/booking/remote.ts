import type { Bell, CalendarSystem, Clock, Ids, Log, SystemAnswer } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import { mirrorSlots } from '../store/booking/mirror';
import {
  endRequest,
  follow,
  hasWaitingBooking,
  nextRequest,
  putOff,
  type RemoteRequest,
  settleRequest,
  takeRequests,
  underWay,
} from '../store/booking/remote';
import type { Db } from '../store/db';
import type { Vault } from '../store/vault';

export interface RemoteParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly system: CalendarSystem;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly bell: Bell;
  readonly log: Log;
  readonly horizonDays: () => number;
}

const MINUTE = 60_000;
const MIRROR_EVERY_MS = 2 * MINUTE;
/** Longer than one call to the system: nobody else sends the same request meanwhile. */
const LEASE_MS = MINUTE;
const LONGEST_MS = 15 * MINUTE;
const BATCH = 20;

export interface Remote extends Loop {
  /** Brings what is due to the system. @returns how many requests were answered. */
  once(): Promise<number>;
  /** Reads the system's free slots, and how far the visits of these days have come. */
  mirror(): Promise<void>;
}

/**
 * Between our record and the hospital's own system: its free slots come here, requests go there. While it is away the
 * slots of its last answer stand, and requests wait; each is brought again, ever later, until the visit would begin.
 */
export function createRemote(parts: RemoteParts): Remote {
  const { db, system, clock, bell, log } = parts;
  let mirroredAt = Number.NEGATIVE_INFINITY;

  async function mirror(): Promise<void> {
    mirroredAt = clock.now();
    const span = { from: clock.now(), to: clock.now() + parts.horizonDays() * 24 * 60 * MINUTE };
    const slots = await system.freeSlots(span.from, span.to);
    const { kept, unknown } = await mirrorSlots(db, slots, span, clock.now());
    if (unknown > 0) log.warn('booking.slots-unknown', { kept, unknown });
    await watch();
  }

  async function watch(): Promise<void> {
    const visits = await underWay(db, clock.now());
    const courses = visits.size === 0 ? [] : await system.courses([...visits.keys()]);
    for (const { externalId, step } of courses) {
      const visit = visits.get(externalId);
      if (visit !== undefined) await follow(parts, visit, step, clock.now());
    }
    if (courses.length > 0) bell.ring('timers');
  }

  async function bring(request: RemoteRequest): Promise<boolean> {
    const { appointment, slot, kind, attempts } = request;
    const now = clock.now();
    if (kind === 'cancel' && (await hasWaitingBooking(db, appointment.id))) {
      await putOff(db, request.id, now + 2_000, 'after-booking');
      return false;
    }
    if (kind === 'book' && appointment.status === 'cancelled' && attempts === 1) {
      await endRequest(db, request.id, 'done', 'withdrawn');
      return true;
    }
    if (kind === 'book' && (slot?.external_id == null || appointment.start_at <= now)) {
      await settleRequest(parts, appointment.id, 'taken', now);
      return true;
    }
    const answer = await ask(request);
    if (answer.ok) {
      const external = { id: answer.externalId ?? '', version: answer.version };
      if (kind === 'book') await settleRequest(parts, appointment.id, 'booked', clock.now(), external);
      else await endRequest(db, request.id, 'done', null);
      return true;
    }
    if (answer.retry) {
      await putOff(db, request.id, clock.now() + backoff(attempts), answer.code);
      return false;
    }
    log.warn('booking.refused-elsewhere', { appointment: appointment.id, kind, code: answer.code });
    if (kind === 'book') await settleRequest(parts, appointment.id, 'taken', clock.now());
    else await endRequest(db, request.id, 'failed', answer.code);
    return true;
  }

  function ask({ appointment, slot, kind, attempts }: RemoteRequest): Promise<SystemAnswer> {
    const externalId = appointment.external_id === '' ? undefined : (appointment.external_id ?? undefined);
    if (kind === 'cancel') return system.cancel({ appointmentId: appointment.id, externalId });
    return system.book({
      appointmentId: appointment.id,
      patientId: appointment.patient_id,
      attempt: attempts,
      slot: {
        externalId: slot!.external_id!,
        version: slot!.external_version ?? undefined,
        service: appointment.service_id,
        practitioner: appointment.practitioner_id,
        location: appointment.location_id,
        start: appointment.start_at,
        end: appointment.end_at,
      },
    });
  }

  async function once(): Promise<number> {
    const requests = await takeRequests(db, clock.now(), LEASE_MS, BATCH);
    let answered = 0;
    for (const request of requests) if (await bring(request)) answered += 1;
    if (answered > 0) bell.ring('timers');
    return answered;
  }

  const loop = createLoop({
    bell,
    clock,
    topic: 'booking',
    async work() {
      if (clock.now() - mirroredAt >= MIRROR_EVERY_MS)
        await mirror().catch((error) => log.warn('booking.mirror-failed', { error: errorName(error) }));
      return once();
    },
    next: () => nextRequest(db),
    failed: (error) => log.error('booking.remote-failed', { error: errorName(error) }),
  });
  return { once, mirror, ...loop };
}

/** 5 s, 10 s, 20 s ... a quarter of an hour. */
function backoff(attempts: number): number {
  return Math.min(5_000 * 2 ** (attempts - 1), LONGEST_MS);
}
