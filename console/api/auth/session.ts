import { createHash, randomBytes } from 'node:crypto';
import type { HttpReply, HttpRequest } from '../../../bot/contracts/http';
import { cookieName, readCookie, writeCookie } from '../http/cookie';
import type { ConsoleDeps, SessionRecord, StaffRecord } from '../ports';
import type { Stage } from '../schema/session';

const COOKIE = 'sathi_console';
/** Somebody who walked away is signed out; a shift ends in any case. */
export const IDLE_MINUTES = 30;
const IDLE_MS = IDLE_MINUTES * 60_000;
const ABSOLUTE_MS = 12 * 60 * 60_000;
const TOUCH_EVERY_MS = 60_000;

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/**
 * Starts a session under a token made here: one that came with the request is never taken over (fixation), and ends.
 * Returns the session and the cookie to set.
 */
export async function startSession(
  deps: ConsoleDeps,
  request: HttpRequest,
  staff: StaffRecord,
  stage: Stage,
): Promise<{ session: SessionRecord; cookie: string }> {
  await endSession(deps, request);
  const now = deps.clock.now();
  await deps.store.sessions.sweep(now);
  const token = randomBytes(32).toString('base64url');
  const session: SessionRecord = {
    id: deps.ids.next('ses'),
    staffId: staff.id,
    stage,
    csrf: randomBytes(24).toString('base64url'),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + ABSOLUTE_MS,
    agent: browserName(request.headers['user-agent'] ?? ''),
  };
  await deps.store.sessions.create(session, sha256(token));
  return { session, cookie: sessionCookie(deps, token) };
}

/** The session of a request, unless it is over: idle too long, past its end, revoked, or the person was deactivated. */
export async function findSession(
  deps: ConsoleDeps,
  request: HttpRequest,
): Promise<{ session: SessionRecord; staff: StaffRecord } | undefined> {
  const token = readCookie(request.headers.cookie, cookieName(COOKIE, deps.secureCookies));
  if (!token || token.length > 128) return undefined;
  const found = await deps.store.sessions.byTokenHash(sha256(token));
  if (!found) return undefined;
  const now = deps.clock.now();
  const over = now >= found.session.expiresAt || now - found.session.lastSeenAt >= IDLE_MS || !found.staff.active;
  if (over) {
    await deps.store.sessions.end(found.session.id);
    return undefined;
  }
  // Refreshes the page makes by itself do not keep an empty chair signed in: only a person's doing counts.
  const active = request.headers['x-active'] === '1';
  if (active && now - found.session.lastSeenAt >= TOUCH_EVERY_MS)
    await deps.store.sessions.touch(found.session.id, now);
  return found;
}

export async function endSession(deps: ConsoleDeps, request: HttpRequest): Promise<void> {
  const token = readCookie(request.headers.cookie, cookieName(COOKIE, deps.secureCookies));
  if (!token) return;
  const found = await deps.store.sessions.byTokenHash(sha256(token));
  if (found) await deps.store.sessions.end(found.session.id);
}

export function sessionCookie(deps: ConsoleDeps, token: string): string {
  return writeCookie(COOKIE, token, { secure: deps.secureCookies, sameSite: 'Strict' });
}

export function forgetCookie(deps: ConsoleDeps): string {
  return writeCookie(COOKIE, '', { secure: deps.secureCookies, sameSite: 'Strict', maxAge: 0 });
}

export const withCookie = (reply: HttpReply, cookie: string): HttpReply => ({
  ...reply,
  headers: { ...reply.headers, 'set-cookie': cookie },
});

/** "Firefox on Windows": enough to recognise one's own sessions, not enough to track anybody. */
export function browserName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser';
  const system = /Android/.test(agent)
    ? 'Android'
    : /iPhone|iPad/.test(agent)
      ? 'iOS'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS X/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return system ? `${browser} · ${system}` : browser;
}
