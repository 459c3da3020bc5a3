import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Compares two secrets in constant time whatever their lengths. An empty expectation never matches: a missing secret
 * must not become "everybody is welcome".
 */
export function sameSecret(expected: string, given: string | undefined): boolean {
  if (expected === '' || given === undefined || given === '') return false;
  return timingSafeEqual(digest(expected), digest(given));
}

export function hmac(
  algorithm: 'sha1' | 'sha256',
  secret: string,
  data: string | Buffer,
  encoding: 'hex' | 'base64',
): string {
  return createHmac(algorithm, secret).update(data).digest(encoding);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
