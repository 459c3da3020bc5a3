import { createHash } from 'node:crypto';
import { Problem } from '../http/problem';
import type { ConsoleDeps } from '../ports';

const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** One address may try for many people (a ward's proxy), so it gets more before it has to wait. */
const FREE_PER_ADDRESS = 50;

/** Milliseconds to wait after so many failures: none for the first five, then doubling up to an hour. */
export function waitAfter(failures: number, free = FREE_ATTEMPTS): number {
  if (failures < free) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - free, 20), LONGEST_WAIT_MS);
}

/** Keys are hashes: a mistyped username may be a password. Unknown names lock like known ones. */
export function attemptKeys(username: string, remoteAddress: string): { name: string; address: string } {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
  return { name: hash(`name:${username.trim().toLowerCase()}`), address: hash(`address:${remoteAddress}`) };
}

/** An attempt that was counted and may turn out to be right. */
export interface Attempt {
  readonly name: string;
  readonly address: string;
  readonly ofAddress: number;
}

/** Counts the attempt, and refuses it without looking at the password while the name or the address has to wait. */
export async function takeAttempt(deps: ConsoleDeps, keys: { name: string; address: string }): Promise<Attempt> {
  const now = deps.clock.now();
  const address = await deps.store.attempts.take(keys.address, now, (n) => waitAfter(n, FREE_PER_ADDRESS));
  const name = await deps.store.attempts.take(keys.name, now, (n) => waitAfter(n));
  const until = Math.max(address.lockedUntil, name.lockedUntil);
  if (until > now) throw new Problem('locked', { retryAfterSeconds: Math.ceil((until - now) / 1000) });
  return { ...keys, ofAddress: address.attempts };
}

/**
 * A success forgives the name's failures. Of the address it takes back only itself: a whole shift signs in from one
 * proxy, but the failures of others stay counted, or one own account would unlock guessing.
 */
export async function forgiveAttempts(deps: ConsoleDeps, attempt: Attempt): Promise<void> {
  await deps.store.attempts.clear(attempt.name);
  await deps.store.attempts.giveBack(attempt.address, attempt.ofAddress);
}
