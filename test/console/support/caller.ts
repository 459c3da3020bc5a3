import type { HttpReply, Route } from '../../../bot/contracts/http';
import { createConsole } from '../../../console/api';
import type { Role } from '../../../console/api/access/roles';
import { hashPassword } from '../../../console/api/auth/password';
import type { SessionView } from '../../../console/api/schema/session';
import type { Site } from './site';

/** A reply's body as tests look at it. */
// biome-ignore lint/suspicious/noExplicitAny: tests compare whole values; a wrong shape fails there.
export type Json = any;

export const PASSWORD = 'correct horse battery';

/** Hashing is slow on purpose; the same password is hashed once for the whole suite. */
let hashed: Promise<string> | undefined;

export async function addStaff(
  site: Site,
  username: string,
  roles: readonly Role[],
  more: { teams?: readonly string[]; name?: string; mustChangePassword?: boolean; id?: string } = {},
): Promise<string> {
  hashed ??= hashPassword(PASSWORD);
  const id = more.id ?? `stf_${username}`;
  await site.deps.store.staff.create({
    id,
    username,
    name: more.name ?? username,
    roles,
    teams: more.teams ?? [],
    locale: 'en',
    passwordHash: await hashed,
    mustChangePassword: more.mustChangePassword ?? false,
    active: true,
    createdAt: site.clock.now(),
  });
  return id;
}

export interface CallOptions {
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly headers?: Record<string, string | undefined>;
  readonly remoteAddress?: string;
  readonly raw?: Buffer;
}

/** A browser as the API sees it: keeps its cookie and its token. */
export interface Caller {
  cookie: string;
  csrf: string;
  call(method: string, path: string, options?: CallOptions): Promise<HttpReply & { json: Json }>;
  signIn(username: string, password?: string): Promise<SessionView>;
}

export function createCaller(site: Site, routes: readonly Route[] = createConsole(site.deps).routes): Caller {
  const caller: Caller = {
    cookie: '',
    csrf: '',
    async call(method, path, options = {}) {
      const full = path.startsWith('/console') ? path : `/console/api/v1${path}`;
      const found = matchRoute(routes, method, full);
      if (!found) throw new Error(`No route for ${method} ${full}`);
      const query = new URLSearchParams(options.query);
      const reply = await found.route.handle({
        method,
        path: full,
        url: `${full}${query.size ? `?${query}` : ''}`,
        query,
        params: found.params,
        headers: {
          host: 'localhost:3978',
          'content-type': 'application/json',
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36',
          ...(caller.cookie ? { cookie: caller.cookie } : {}),
          ...(caller.csrf ? { 'x-csrf-token': caller.csrf } : {}),
          ...options.headers,
        },
        body: options.raw ?? Buffer.from(options.body === undefined ? '' : JSON.stringify(options.body)),
        remoteAddress: options.remoteAddress ?? '127.0.0.1',
      });
      const set = reply.headers?.['set-cookie'];
      if (typeof set === 'string') caller.cookie = set.split(';')[0]!;
      return { ...reply, json: reply.body };
    },
    async signIn(username, password = PASSWORD) {
      const reply = await caller.call('POST', '/session', { body: { username, password } });
      if (reply.status !== 200) throw new Error(`Sign-in refused: ${JSON.stringify(reply.body)}`);
      caller.csrf = reply.json.csrf;
      return reply.json as SessionView;
    },
  };
  return caller;
}

/** Like the server's router: exact parts before named ones, named ones before the wildcard. */
function matchRoute(routes: readonly Route[], method: string, path: string) {
  const wanted = path.split('/');
  let best: { route: Route; params: Record<string, string>; score: number } | undefined;
  for (const route of routes) {
    if (route.method !== method) continue;
    const parts = route.path.split('/');
    const wild = parts[parts.length - 1] === '*';
    if (!wild && parts.length !== wanted.length) continue;
    const params: Record<string, string> = {};
    let score = wild ? 0 : 1;
    const fits = parts.every((part, index) => {
      if (part === '*') return true;
      if (part.startsWith(':')) {
        params[part.slice(1)] = decodeURIComponent(wanted[index] ?? '');
        return (wanted[index] ?? '') !== '';
      }
      score += 2;
      return part === wanted[index];
    });
    if (fits && (!best || score > best.score)) best = { route, params, score };
  }
  return best;
}
