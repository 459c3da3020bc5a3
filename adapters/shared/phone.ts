import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * A number as E.164 (`+254700000001`), or undefined when it is none. Gateways leave out the plus or send national
 * forms (07...), so the country of the hospital is the default. Short codes are not E.164: use `senderId` for those.
 */
export function e164(raw: string, country?: string): string | undefined {
  const trimmed = raw.trim();
  if (/^\+[1-9]\d{7,14}$/.test(trimmed)) return trimmed;
  const digits = trimmed.replace(/[\s().-]/g, '');
  if (/^00[1-9]\d{7,14}$/.test(digits)) return `+${digits.slice(2)}`;
  if (!/^\+?\d{4,15}$/.test(digits)) return undefined;
  const national = country === undefined ? undefined : parsePhoneNumberFromString(digits, country as CountryCode);
  if (national?.isValid()) return national.number;
  const international = parsePhoneNumberFromString(digits.startsWith('+') ? digits : `+${digits}`);
  if (international?.isPossible()) return international.number;
  return undefined;
}

/** Digits alone, for gateways that want numbers without the plus. */
export function withoutPlus(value: string): string {
  return value.replace(/^\+/, '');
}
