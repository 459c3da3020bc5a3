import { randomBytes } from 'node:crypto';
import type { HttpReply } from '../../bot/contracts/http';
import { createConsole, createSingleSignOn, SSO_CALLBACK, ssoSettings } from '../../console/api';
import { type IdentityProvider, startIdentityProvider, type Trick } from '../standins/identity-provider';
import { onEachDb } from '../support/databases';
import { addStaff, type Caller, createCaller } from './support/caller';
import { openSite, type Site } from './support/site';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider();
});
afterAll(() => provider.close());
beforeEach(() => {
  provider.trick = 'none';
});

function withSso(site: Site, roles = 'Nurses=nurse,IT=administrator+auditor'): Site {
  const settings = ssoSettings({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_ROLES_CLAIM: 'realm_access.roles',
    OIDC_ROLES: roles,
  })!;
  const callback = `${site.deps.publicUrl}${SSO_CALLBACK}`;
  const sso = createSingleSignOn(settings, { callback, key: randomBytes(32), clock: site.clock });
  return { ...site, deps: { ...site.deps, sso } };
}

const cookies = (reply: HttpReply): string[] => [reply.headers?.['set-cookie'] ?? []].flat();
const cookieOf = (all: readonly string[], name: string) =>
  all.find((one) => one.startsWith(`${name}=`))?.split(';')[0] ?? '';

/** A browser that signs in at the provider; returns where it ends and its session cookie. */
async function throughProvider(caller: Caller, begun?: HttpReply): Promise<{ to: string; session: string }> {
  const first = begun ?? (await caller.call('GET', '/sso'));
  const carry = cookieOf(cookies(first), 'sathi_console_sso');
  const address = begun ? (begun.body as { url: string }).url : String(first.headers?.location);
  const back = await provider.visit(address);
  const reply = await caller.call('GET', SSO_CALLBACK, {
    query: Object.fromEntries(back.searchParams),
    headers: { cookie: carry, 'sec-fetch-site': 'cross-site' },
  });
  return { to: String(reply.headers?.location), session: cookieOf(cookies(reply), 'sathi_console') };
}

const person = (sub: string, more: object = {}) => {
  provider.person = {
    sub,
    name: 'Nina Nurse',
    preferred_username: 'nina',
    realm_access: { roles: ['Nurses'] },
    ...more,
  };
};

onEachDb('single sign-on', (open) => {
  test('a first sign-in makes an account with mapped roles; the next finds it and follows the groups', async () => {
    const site = withSso(await openSite(await open()));
    expect((await createCaller(site).call('GET', '/session/options')).json).toEqual({ sso: true });
    person('u-1');
    const caller = createCaller(site);
    const came = await throughProvider(caller);
    expect([came.to, came.session !== '']).toEqual(['/console/', true]);
    caller.cookie = came.session;
    const first = (await caller.call('GET', '/session')).json;
    expect([first.stage, first.staff.username, first.staff.roles]).toEqual(['ready', 'nina', ['nurse']]);
    person('u-1', { preferred_username: 'renamed', realm_access: { roles: ['IT', 'Nurses'] } });
    const again = createCaller(site);
    again.cookie = (await throughProvider(again)).session;
    const second = (await again.call('GET', '/session')).json;
    expect([second.staff.id, second.staff.roles]).toEqual([first.staff.id, ['nurse', 'administrator', 'auditor']]);
    person('u-1', { realm_access: { roles: [] } });
    expect((await throughProvider(createCaller(site))).to).toBe('/console/?sso=no_role');
  });

  test('a name that fits an account opens nothing; its owner joins the two while signed in', async () => {
    const site = withSso(await openSite(await open()));
    await addStaff(site, 'nina', ['supervisor']);
    person('u-attacker');
    expect(await throughProvider(createCaller(site))).toEqual({ to: '/console/?sso=taken', session: '' });

    person('u-nina');
    const nina = createCaller(site);
    await nina.signIn('nina');
    const begun = await nina.call('POST', '/session/sso', { body: {} });
    expect((await throughProvider(nina, begun)).to).toBe('/console/account');
    const later = createCaller(site);
    later.cookie = (await throughProvider(later)).session;
    expect((await later.call('GET', '/session')).json.staff.id).toBe('stf_nina');

    await addStaff(site, 'eve', ['nurse']);
    const eve = createCaller(site);
    await eve.signIn('eve');
    expect((await throughProvider(eve, await eve.call('POST', '/session/sso', { body: {} }))).to).toBe(
      '/console/?sso=link_taken',
    );
    await site.deps.store.staff.update('stf_nina', { active: false });
    expect((await throughProvider(createCaller(site))).to).toBe('/console/?sso=inactive');
  });

  test.each<Trick>(['nonce', 'signature', 'audience', 'issuer', 'expired', 'no_token', 'state'])(
    'a wrong %s is refused',
    async (trick) => {
      const site = withSso(await openSite(await open()));
      person('u-2');
      provider.trick = trick;
      expect(await throughProvider(createCaller(site))).toEqual({ to: '/console/?sso=failed', session: '' });
      expect(await site.deps.store.staff.list()).toEqual([]);
    },
  );
});

