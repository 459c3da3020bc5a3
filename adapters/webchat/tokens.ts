import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { CompactSign, compactVerify } from 'jose';
import { z } from 'zod';
import type { Clock, Ids, Instant } from '../../bot/contracts';

/** What a token vouches for. The browser can read it, so it holds opaque ids only. */
export interface Claims {
  readonly conversationId: string;
  /** `dl_…`; Direct Line clients take it from the claim `user` and every activity is stamped with it. */
  readonly userId: string;
  readonly expiresAt: Instant;
}

/** What a stream ticket vouches for: it stands in a URL, so it is worth nothing after a minute. */
export interface Ticket {
  readonly conversationId: string;
  readonly userId: string;
  readonly watermark: number;
}

export interface Tokens {
  readonly seconds: number;
  issue(who: { conversationId: string; userId: string }): Promise<string>;
  /** The claims of a token we signed, expired or not; undefined for anything else. */
  read(token: string): Promise<Claims | undefined>;
  ticket(ticket: Ticket): string;
  /** Undefined when forged, garbled or older than a minute. Not asynchronous: an upgrade is decided at once. */
  readTicket(text: string): Ticket | undefined;
}

const ISSUER = 'sathi';
const AUDIENCE = 'directline';
const TICKET_MS = 60_000;
/** Tokens verified lately: every message carries the same one, and checking a signature anew costs more than the rest. */
const REMEMBERED = 5000;

const claimsSchema = z.object({
  iss: z.literal(ISSUER),
  aud: z.literal(AUDIENCE),
  conv: z.string().min(1),
  user: z.string().startsWith('dl_'),
  exp: z.number().int(),
});
const ticketSchema = z.object({ c: z.string(), u: z.string(), w: z.number().int().min(0), x: z.number() });

/** Signs and reads Direct Line tokens (JWT, HS256) and stream tickets, each with a key of its own. */
export function createTokens(given: { signingKey: Uint8Array; seconds: number; clock: Clock; ids: Ids }): Tokens {
  const { clock, ids, seconds } = given;
  if (given.signingKey.byteLength < 32) throw new Error('The web chat signing key needs at least 32 bytes.');
  const derive = (use: string) => new Uint8Array(hkdfSync('sha256', given.signingKey, '', `sathi/webchat/${use}`, 32));
  const tokenKey = derive('token');
  const ticketKey = derive('ticket');
  const remembered = new Map<string, Claims>();
  const sign = (payload: string) => createHmac('sha256', ticketKey).update(payload).digest();

  return {
    seconds,
    async issue({ conversationId, userId }) {
      const now = Math.floor(clock.now() / 1000);
      const claims = {
        ...{ iss: ISSUER, aud: AUDIENCE, bot: ISSUER, conv: conversationId, user: userId },
        ...{ iat: now, exp: now + seconds, jti: ids.next('t') },
      };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(tokenKey);
    },
    async read(token) {
      const known = remembered.get(token);
      if (known !== undefined) return known;
      const claims = await verified(token, tokenKey);
      if (claims === undefined) return undefined;
      if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value!);
      remembered.set(token, claims);
      return claims;
    },
    ticket({ conversationId, userId, watermark }) {
      const expires = clock.now() + TICKET_MS;
      const payload = Buffer.from(JSON.stringify({ c: conversationId, u: userId, w: watermark, x: expires }));
      const text = payload.toString('base64url');
      return `${text}.${sign(text).toString('base64url')}`;
    },
    readTicket(text) {
      const [payload = '', signature = ''] = text.split('.');
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(payload);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      const parsed = ticketSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      if (!parsed.success || parsed.data.x <= clock.now()) return undefined;
      return { conversationId: parsed.data.c, userId: parsed.data.u, watermark: parsed.data.w };
    },
  };
}

async function verified(token: string, key: Uint8Array): Promise<Claims | undefined> {
  try {
    const { payload } = await compactVerify(token, key, { algorithms: ['HS256'] });
    const parsed = claimsSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (!parsed.success) return undefined;
    const { conv, user, exp } = parsed.data;
    return { conversationId: conv, userId: user, expiresAt: exp * 1000 };
  } catch {
    return undefined;
  }
}
