import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** How the provider misbehaves on the next sign-in. */
export type Trick = 'none' | 'nonce' | 'signature' | 'audience' | 'issuer' | 'expired' | 'no_token' | 'state';

export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next. */
  person: { sub: string; [claim: string]: unknown };
  trick: Trick;
  /** What a browser does at the provider: follows the address, signs in, and is sent back to the one returned. */
  visit(address: string): Promise<URL>;
  close(): Promise<void>;
}

/** An OpenID provider speaking the real wire format: discovery, keys, authorization code with PKCE, signed identity. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const stranger = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>();
  const clientId = 'sathi';
  const clientSecret = randomBytes(12).toString('hex');

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (url.pathname === '/.well-known/openid-configuration')
      return json(200, {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      });
    if (url.pathname === '/keys') return json(200, { keys: [jwk] });
    if (url.pathname === '/authorize') {
      const asked = url.searchParams;
      if (asked.get('code_challenge_method') !== 'S256' || asked.get('client_id') !== clientId) return json(400, {});
      const code = randomBytes(16).toString('hex');
      const redirect = asked.get('redirect_uri') ?? '';
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
        redirect,
      });
      const back = new URL(redirect);
      back.searchParams.set('code', code);
      back.searchParams.set('state', provider.trick === 'state' ? 'another' : (asked.get('state') ?? ''));
      response.writeHead(302, { location: back.href });
      return response.end();
    }
    if (url.pathname === '/token')
      return void readForm(request).then(async (form) => {
        const known = codes.get(form.get('code') ?? '');
        codes.delete(form.get('code') ?? '');
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        const secret =
          form.get('client_secret') ??
          Buffer.from((request.headers.authorization ?? '').slice('Basic '.length), 'base64')
            .toString()
            .split(':')[1];
        if (
          !known ||
          challenge !== known.challenge ||
          secret !== clientSecret ||
          form.get('redirect_uri') !== known.redirect
        )
          return json(400, { error: 'invalid_grant' });
        const token = provider.trick === 'no_token' ? {} : { id_token: await sign(known.nonce) };
        json(200, { access_token: randomBytes(8).toString('hex'), token_type: 'Bearer', expires_in: 60, ...token });
      });
    json(404, {});
  });

  async function sign(nonce: string): Promise<string> {
    const { trick, person } = provider;
    const now = Math.floor(Date.now() / 1000);
    const { sub, ...claims } = person;
    return new SignJWT({ ...claims, nonce: trick === 'nonce' ? 'another' : nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setSubject(sub)
      .setIssuer(trick === 'issuer' ? 'http://127.0.0.1:1' : provider.issuer)
      .setAudience(trick === 'audience' ? 'somebody-else' : clientId)
      .setIssuedAt(trick === 'expired' ? now - 7200 : now)
      .setExpirationTime(trick === 'expired' ? now - 3600 : now + 300)
      .sign(trick === 'signature' ? stranger.privateKey : privateKey);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: IdentityProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId,
    clientSecret,
    person: { sub: 'u-1' },
    trick: 'none',
    async visit(address) {
      const reply = await fetch(address, { redirect: 'manual' });
      return new URL(reply.headers.get('location') ?? '');
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
