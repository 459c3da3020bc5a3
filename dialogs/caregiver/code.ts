import { createHash } from 'node:crypto';
import type { Services } from '../../bot/contracts';

/** Letters and digits that are not taken for one another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const DIGITS = '23456789';
const LENGTH = 8;

/** Seven letters or digits and a last digit: no word anybody writes is a code. */
const CODE = new RegExp(`^[${LETTERS}]{${LENGTH - 1}}[${DIGITS}]$`);

/** From the product's own source of randomness, so that tests can fix it. */
export function newCode(services: Services): string {
  const bytes = createHash('sha256').update(services.ids.next('cg')).digest();
  return Array.from({ length: LENGTH }, (_, i) => {
    const from = i === LENGTH - 1 ? DIGITS : LETTERS;
    return from[bytes[i]! % from.length];
  }).join('');
}

/** A whole message that is a caregiver's code, as it is kept; spaces, dashes and case do not matter. */
export function readCode(text: string): string | undefined {
  if (text.length > 2 * LENGTH) return undefined;
  const code = text.replace(/[\s-]/g, '').toUpperCase();
  return CODE.test(code) ? code : undefined;
}

/** The dialog a message that is nothing but a code begins. */
export function caregiverKeyword(text: string): { dialog: string; args: unknown } | undefined {
  const code = readCode(text);
  return code === undefined ? undefined : { dialog: 'caregiver', args: { kind: 'code', code } };
}
