import type { BookingEvent } from '../contracts';

/**
 * Something a turn decided that only the database can carry out: it reads before it writes, inside T2. Whatever cannot be
 * done any more throws `Conflict`: nothing of the turn is written, and it runs again on what is true now.
 */
export interface Act {
  /** New ids inside the act are made from this one, so that the act itself needs no source of ids. */
  readonly id: string;
  readonly conversationId: string;
  readonly contactPointId: string;
  /** Whose conversation it was when the turn began. */
  readonly patientId: string | null;
  readonly locale: string;
  readonly event: BookingEvent;
}
