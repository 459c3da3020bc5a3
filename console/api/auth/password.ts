import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Source: OWASP Password Storage Cheat Sheet, argon2id with 19 MiB, 2 passes, 1 lane (not re-read). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let nobody: Promise<string> | undefined;

/** True when the password fits. Somebody unknown costs the same work as somebody known, so the time tells nothing. */
export async function passwordFits(password: string, hashed: string | null | undefined): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const against = hashed ?? (await nobody);
  const fits = await verify(against, password.normalize('NFKC')).catch(() => false);
  return fits && hashed !== null && hashed !== undefined;
}

/** Easy to read aloud and to copy: no letters that look like figures. 26 characters of 31 are 128 bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function oneTimePassword(): string {
  const out: string[] = [];
  while (out.length < 26) {
    for (const byte of randomBytes(32)) if (byte < LETTERS.length * 8 && out.length < 26) out.push(LETTERS[byte % 31]!);
  }
  return out.join('').replace(/(.{5})(?=.)/g, '$1-');
}
