import type { Env } from '../../adapters/shared/settings';
import type {
  Activity,
  AdapterDeps,
  ChannelAdapter,
  ContactReport,
  DeliveryReport,
  Files,
  HttpReply,
  HttpRequest,
  InboundEvent,
  LogFields,
  Route,
  SendResult,
} from '../../bot/contracts';
import { StoreUnavailable } from '../../bot/contracts';

/** The moment at which all recorded requests arrive. */
export const NOW = Date.UTC(2026, 10, 22, 9, 0, 0);
export const PUBLIC_URL = 'https://bot.example.org';

/** A recorded webhook call. `path` holds the query as it came. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly remoteAddress?: string;
}

/** A call with a multipart form: its fields, and of each file what it is. */
export interface RecordedForm {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly form: Record<string, string | { name: string; type: string; bytes: string }>;
}

/** The only file there is: a picture, or a document under another id. */
export const FILES: Files = {
  async read({ file, conversation }) {
    if (conversation !== 'c_1') return undefined;
    if (file === 'file_png') return { name: 'leg.png', contentType: 'image/png', bytes: Buffer.from('a picture') };
    if (file === 'file_pdf') return { name: 'plan.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-') };
    return undefined;
  },
  link: ({ file, conversation }, seconds) => `${PUBLIC_URL}/files/${conversation}.${file}.${seconds}`,
};

export interface InFixture {
  readonly about: string;
  readonly request: RecordedRequest;
  expect?: {
    reply: HttpReply;
    events: readonly InboundEvent[];
    reports: readonly DeliveryReport[];
    contacts: readonly ContactReport[];
    ignored: readonly string[];
  };
}

export interface OutFixture {
  readonly about: string;
  readonly activity: Activity;
  readonly locale?: string;
  /** Milliseconds since the patient wrote; null: never. */
  readonly sinceInbound?: number | null;
  readonly to?: Record<string, unknown>;
  /** What the provider answers to the first part, one after the other, and what that came to. */
  readonly answers?: readonly {
    /** Answers to what is asked before the message itself (an upload). */
    before?: readonly { status?: number; body?: string; fails?: string }[];
    status?: number;
    body?: string;
    headers?: Record<string, string>;
    fails?: string;
    result?: SendResult;
  }[];
  expect?: {
    parts: readonly Record<string, unknown>[];
    before?: readonly RecordedForm[];
    request?: RecordedRequest;
  };
}

/** What the suite must know about one provider of a channel; everything else is walked. */
export interface Harness {
  readonly channel: string;
  readonly provider: string;
  /** Settings as the environment gives them, with fixed secrets. */
  readonly env: Env;
  /** Names of the settings that hold secrets: emptied one by one, and searched for in logs. */
  readonly secretSettings: readonly string[];
  /** Puts the credential of this provider on a request. */
  sign(request: RecordedRequest): RecordedRequest;
  /** The same request with a wrong credential, and without any. */
  forge(request: RecordedRequest): readonly RecordedRequest[];
  /** An inbound text message, unsigned. */
  message(id: string, text: string): RecordedRequest;
  /** The same message addressed to somebody else's account, unsigned. */
  foreign(id: string): RecordedRequest;
  /** Something the channel can be told for which there is no answer of the provider (timeouts are added by the suite). */
  readonly resultCodes: readonly string[];
}

export interface Recorder {
  readonly deps: AdapterDeps;
  readonly events: InboundEvent[];
  readonly reports: DeliveryReport[];
  readonly contacts: ContactReport[];
  readonly logs: { level: string; event: string; fields?: LogFields }[];
  storeAway: boolean;
}

/** Engine stand-in that remembers what it was told. */
export function recorder(): Recorder {
  const logs: Recorder['logs'] = [];
  const log = (level: string) => (event: string, fields?: LogFields) => void logs.push({ level, event, fields });
  let next = 0;
  const self: Recorder = {
    events: [],
    reports: [],
    contacts: [],
    logs,
    storeAway: false,
    deps: {
      clock: { now: () => NOW },
      ids: { next: (prefix) => `${prefix}_${++next}` },
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      publicUrl: PUBLIC_URL,
      async receive(events) {
        if (self.storeAway) throw new StoreUnavailable('away');
        self.events.push(...events);
        return events.map(() => ({ conversationId: 'c_1', activityId: 'a_1', duplicate: false }));
      },
      async reports(reports) {
        if (self.storeAway) throw new StoreUnavailable('away');
        self.reports.push(...reports);
      },
      async contacts(reports) {
        if (self.storeAway) throw new StoreUnavailable('away');
        self.contacts.push(...reports);
      },
      conversations: {
        open: async () => ({ created: false }),
        exists: async () => true,
        after: async () => [],
        follow: () => () => {},
      },
      bell: { ring: () => {}, listen: () => () => {}, close: async () => {} },
    },
  };
  return self;
}

/** A recorded request as the server would hand it to the route it belongs to. */
export function toHttp(recorded: RecordedRequest, params: Record<string, string>): HttpRequest {
  const url = new URL(recorded.path, PUBLIC_URL);
  return {
    method: recorded.method,
    path: url.pathname,
    url: recorded.path,
    query: url.searchParams,
    params,
    headers: recorded.headers,
    body:
      recorded.bodyBase64 === undefined ? Buffer.from(recorded.body ?? '') : Buffer.from(recorded.bodyBase64, 'base64'),
    remoteAddress: recorded.remoteAddress ?? '203.0.113.7',
  };
}

/** Finds the route as restify would; undefined is the server's 404. */
export function findRoute(
  routes: readonly Route[],
  recorded: RecordedRequest,
): { route: Route; params: Record<string, string> } | undefined {
  const { pathname } = new URL(recorded.path, PUBLIC_URL);
  const given = pathname.split('/');
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (route.method !== recorded.method || wanted.length !== given.length) continue;
    const fits = wanted.every((part, index) => part.startsWith(':') || part === given[index]);
    if (!fits) continue;
    const params = Object.fromEntries(
      wanted.flatMap((part, index) =>
        part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[index]!)]] : [],
      ),
    );
    return { route, params };
  }
  return undefined;
}

/** Calls a channel's webhook with a recorded request, refusing what the server would refuse before it. */
export async function call(adapter: ChannelAdapter, recorded: RecordedRequest, to: Recorder): Promise<HttpReply> {
  const found = findRoute(adapter.routes(to.deps), recorded);
  if (found === undefined) return { status: 404 };
  const request = toHttp(recorded, found.params);
  if (request.body.length > found.route.maxBytes) return { status: 413 };
  return found.route.handle(request);
}
