import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Resource = { resourceType: string; id: string; meta?: { versionId: string }; [more: string]: unknown };
interface Entry {
  resource: Resource;
  request: { method: 'POST' | 'PUT'; url: string; ifMatch?: string; ifNoneExist?: string };
}

/** A FHIR R4 server for schedules, slots and appointments: search, read, transactions with If-Match, pages, outages. */
export interface FhirStandIn {
  readonly baseUrl: string;
  readonly resources: Map<string, Resource>;
  /** Everything that was written, for the check against HL7's schema. */
  readonly written: Resource[];
  /** `down`: 503; `forgetful`: carries out the next transaction and loses the answer; `busy`: 429. */
  mood: 'well' | 'down' | 'forgetful' | 'busy';
  put(resource: Omit<Resource, 'meta'>): void;
  all(resourceType: string): Resource[];
  close(): Promise<void>;
}

class Refusal extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

const PAGE = 3;

export async function fhirStandIn(): Promise<FhirStandIn> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let made = 0;
  const self: FhirStandIn = {
    baseUrl: `${root}/fhir`,
    resources: new Map(),
    written: [],
    mood: 'well',
    put(resource) {
      const key = `${resource.resourceType}/${resource.id}`;
      const version = Number(self.resources.get(key)?.meta?.versionId ?? 0) + 1;
      self.resources.set(key, { ...resource, meta: { versionId: String(version) } } as Resource);
    },
    all: (type) => [...self.resources.values()].filter((one) => one.resourceType === type),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
  return self;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', root);
    const reply = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/fhir+json' });
      response.end(JSON.stringify(body));
    };
    const outcome = (status: number) =>
      reply(status, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] });
    try {
      if (self.mood === 'down') throw new Refusal(503);
      if (self.mood === 'busy') throw new Refusal(429);
      const path = url.pathname.replace(/^\/fhir\/?/, '');
      if (request.method === 'POST' && path === '') {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { entry: Entry[] };
        const entry = transact(body.entry);
        if (self.mood === 'forgetful') {
          self.mood = 'well';
          return void request.socket.destroy();
        }
        return reply(200, { resourceType: 'Bundle', type: 'transaction-response', entry });
      }
      const found = self.resources.get(path);
      if (path.includes('/')) return found === undefined ? outcome(404) : reply(200, found);
      return reply(200, search(path, url));
    } catch (error) {
      outcome(error instanceof Refusal ? error.status : 500);
    }
  }

  function search(type: string, url: URL): object {
    const query = url.searchParams;
    const identifier = query.get('identifier');
    const ids = query.get('_id')?.split(',');
    const [from, to] = query.getAll('start').map((one) => Date.parse(one.slice(2)));
    const all = self
      .all(type)
      .filter(
        (one) =>
          (query.get('status') === null || one.status === query.get('status')) &&
          (ids === undefined || ids.includes(one.id)) &&
          (identifier === null || matches(one, identifier)) &&
          (from === undefined || Date.parse(one.start as string) >= from) &&
          (to === undefined || Date.parse(one.start as string) < to),
      );
    const offset = Number(query.get('_offset') ?? 0);
    const page = all.slice(offset, offset + PAGE);
    const included = query.get('_include') === 'Slot:schedule' ? schedulesOf(page) : [];
    const next = new URL(url);
    next.searchParams.set('_offset', String(offset + PAGE));
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: all.length,
      link: [
        { relation: 'self', url: url.href },
        ...(offset + PAGE < all.length ? [{ relation: 'next', url: next.href }] : []),
      ],
      entry: [
        ...page.map((resource) => ({ resource, search: { mode: 'match' } })),
        ...included.map((resource) => ({ resource, search: { mode: 'include' } })),
      ],
    };
  }

  function schedulesOf(slots: readonly Resource[]): Resource[] {
    const references = new Set(slots.map((slot) => (slot.schedule as { reference: string }).reference));
    return [...references].map((one) => self.resources.get(one)).filter((one) => one !== undefined);
  }

  function matches(resource: Resource, identifier: string): boolean {
    const all = (resource.identifier ?? []) as { system: string; value: string }[];
    return all.some((one) => `${one.system}|${one.value}` === identifier);
  }

  /** All or nothing: every condition is looked at before anything is written. */
  function transact(entries: readonly Entry[]): object[] {
    for (const { request } of entries) {
      const there = self.resources.get(request.url);
      if (
        request.method === 'PUT' &&
        request.ifMatch !== undefined &&
        request.ifMatch !== `W/"${there?.meta?.versionId}"`
      )
        throw new Refusal(412);
    }
    return entries.map(({ resource, request }) => {
      const wanted =
        request.ifNoneExist === undefined ? undefined : new URLSearchParams(request.ifNoneExist).get('identifier');
      const same = self.all(resource.resourceType).find((one) => typeof wanted === 'string' && matches(one, wanted));
      if (request.method === 'POST' && same !== undefined) return { resource: same, response: { status: '200' } };
      self.written.push(resource);
      made += 1;
      const id = request.method === 'POST' ? `made-${made}` : resource.id;
      self.put({ ...resource, id });
      return { resource: self.resources.get(`${resource.resourceType}/${id}`), response: { status: '201' } };
    });
  }
}
