import { type FailureKind, later, never } from '../../shared/provider-call';

const MINUTE = 60_000;

/**
 * Graph API error codes as send results, for refused calls and for `failed` statuses alike. `config` is what concerns
 * every message of the account and is waited for; a template that is wrong concerns its own message. Source: C.11.
 */
export const CLOUD_ERRORS: Readonly<Record<number, FailureKind>> = {
  0: never('config'),
  190: never('config'),
  3: never('config'),
  10: never('config'),
  33: never('config'),
  1: later('provider_error'),
  2: later('provider_error'),
  131000: later('provider_error'),
  131016: later('provider_error'),
  131057: later('provider_error', 5 * MINUTE),
  4: later('throttled', MINUTE),
  80007: later('throttled', MINUTE),
  100: never('rejected'),
  368: never('config'),
  131031: never('config'),
  130497: never('rejected'),
  130429: later('throttled', 1_000),
  130472: never('rejected'),
  131005: never('config'),
  131008: never('rejected'),
  131009: never('rejected'),
  131021: never('rejected'),
  131026: never('invalid_address'),
  131030: never('config'),
  131037: never('config'),
  131042: never('config'),
  131045: never('config'),
  133010: never('config'),
  131047: never('window_closed'),
  131048: later('throttled', 60 * MINUTE),
  131049: never('rejected'),
  // Stopped marketing from us, which we do not send: no general opt-out.
  131050: never('rejected'),
  131051: never('rejected'),
  131052: later('provider_error'),
  131053: later('provider_error'),
  131056: later('throttled', 6_000),
  131060: never('rejected'),
  131062: never('invalid_address'),
  132000: never('rejected'),
  132001: never('rejected'),
  132005: never('rejected'),
  132007: never('rejected'),
  132012: never('rejected'),
  132015: never('rejected'),
  132016: never('rejected'),
  132068: never('rejected'),
  132069: later('throttled', MINUTE),
  133004: later('provider_error', MINUTE),
  133005: never('config'),
  133006: never('config'),
  133008: never('config'),
  133009: never('config'),
  133016: never('config'),
  135000: never('rejected'),
};

/**
 * What a code means; permissions are a whole range. A code nobody has told us about is judged by the status it came
 * with: Meta's own trouble (5xx) may or may not have sent the message, everything else is not sent again.
 */
export function cloudFailure(code: number, httpStatus?: number): FailureKind {
  const known = CLOUD_ERRORS[code];
  if (known !== undefined) return known;
  if (code >= 200 && code <= 299) return never('config');
  if (httpStatus === 429) return later('throttled');
  if (httpStatus !== undefined && httpStatus >= 500) return later('unknown_outcome');
  return never('rejected');
}