describe('single sign-on', () => {
  test('a callback without its own beginning, too late, or used twice is refused', async () => {
    const site = withSso(await openSite());
    person('u-3');
    const caller = createCaller(site);
    const begun = await caller.call('GET', '/sso');
    const carry = cookieOf(cookies(begun), 'sathi_console_sso');
    const back = await provider.visit(String(begun.headers?.location));
    const query = Object.fromEntries(back.searchParams);
    const come = async (cookie: string) =>
      String((await caller.call('GET', SSO_CALLBACK, { query, headers: { cookie } })).headers?.location);
    expect(await come('')).toBe('/console/?sso=failed');
    const other = cookieOf(cookies(await caller.call('GET', '/sso')), 'sathi_console_sso');
    expect(await come(other)).toBe('/console/?sso=failed');
    expect(await come(carry)).toBe('/console/');
    expect(await come(carry)).toBe('/console/?sso=failed');
    const late = await caller.call('GET', '/sso');
    const at = await provider.visit(String(late.headers?.location));
    site.clock.pass(11 * 60_000);
    const reply = await caller.call('GET', SSO_CALLBACK, {
      query: Object.fromEntries(at.searchParams),
      headers: { cookie: cookieOf(cookies(late), 'sathi_console_sso') },
    });
    expect(reply.headers?.location).toBe('/console/?sso=failed');
    await site.close();
  });

  test('a session that came with the callback is never taken over, and nothing of the token is logged', async () => {
    const site = withSso(await openSite());
    person('u-4');
    const caller = createCaller(site);
    const { session } = await throughProvider(caller);
    expect(session).toMatch(/^sathi_console=[\w-]{43}$/);
    expect(JSON.stringify(site.logged)).not.toMatch(/eyJ|nina|Nurse/);
    await site.close();
  });

  test('without a provider there is nothing to find, and bad settings are named', async () => {
    const site = await openSite();
    const caller = createCaller(site, createConsole(site.deps).routes);
    expect((await caller.call('GET', '/session/options')).json).toEqual({ sso: false });
    expect((await caller.call('GET', '/sso')).status).toBe(404);
    await site.close();
    expect(() => ssoSettings({ OIDC_ISSUER: 'http://idp.example.org' })).toThrow('must be an https address');
    expect(() => ssoSettings({ OIDC_ISSUER: 'https://idp.example.org' })).toThrow('OIDC_CLIENT_ID is missing');
    expect(() =>
      ssoSettings({ OIDC_ISSUER: 'https://idp.example.org', OIDC_CLIENT_ID: 'x', OIDC_ROLES: 'Nurses=queen' }),
    ).toThrow('OIDC_ROLES must be written group=role');
  });
});
