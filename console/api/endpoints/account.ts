import { attemptKeys, forgiveAttempts, takeAttempt } from '../auth/lockout';
import { passwordFits } from '../auth/password';
import { startSession, withCookie } from '../auth/session';
import { newTotp, totpStep } from '../auth/totp';
import { type Call, endpoint, ok, SIGNED_IN } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import { codeRequest, passwordOnly, sessionList, totpConfirm, totpSetup } from '../schema/office';
import { sessionView } from '../schema/session';
import { viewOfSession } from './session';

async function secondFactor({ deps, request, who, body, now }: Call<undefined, { code: string }>) {
  if (who.session.stage !== 'second_factor' || who.staff.totpSecret === null) throw new Problem('stale');
  const keys = attemptKeys(`code of ${who.staff.id}`, request.remoteAddress);
  const attempt = await takeAttempt(deps, keys);
  const step = totpStep(who.staff.totpSecret, body.code, now);
  if (step === undefined || !(await deps.store.staff.acceptTotpStep(who.staff.id, step)))
    throw new Problem('wrong_code');
  await forgiveAttempts(deps, attempt);
  // More rights, a new token: one seen before the code was given is worth nothing.
  const stage = who.staff.mustChangePassword ? 'change_password' : 'ready';
  const { session, cookie } = await startSession(deps, request, who.staff, stage);
  return withCookie(ok(viewOfSession(deps, who.staff, session)), cookie);
}

async function confirmTotp({ deps, who, body, now }: Call<undefined, { code: string; secret: string }>) {
  if (who.staff.totpSecret !== null) throw new Problem('taken');
  const step = totpStep(body.secret, body.code, now);
  if (step === undefined) throw new Problem('wrong_code');
  await deps.store.staff.setTotp(who.staff.id, body.secret);
  await deps.store.staff.acceptTotpStep(who.staff.id, step);
  await deps.store.sessions.endAllOf(who.staff.id, who.session.id);
  return ok({ ok: true });
}

async function removeTotp({ deps, request, who, body }: Call<undefined, { password: string }>) {
  const keys = attemptKeys(who.staff.username, request.remoteAddress);
  const attempt = await takeAttempt(deps, keys);
  if (!(await passwordFits(body.password, who.staff.passwordHash))) throw new Problem('wrong_credentials');
  await forgiveAttempts(deps, attempt);
  await deps.store.staff.setTotp(who.staff.id, null);
  return ok({ ok: true });
}

export const accountEndpoints = [
  endpoint({
    id: 'giveSecondFactor',
    method: 'POST',
    path: '/session/second-factor',
    summary: 'Finish the sign-in with a code of the authenticator app; a code works once',
    access: { kind: 'session', stages: ['second_factor'] },
    body: codeRequest,
    reply: sessionView,
    handle: secondFactor,
  }),
  endpoint({
    id: 'beginTotp',
    method: 'GET',
    path: '/session/totp',
    summary: 'A new secret and its picture; nothing is kept until a code of it is confirmed',
    access: SIGNED_IN,
    reply: totpSetup,
    handle: async ({ deps, who }) => ok(await newTotp(`Sathi ${deps.content.hospital.short_name}`, who.staff.username)),
  }),
  endpoint({
    id: 'confirmTotp',
    method: 'POST',
    path: '/session/totp',
    summary: 'Turn the second factor on; ends the person’s other sessions',
    access: SIGNED_IN,
    body: totpConfirm,
    reply: done,
    handle: confirmTotp,
  }),
  endpoint({
    id: 'removeTotp',
    method: 'POST',
    path: '/session/totp/remove',
    summary: 'Turn the second factor off, with the password',
    access: SIGNED_IN,
    body: passwordOnly,
    reply: done,
    handle: removeTotp,
  }),
  endpoint({
    id: 'listSessions',
    method: 'GET',
    path: '/sessions',
    summary: 'Where one is signed in',
    access: SIGNED_IN,
    reply: sessionList,
    handle: async ({ deps, who }) => {
      const sessions = await deps.store.sessions.listOf(who.staff.id);
      const items = sessions.map(({ id, agent, createdAt, lastSeenAt }) => ({
        id,
        agent,
        createdAt,
        lastSeenAt,
        current: id === who.session.id,
      }));
      return ok({ items });
    },
  }),
  endpoint({
    id: 'endSession',
    method: 'DELETE',
    path: '/sessions/:id',
    summary: 'End one of one’s own sessions',
    access: SIGNED_IN,
    object: 'own_session',
    reply: done,
    handle: async ({ deps, id }) => {
      await deps.store.sessions.end(id);
      return ok({ ok: true });
    },
  }),
];
