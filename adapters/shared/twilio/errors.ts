import { type FailureKind, later, never } from '../provider-call';

const MINUTE = 60_000;

/**
 * Twilio's error codes as send results. `config` is what concerns every message of the account and is waited for; a
 * template, region or route that is wrong concerns its own message. Source: reference B.8. Twilio splits codes into finer ones over time, so an
 * unknown code falls back to its family in `twilioFailure`.
 */
export const TWILIO_ERRORS: Readonly<Record<number, FailureKind>> = {
  20003: never('config'),
  20404: never('config'),
  20429: later('throttled'),
  21211: never('invalid_address'),
  21217: never('invalid_address'),
  21421: never('invalid_address'),
  21408: never('rejected'),
  21601: never('rejected'),
  21602: never('rejected'),
  21603: never('config'),
  21604: never('rejected'),
  21606: never('config'),
  21610: never('opted_out'),
  21611: later('throttled', 5 * MINUTE),
  21612: never('rejected'),
  21614: never('invalid_address'),
  21617: never('rejected'),
  21620: never('rejected'),
  21621: never('rejected'),
  21623: never('rejected'),
  21655: never('rejected'),
  21656: never('rejected'),
  21659: never('config'),
  21660: never('config'),
  21661: never('config'),
  21703: never('config'),
  21704: never('config'),
  21705: never('config'),
  21910: never('rejected'),
  30001: later('throttled', 5 * MINUTE),
  30002: never('config'),
  30003: later('provider_error', 15 * MINUTE),
  30004: never('rejected'),
  30005: never('invalid_address'),
  30006: never('invalid_address'),
  30007: never('rejected'),
  30008: later('provider_error', 5 * MINUTE),
  30010: never('rejected'),
  30011: never('rejected'),
  30017: later('throttled', MINUTE),
  30018: never('config'),
  30019: never('rejected'),
  30022: later('throttled', 5 * MINUTE),
  30023: later('throttled', 60 * MINUTE),
  30024: never('config'),
  30027: later('throttled', 60 * MINUTE),
  30032: never('config'),
  30034: never('config'),
  30036: never('rejected'),
  30410: later('unknown_outcome'),
  63003: never('invalid_address'),
  63012: later('provider_error', MINUTE),
  63013: never('rejected'),
  63015: never('rejected'),
  63016: never('window_closed'),
  63018: later('throttled', MINUTE),
  63019: never('rejected'),
  63021: never('rejected'),
  63024: never('invalid_address'),
  63026: never('rejected'),
  63027: never('rejected'),
  63028: never('rejected'),
  63032: never('rejected'),
  63033: never('opted_out'),
  63041: never('rejected'),
  63049: never('rejected'),
};

/** What a code means, by the table or by its family: 20xxx account, 21xxx request, 30xxx carrier, 63xxx channel. */
export function twilioFailure(code: number): FailureKind {
  const known = TWILIO_ERRORS[code];
  if (known !== undefined) return known;
  if (code >= 20000 && code < 21000) return never('config');
  return never('rejected');
}
