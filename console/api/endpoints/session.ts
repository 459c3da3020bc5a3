import { permissionsOf } from '../access/roles';
import { attemptKeys, forgiveAttempts, takeAttempt } from '../auth/lockout';
import { hashPassword, passwordFits } from '../auth/password';
import { endSession, forgetCookie, IDLE_MINUTES, startSession, withCookie } from '../auth/session';
import { ANY_STAGE, type Call, endpoint, OPEN, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import type { ConsoleDeps, SessionRecord, StaffRecord } from '../ports';
import { done } from '../schema/common';
import { changePasswordRequest, type SessionView, type Stage, sessionView, signInRequest } from '../schema/session';

/** What the page needs to know about itself. */
export function viewOfSession(deps: ConsoleDeps, staff: StaffRecord, session: SessionRecord): SessionView {
  const { hospital } = deps.content;
  return {
    stage: session.stage,
    csrf: session.csrf,
    staff: {
      id: staff.id,
      name: staff.name,
      username: staff.username,
      roles: [...staff.roles],
      teams: [...staff.teams],
      locale: staff.locale,
      secondFactor: staff.totpSecret !== null,
    },
    permissions: [...permissionsOf(staff.roles)],
    idleMinutes: IDLE_MINUTES,
    expiresAt: session.expiresAt,
    hospital: {
      name: hospital.name,
      shortName: hospital.short_name,
      zone: hospital.zone,
      sample: hospital.numbers.verified_on === null,
      emergency: hospital.numbers.emergency,
      nurseLine: hospital.numbers.nurse_line,
    },
  };
}

export function stageAfterPassword(staff: StaffRecord): Stage {
  if (staff.totpSecret) return 'second_factor';
  return staff.mustChangePassword ? 'change_password' : 'ready';
}

async function signIn({ deps, request, body }: Call<undefined, { username: string; password: string }>) {
  const keys = attemptKeys(body.username, request.remoteAddress);
  const attempt = await takeAttempt(deps, keys);
  const staff = await deps.store.staff.byUsername(body.username.trim().toLowerCase());
  const fits = await passwordFits(body.password, staff?.active ? staff.passwordHash : undefined);
  if (!staff || !fits) throw new Problem('wrong_credentials');
  await forgiveAttempts(deps, attempt);
  const { session, cookie } = await startSession(deps, request, staff, stageAfterPassword(staff));
  deps.log.info('console.signed_in', { staff: staff.id, stage: session.stage });
  return withCookie(ok(viewOfSession(deps, staff, session)), cookie);
}

async function changePassword({ deps, request, who, body }: Call<undefined, { current: string; next: string }>) {
  if (who.session.stage === 'second_factor') throw new Problem('second_factor');
  const attempt = await takeAttempt(deps, attemptKeys(who.staff.username, request.remoteAddress));
  if (!(await passwordFits(body.current, who.staff.passwordHash))) throw new Problem('wrong_credentials');
  if (body.current === body.next) throw new Problem('same_password');
  await forgiveAttempts(deps, attempt);
  await deps.store.staff.setPassword(who.staff.id, await hashPassword(body.next), false);
  // A changed password ends every session, and this one goes on under a new token.
  await deps.store.sessions.endAllOf(who.staff.id);
  const staff = { ...who.staff, mustChangePassword: false };
  const { session, cookie } = await startSession(deps, request, staff, 'ready');
  return withCookie(ok(viewOfSession(deps, staff, session)), cookie);
}

export const sessionEndpoints = [
  endpoint({
    id: 'signIn',
    method: 'POST',
    path: '/session',
    summary: 'Sign in with a username and a password',
    access: OPEN,
    body: signInRequest,
    reply: sessionView,
    maxBytes: 2048,
    handle: signIn,
  }),
  endpoint({
    id: 'getSession',
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in, what they may do, and the token that every write must carry',
    access: ANY_STAGE,
    reply: sessionView,
    handle: async ({ deps, who }) => ok(viewOfSession(deps, who.staff, who.session)),
  }),
  endpoint({
    id: 'signOut',
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    access: ANY_STAGE,
    reply: done,
    handle: async ({ deps, request }) => {
      await endSession(deps, request);
      return withCookie(ok({ ok: true }), forgetCookie(deps));
    },
  }),
  endpoint({
    id: 'changePassword',
    method: 'POST',
    path: '/session/password',
    summary: 'Change the own password; ends every other session of the person',
    access: ANY_STAGE,
    body: changePasswordRequest,
    reply: sessionView,
    maxBytes: 2048,
    handle: changePassword,
  }),
];
