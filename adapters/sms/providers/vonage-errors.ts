import { type FailureKind, later, never } from '../../shared/provider-call';

/** Vonage SMS API part statuses as send results; "0" is acceptance. Source: reference B.12. */
export const VONAGE_ERRORS: Readonly<Record<string, FailureKind>> = {
  '1': later('throttled', 1_000),
  '2': never('rejected'),
  '3': never('rejected'),
  '4': never('config'),
  '5': later('provider_error'),
  '6': never('rejected'),
  '7': never('opted_out'),
  '8': never('config'),
  '9': never('config'),
};

/** Delivery receipt `err-code` for a person who has opted out. */
export const VONAGE_RECEIPT_OPTED_OUT = '9';
