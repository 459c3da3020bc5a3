import type { Bell, Clock, Log } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import type { BookingStore } from '../store/booking';

export interface BookingLoopParts {
  readonly booking: BookingStore;
  readonly bell: Bell;
  readonly clock: Clock;
  readonly log: Log;
}

/** New days come into the calendar once a day; looking oftener costs a query. */
const PLAN_EVERY_MS = 60 * 60_000;

/** What happens to appointments by the clock: days are planned, offers run out, freed slots go to those who wait. */
export function createBookingLoop({ booking, bell, clock, log }: BookingLoopParts): Loop {
  let plannedAt = Number.NEGATIVE_INFINITY;
  return createLoop({
    bell,
    clock,
    topic: 'booking',
    async work() {
      if (clock.now() - plannedAt >= PLAN_EVERY_MS) {
        plannedAt = clock.now();
        const days = await booking.plan();
        if (days > 0) log.info('booking.planned', { days });
      }
      const done = await booking.tidy();
      if (done > 0) bell.ring('timers');
      return done;
    },
    next: () => booking.nextTidy(),
    failed: (error) => log.error('booking.failed', { error: errorName(error) }),
  });
}
