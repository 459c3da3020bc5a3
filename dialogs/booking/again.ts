import type { TurnEvent } from '../../bot/contracts';
import type { Offered } from './offer';
import type { BookingState } from './state';
import { question, sayAsked } from './words';

/** Asks for a day or time, after what has to be said first. */
export function askWhen(current: BookingState, lead: readonly TurnEvent[]): Offered {
  const asked = question('when', 'date');
  return { events: [...lead, sayAsked(asked)], next: { ...current, at: 'when', asked } };
}

/** The times shown are not wanted. */
export function pass(current: BookingState): BookingState {
  const { slot: _slot, start: _start, ...rest } = current;
  return { ...rest, passed: [...new Set([...current.passed, ...current.shown.map(({ id }) => id)])].slice(-60) };
}
