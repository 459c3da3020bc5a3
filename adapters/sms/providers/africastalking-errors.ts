import { type FailureKind, later, never } from '../../shared/provider-call';

/** Africa's Talking recipient status codes as send results; 100 to 102 are acceptance. Source: reference B.11. */
export const AFRICASTALKING_ERRORS: Readonly<Record<number, FailureKind>> = {
  401: never('config'),
  402: never('config'),
  403: never('invalid_address'),
  404: never('invalid_address'),
  405: never('config'),
  406: never('opted_out'),
  407: never('rejected'),
  // Do-not-disturb rejection of promotional senders between 20:00 and 08:00 (Nigeria).
  409: later('throttled', 60 * 60_000),
  500: later('provider_error'),
  501: later('provider_error'),
  502: never('rejected'),
};
