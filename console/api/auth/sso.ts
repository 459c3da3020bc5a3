import { EncryptJWT, jwtDecrypt } from 'jose';
import type { Clock } from '../../../bot/contracts';
import { ROLES, type Role } from '../access/roles';

/** Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce. */
export interface SingleSignOn {
  /** Where to send the browser, and what it must bring back: sealed, good for ten minutes. */
  begin(link?: Link): Promise<{ url: string; carry: string }>;
  /** Checks what came back. Throws on anything that does not fit. */
  finish(returned: URL, carry: string): Promise<{ identity: Identity; link?: Link }>;
}

/** Whose account is joined to the hospital account, when somebody signed in asks for it. */
export interface Link {
  readonly staffId: string;
  readonly sessionId: string;
}

/** Who the provider says it is. Only issuer and subject name the person; everything else may change or be chosen. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly username: string | undefined;
  readonly name: string;
  /** From the claims; undefined when the hospital maps none, and roles are kept by hand. */
  readonly roles: readonly Role[] | undefined;
}

export interface SsoSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scope: string;
  /** Where the provider lists groups; dots lead inside: `realm_access.roles`. */
  readonly rolesClaim: string;
  readonly roles: ReadonlyMap<string, readonly Role[]>;
}

/** A group of settings that cannot be used; says which and what to write. */
export class BadSsoSettings extends Error {
  override readonly name = 'BadSsoSettings';
}

/**
 * Reads `OIDC_ISSUER`, `OIDC_CLIENT_ID`, `OIDC_CLIENT_SECRET`, `OIDC_SCOPE`, `OIDC_ROLES_CLAIM` and `OIDC_ROLES`
 * (`Ward nurses=nurse,IT=administrator+auditor`). Undefined when no issuer is set. Throws `BadSsoSettings`.
 */
export function ssoSettings(env: NodeJS.ProcessEnv): SsoSettings | undefined {
  const issuer = env.OIDC_ISSUER;
  if (!issuer) return undefined;
  if (!URL.canParse(issuer)) throw new BadSsoSettings('OIDC_ISSUER must be the address of the identity provider');
  const local = ['localhost', '127.0.0.1'].includes(new URL(issuer).hostname);
  if (!issuer.startsWith('https://') && !local) throw new BadSsoSettings('OIDC_ISSUER must be an https address');
  if (!env.OIDC_CLIENT_ID) throw new BadSsoSettings('OIDC_CLIENT_ID is missing; the identity provider gives it');
  return {
    issuer,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET || undefined,
    scope: env.OIDC_SCOPE || 'openid profile email',
    rolesClaim: env.OIDC_ROLES_CLAIM || 'groups',
    roles: roleMap(env.OIDC_ROLES ?? ''),
  };
}

function roleMap(text: string): Map<string, Role[]> {
  const map = new Map<string, Role[]>();
  for (const pair of text.split(',').filter((one) => one.trim() !== '')) {
    const [group = '', names = ''] = pair.split('=').map((part) => part.trim());
    const roles = names.split('+').map((name) => name.trim());
    const unknown = roles.find((name) => !(ROLES as readonly string[]).includes(name));
    if (group === '' || unknown !== undefined)
      throw new BadSsoSettings(`OIDC_ROLES must be written group=role, with roles of ${ROLES.join(', ')}`);
    map.set(group, roles as Role[]);
  }
  return map;
}

const CARRY_MS = 10 * 60_000;

/** @param key 32 bytes to seal what travels with the browser. */
export function createSingleSignOn(
  settings: SsoSettings,
  place: { readonly callback: string; readonly key: Buffer; readonly clock: Clock },
): SingleSignOn {
  let found: ReturnType<typeof discover> | undefined;
  /** The provider is asked once; a failed answer is asked for again. */
  const provider = () => {
    found ??= discover(settings).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    async begin(link) {
      const { oidc, config } = await provider();
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: place.callback,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const carry = await new EncryptJWT({ state, nonce, verifier, ...(link === undefined ? {} : { link }) })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(Math.floor((place.clock.now() + CARRY_MS) / 1000))
        .encrypt(place.key);
      return { url: url.href, carry };
    },
    async finish(returned, carry) {
      const { payload } = await jwtDecrypt(carry, place.key, { currentDate: new Date(place.clock.now()) });
      const { state, nonce, verifier, link } = payload as Record<string, string> & { link?: Link };
      const { oidc, config } = await provider();
      const callback = new URL(place.callback);
      callback.search = returned.search;
      const tokens = await oidc.authorizationCodeGrant(config, callback, {
        expectedState: state as string,
        expectedNonce: nonce as string,
        pkceCodeVerifier: verifier as string,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The identity provider sent no identity.');
      return { identity: identityOf(claims, settings), ...(link === undefined ? {} : { link }) };
    },
  };
}

async function discover(settings: SsoSettings) {
  const oidc = await import('openid-client');
  const insecure = settings.issuer.startsWith('http://');
  const config = await oidc.discovery(
    new URL(settings.issuer),
    settings.clientId,
    settings.clientSecret,
    undefined,
    insecure ? { execute: [oidc.allowInsecureRequests] } : {},
  );
  // The signature of the identity is checked too, not only the connection it came over.
  oidc.enableNonRepudiationChecks(config);
  return { oidc, config };
}

type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

function identityOf(claims: Claims, settings: SsoSettings): Identity {
  const text = (name: string) => (typeof claims[name] === 'string' ? (claims[name] as string).trim() : '');
  const groups = groupsOf(claims, settings.rolesClaim);
  const username = (text('preferred_username') || text('email')).toLowerCase();
  return {
    issuer: claims.iss,
    subject: claims.sub,
    username: /^[a-z0-9][a-z0-9._@+-]{0,63}$/.test(username) ? username : undefined,
    name: (text('name') || username || claims.sub).slice(0, 100),
    roles:
      settings.roles.size === 0
        ? undefined
        : ROLES.filter((role) => groups.some((group) => settings.roles.get(group)?.includes(role))),
  };
}

function groupsOf(claims: Claims, claim: string): string[] {
  let node: unknown = claims;
  for (const key of claim.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return [];
    node = (node as Record<string, unknown>)[key];
  }
  if (typeof node === 'string') return node.split(/[ ,]+/);
  return Array.isArray(node) ? node.filter((one): one is string => typeof one === 'string') : [];
}
