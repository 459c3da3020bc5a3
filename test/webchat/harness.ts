import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebChat, type WebChatOptions } from '../../adapters/webchat';
import { contentPlaces, projectRoot } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { type Host, startHost } from '../support/http-host';
import { emptyStore, type MemoryEngine, type MemoryOptions, memoryEngine } from '../support/memory-deps';

export interface Harness {
  readonly host: Host;
  readonly engine: MemoryEngine;
  /** A new process on the same store: everything in memory is gone, sockets are closed. */
  restart(): void;
  close(): Promise<void>;
}

const content = loadContent(contentPlaces({}));
/** Compressing the bundle takes seconds of work; all tests share the result, named by its hash. */
export const CACHE = join(tmpdir(), 'sathi-test-cache');

export type HarnessOptions = Partial<WebChatOptions> & Pick<MemoryOptions, 'reply' | 'clock'>;

/** The web chat adapter on a real HTTP server with an engine in memory. */
export async function startWebChat(options: HarnessOptions = {}): Promise<Harness> {
  const { reply, clock, ...own } = options;
  const host = await startHost();
  const store = emptyStore();
  let engine: MemoryEngine;
  const begin = () => {
    engine = memoryEngine({ publicUrl: host.url, store, reply, clock });
    const adapter = createWebChat({
      signingKey: new Uint8Array(32).fill(7),
      content,
      root: projectRoot(),
      cacheDir: CACHE,
      mode: 'demo',
      ...own,
    });
    host.mount(adapter.routes(engine.deps), adapter.sockets?.(engine.deps));
  };
  begin();
  return {
    host,
    get engine() {
      return engine;
    },
    restart() {
      host.dropSockets();
      begin();
    },
    close: () => host.close(),
  };
}

export interface Started {
  readonly conversationId: string;
  readonly token: string;
  readonly userId: string;
}

/** A token for a new conversation. */
export async function newToken(url: string, body: object = {}): Promise<Started> {
  const response = await fetch(`${url}/api/webchat/token`, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Started;
}

export interface Called {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** One request of a Direct Line client. */
export async function call(
  url: string,
  path: string,
  given: { method?: string; token?: string; body?: unknown; raw?: string | Buffer; headers?: Record<string, string> },
): Promise<Called> {
  const response = await fetch(`${url}/v3/directline${path}`, {
    method: given.method ?? 'POST',
    headers: {
      'content-type': 'application/json',
      ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }),
      ...given.headers,
    },
    body: (given.raw as string | undefined) ?? (given.body === undefined ? undefined : JSON.stringify(given.body)),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** Begins the conversation of a new token and returns both. */
export async function begun(url: string): Promise<Started & { streamUrl: string }> {
  const started = await newToken(url);
  const { body } = await call(url, '/conversations', { token: started.token, body: { user: {}, locale: 'en' } });
  return { ...started, streamUrl: (body as { streamUrl: string }).streamUrl };
}

/** Waits until something is true, looking often; fails with what it was waiting for. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
