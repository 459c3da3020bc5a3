import { timingSafeEqual } from 'node:crypto';
import type { ZodType } from 'zod';
import { type HttpReply, type HttpRequest, type Route, StoreUnavailable } from '../../../bot/contracts';
import { mayUse } from '../access/objects';
import { permissionsOf } from '../access/roles';
import { findSession } from '../auth/session';
import type { ConsoleDeps } from '../ports';
import { objectId } from '../schema/common';
import type { Call, Endpoint, Who } from './endpoint';
import { Problem, problemReply } from './problem';

export const API_BASE = '/console/api/v1';

/** Nothing of the API may be kept, framed, sniffed or run. */
const API_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** An endpoint as a route: the steps before its handler, in the order in which they must happen. */
export function toRoute(deps: ConsoleDeps, endpoint: Endpoint): Route {
  return {
    method: endpoint.method,
    path: `${API_BASE}${endpoint.path}`,
    maxBytes: endpoint.maxBytes ?? 16_384,
    // Nobody fills our memory without being signed in and allowed to.
    ...(endpoint.upload ? { admit: (request: HttpRequest) => refusal(deps, endpoint, request) } : {}),
    async handle(request) {
      const reply = await answer(deps, endpoint, request);
      // Desk clocks are wrong by minutes: the page counts windows and waiting times by ours.
      const time = { 'x-server-time': String(deps.clock.now()) };
      return { ...reply, headers: { ...API_HEADERS, ...time, ...reply.headers } };
    },
  };
}

/** Who calls, and on what: decided before anything they sent is looked at. */
async function admitted(
  deps: ConsoleDeps,
  endpoint: Endpoint,
  request: HttpRequest,
): Promise<{ who: Who | undefined; id: string }> {
  const write = endpoint.method !== 'GET';
  if (write) refuseOtherSites(request, deps.publicUrl);
  const who = endpoint.access.kind === 'public' ? undefined : await authenticate(deps, endpoint, request);
  if (write && who) requireCsrf(request, who);
  const id = pathId(endpoint, request);
  if (endpoint.object && who && !(await mayUse(deps, who, endpoint.object, id))) throw new Problem('not_found');
  return { who, id };
}

/** Why a call is refused before its body is read; undefined when it is not. */
async function refusal(deps: ConsoleDeps, endpoint: Endpoint, request: HttpRequest): Promise<HttpReply | undefined> {
  try {
    await admitted(deps, endpoint, request);
    return undefined;
  } catch (error) {
    return refused(deps, endpoint, error);
  }
}

async function answer(deps: ConsoleDeps, endpoint: Endpoint, request: HttpRequest): Promise<HttpReply> {
  try {
    const { who, id } = await admitted(deps, endpoint, request);
    const call: Call = {
      deps,
      request,
      who: who as Who,
      id,
      query: endpoint.query ? parse(endpoint.query, Object.fromEntries(request.query)) : undefined,
      body: endpoint.body ? parse(endpoint.body, readJson(request)) : undefined,
      now: deps.clock.now(),
      locale: localeOf(deps, request, who),
    };
    return await endpoint.handle(call as Call<never, never>);
  } catch (error) {
    return refused(deps, endpoint, error);
  }
}

function refused(deps: ConsoleDeps, endpoint: Endpoint, error: unknown): HttpReply {
  if (error instanceof Problem) return problemReply(error);
  if (error instanceof StoreUnavailable) return problemReply(new Problem('unavailable', { retryAfterSeconds: 2 }));
  deps.log.error('console.failed', { endpoint: endpoint.id, error: error instanceof Error ? error.name : 'unknown' });
  return problemReply(new Problem('failed'));
}

async function authenticate(deps: ConsoleDeps, endpoint: Endpoint, request: HttpRequest): Promise<Who> {
  const found = await findSession(deps, request);
  if (!found) throw new Problem('signed_out');
  const permissions = permissionsOf(found.staff.roles);
  const { access } = endpoint;
  const stages = access.kind === 'session' ? access.stages : ['ready'];
  if (found.session.stage !== 'ready' && !stages.includes(found.session.stage)) throw new Problem(found.session.stage);
  if (access.kind === 'permission' && !access.anyOf.some((p) => permissions.has(p))) throw new Problem('forbidden');
  return { ...found, permissions };
}

/** A browser says where a request comes from; anything but our own pages is refused before the session is read. */
function refuseOtherSites(request: HttpRequest, publicUrl: string): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('csrf');
  const { origin } = request.headers;
  if (origin === undefined) return;
  const own = [new URL(publicUrl).host, request.headers.host];
  const host = URL.canParse(origin) ? new URL(origin).host : undefined;
  if (!own.includes(host)) throw new Problem('csrf');
}

function requireCsrf(request: HttpRequest, who: Who): void {
  const given = Buffer.from(request.headers['x-csrf-token'] ?? '');
  const expected = Buffer.from(who.session.csrf);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Problem('csrf');
}

function localeOf(deps: ConsoleDeps, request: HttpRequest, who: Who | undefined): string {
  const asked = (request.headers['accept-language'] ?? '').slice(0, 2);
  return deps.content.hospital.locales.includes(asked) ? asked : (who?.staff.locale ?? 'en');
}

function pathId(endpoint: Endpoint, request: HttpRequest): string {
  if (!endpoint.path.includes('/:id')) return '';
  const parsed = objectId.safeParse(request.params.id);
  if (!parsed.success) throw new Problem('not_found');
  return parsed.data;
}

function readJson(request: HttpRequest): unknown {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw new Problem('not_json');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    throw new Problem('invalid');
  }
}

function parse(schema: ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid', {
    fields: [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))],
  });
}
