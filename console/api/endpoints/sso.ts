import type { HttpReply } from '../../../bot/contracts/http';
import { startSession } from '../auth/session';
import type { Identity, Link, SingleSignOn } from '../auth/sso';
import { cookieName, readCookie, writeCookie } from '../http/cookie';
import { type Call, endpoint, OPEN, ok, SIGNED_IN } from '../http/endpoint';
import { API_BASE } from '../http/pipeline';
import { Problem } from '../http/problem';
import type { ConsoleDeps, StaffRecord } from '../ports';
import { ssoAddress, ssoOptions } from '../schema/session';

const COOKIE = 'sathi_console_sso';
const CARRY_SECONDS = 600;
export const SSO_CALLBACK = `${API_BASE}/sso/callback`;

/** Lax, since the browser comes back from another site; it holds nothing the reader could use. */
const carryCookie = (deps: ConsoleDeps, value: string, maxAge: number) =>
  writeCookie(COOKIE, value, { secure: deps.secureCookies, sameSite: 'Lax', maxAge });

function theProvider(deps: ConsoleDeps): SingleSignOn {
  if (!deps.sso) throw new Problem('not_set_up');
  return deps.sso;
}

async function begin({ deps }: Call): Promise<HttpReply> {
  const sso = theProvider(deps);
  try {
    const { url, carry } = await sso.begin();
    return redirect(url, [carryCookie(deps, carry, CARRY_SECONDS)]);
  } catch (error) {
    deps.log.warn('console.sso_unreachable', { error: error instanceof Error ? error.name : 'unknown' });
    return redirect('/console/?sso=unreachable');
  }
}

/** Why a sign-in at the provider did not become one here; the page words it. */
type Refused = 'failed' | 'no_role' | 'taken' | 'inactive' | 'link_taken';

async function callback({ deps, request, now }: Call): Promise<HttpReply> {
  const sso = theProvider(deps);
  const carry = readCookie(request.headers.cookie, cookieName(COOKIE, deps.secureCookies));
  const forget = carryCookie(deps, '', 0);
  const refuse = (why: Refused) => {
    deps.log.warn('console.sso_refused', { why });
    return redirect(`/console/?sso=${why}`, [forget]);
  };
  if (carry === undefined) return refuse('failed');
  let came: { identity: Identity; link?: Link };
  try {
    came = await sso.finish(new URL(request.url, deps.publicUrl), carry);
  } catch (error) {
    deps.log.warn('console.sso_failed', { error: error instanceof Error ? error.name : 'unknown' });
    return refuse('failed');
  }
  if (came.link) {
    const linked = await link(deps, came.identity, came.link);
    return linked ? redirect('/console/account', [forget]) : refuse('link_taken');
  }
  const staff = await staffOf(deps, came.identity, now);
  if (typeof staff === 'string') return refuse(staff);
  const { session, cookie } = await startSession(deps, request, staff, staff.totpSecret ? 'second_factor' : 'ready');
  deps.log.info('console.signed_in', { staff: staff.id, stage: session.stage, by: 'sso' });
  return redirect('/console/', [cookie, forget]);
}

/**
 * The account of an identity. It is found by issuer and subject alone: a name or e-mail address that fits somebody's
 * account opens nothing. Roles follow the provider's groups at every sign-in where they are mapped.
 */
async function staffOf(deps: ConsoleDeps, identity: Identity, now: number): Promise<StaffRecord | Refused> {
  const { staff } = deps.store;
  const known = await staff.byIdentity(identity);
  if (known) {
    if (!known.active) return 'inactive';
    if (identity.roles === undefined) return known;
    if (identity.roles.length === 0) return 'no_role';
    const roles = [...identity.roles];
    if (roles.join() === [...known.roles].join()) return known;
    // The last administrator stays one until there is another.
    if ((await staff.update(known.id, { roles })) === 'last_administrator') return known;
    return { ...known, roles };
  }
  if (!identity.roles || identity.roles.length === 0) return 'no_role';
  const made = {
    id: deps.ids.next('stf'),
    username:
      identity.username ??
      `sso-${deps.ids
        .next('u')
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')}`,
    name: identity.name,
    roles: identity.roles,
    teams: [],
    locale: 'en',
    passwordHash: null,
    mustChangePassword: false,
    active: true,
    createdAt: now,
  };
  if (!(await staff.create(made))) return 'taken';
  if (!(await staff.joinIdentity(made.id, identity))) return 'failed';
  deps.log.info('console.person_added', { by: 'sso', staff: made.id, roles: made.roles.join(' ') });
  return { ...made, totpSecret: null, lastSeenAt: null };
}

/** Joins the hospital account to the account of whoever asked for it while signed in, if they still are. */
async function link(deps: ConsoleDeps, identity: Identity, { staffId, sessionId }: Link): Promise<boolean> {
  if (!(await deps.store.sessions.belongsTo(sessionId, staffId))) return false;
  return deps.store.staff.joinIdentity(staffId, identity);
}

function redirect(location: string, cookies: readonly string[] = []): HttpReply {
  return {
    status: 302,
    headers: { location, ...(cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }) },
    body: '',
  };
}

export const ssoEndpoints = [
  endpoint({
    id: 'getSignInOptions',
    method: 'GET',
    path: '/session/options',
    summary: 'How one may sign in here',
    access: OPEN,
    reply: ssoOptions,
    handle: async ({ deps }) => ok({ sso: deps.sso !== undefined }),
  }),
  endpoint({
    id: 'beginSso',
    method: 'GET',
    path: '/sso',
    summary: 'Go to the hospital’s identity provider to sign in',
    access: OPEN,
    reply: 'page',
    handle: begin,
  }),
  endpoint({
    id: 'finishSso',
    method: 'GET',
    path: '/sso/callback',
    summary: 'Where the identity provider sends the browser back to',
    access: OPEN,
    reply: 'page',
    handle: callback,
  }),
  endpoint({
    id: 'linkSso',
    method: 'POST',
    path: '/session/sso',
    summary: 'Join one’s own account to one’s hospital account: the page goes where the reply says',
    access: SIGNED_IN,
    reply: ssoAddress,
    handle: async ({ deps, who }) => {
      const { url, carry } = await theProvider(deps).begin({ staffId: who.staff.id, sessionId: who.session.id });
      return { ...ok({ url }), headers: { 'set-cookie': carryCookie(deps, carry, CARRY_SECONDS) } };
    },
  }),
];
