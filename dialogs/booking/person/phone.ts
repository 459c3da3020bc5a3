import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Services } from '../../../bot/contracts';

/** A phone number of the hospital's country unless it says another, as E.164; undefined for what is none. */
export function takePhone(text: string, services: Services): string | undefined {
  const found = parsePhoneNumberFromString(text, services.content.hospital.country as CountryCode);
  return found?.isPossible() === true ? found.number : undefined;
}
