import type { createServer as createHttp, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type HttpReply,
  type HttpRequest,
  type Log,
  type Route,
  type Socket,
  type SocketRoute,
  StoreUnavailable,
} from './contracts';
import { errorName } from './loop';
import { readBody } from './server/body';

export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServerParts {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  readonly log: Log;
  readonly port: number;
  readonly host: string;
  /** Told of every answer: method, route pattern (never the path, it may name a conversation), status, seconds. */
  readonly observed?: (method: string, route: string, status: number, seconds: number) => void;
}

/** restify and WebSocket: mounts what adapters and console declare. One wrapper answers for every route's mistakes. */
export async function startServer(parts: ServerParts): Promise<Server> {
  const server = restify.createServer({ name: 'sathi', handleUncaughtExceptions: false, ignoreTrailingSlash: true });
  for (const route of parts.routes) mount(server, route, parts);
  server.on('NotFound', refuseWith({ status: 404, body: { error: 'not found' } }));
  server.on('MethodNotAllowed', refuseWith({ status: 405, body: { error: 'method not allowed' } }));
  const http = server.server as ReturnType<typeof createHttp>;
  http.requestTimeout = UPLOAD_MS + 10_000;
  http.headersTimeout = 15_000;
  http.keepAliveTimeout = 65_000;
  const upgrades = mountSockets(http, parts);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    server.listen(parts.port, parts.host, () => resolve());
  });
  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      upgrades.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Our own words for what no route takes. restify would answer once more when it is told that we are done, and throw
 * because the answer has left: an address nobody knows must not end the process.
 */
function refuseWith(reply: HttpReply) {
  return (_req: unknown, res: restify.Response, _error: unknown, done: () => void): void => {
    write(res as unknown as ServerResponse, reply);
    (res as unknown as { _sent: boolean })._sent = true;
    done();
  };
}

/** How long a body may take: few kilobytes, and, from people we know, a file over the line of a small clinic. */
const BODY_MS = 30_000;
const UPLOAD_MS = 180_000;

type Mounting = (
  path: string,
  handler: (req: restify.Request, res: restify.Response, next: restify.Next) => void,
) => void;
const VERBS = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'del',
  OPTIONS: 'opts',
  HEAD: 'head',
} as const;

function mount(server: restify.Server, route: Route, parts: ServerParts): void {
  const verb = (server[VERBS[route.method]] as unknown as Mounting).bind(server);
  verb(route.path, (req, res, next) => {
    const started = process.hrtime.bigint();
    const out = res as unknown as ServerResponse;
    answer(route, req as unknown as IncomingMessage & { params?: Record<string, string> }, parts.log)
      .then((reply) => write(out, reply))
      .catch((error: unknown) => {
        parts.log.error('http.write-failed', { error: errorName(error) });
        out.destroy();
      })
      .finally(() => {
        parts.observed?.(route.method, route.path, out.statusCode, Number(process.hrtime.bigint() - started) / 1e9);
        next(false);
      });
  });
}

async function answer(
  route: Route,
  req: IncomingMessage & { params?: Record<string, string> },
  log: Log,
): Promise<HttpReply> {
  try {
    const early = await route.admit?.(toRequest(req, Buffer.alloc(0)));
    if (early !== undefined) {
      // Thrown away as it comes: a socket closed over unread bytes loses the answer.
      req.resume();
      return { ...early, headers: { ...early.headers, connection: 'close' } };
    }
    const body = await readBody(req, route.maxBytes, route.admit === undefined ? BODY_MS : UPLOAD_MS);
    if (body === 'too-large') return { status: 413, headers: { connection: 'close' }, body: { error: 'too large' } };
    if (body === 'too-slow') return { status: 408, headers: { connection: 'close' }, body: { error: 'too slow' } };
    if (body === 'aborted') return { status: 400, body: { error: 'bad request' } };
    return await route.handle(toRequest(req, body));
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      log.warn('http.store-unavailable', { route: route.path });
      return { status: 503, headers: { 'retry-after': '5' }, body: { error: 'unavailable' } };
    }
    log.error('http.failed', { route: route.path, error: errorName(error) });
    return { status: 500, body: { error: 'internal error' } };
  }
}

function toRequest(req: IncomingMessage & { params?: Record<string, string> }, body: Buffer): HttpRequest {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(req.params ?? {})) if (typeof value === 'string') params[name] = value;
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(req.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return {
    method: req.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    url,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    params,
    headers,
    body,
    remoteAddress: req.socket.remoteAddress ?? '',
  };
}

/** Headers every answer carries; a route may tighten or replace them. */
const USUAL_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

function write(res: ServerResponse, reply: HttpReply): void {
  const headers: Record<string, string | string[]> = { ...USUAL_HEADERS };
  for (const [name, value] of Object.entries(reply.headers ?? {}))
    headers[name.toLowerCase()] = value as string | string[];
  if (reply.stream !== undefined) {
    res.writeHead(reply.status, headers);
    reply.stream({
      write: (chunk) => void res.write(chunk),
      end: () => void res.end(),
      onClose: (done) => void res.on('close', done),
    });
    return;
  }
  const { body } = reply;
  const json = typeof body === 'object' && !Buffer.isBuffer(body);
  if (json && headers['content-type'] === undefined) headers['content-type'] = 'application/json; charset=utf-8';
  const bytes = body === undefined ? undefined : json ? JSON.stringify(body) : body;
  headers['content-length'] = String(bytes === undefined ? 0 : Buffer.byteLength(bytes as string | Buffer));
  res.writeHead(reply.status, headers);
  res.end(bytes);
}

function mountSockets(http: ReturnType<typeof createHttp>, parts: ServerParts): { close(): void } {
  const open = new Set<WebSocket>();
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: Math.max(1024, ...parts.sockets.map((route) => route.maxPayload)),
    perMessageDeflate: false,
  });
  http.on('upgrade', (req, socket, head) => {
    socket.on('error', () => socket.destroy());
    const request = toRequest(req, Buffer.alloc(0));
    const route = parts.sockets.find((one) => request.path.startsWith(one.prefix));
    const accepted = route === undefined ? { refuse: 404 } : accept(route, request, parts.log);
    if ('refuse' in accepted) {
      socket.end(`HTTP/1.1 ${accepted.refuse} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    wss.handleUpgrade(req, socket, head, (ws) => {
      open.add(ws);
      ws.on('close', () => open.delete(ws));
      ws.on('error', () => ws.terminate());
      keepAlive(ws);
      accepted.open(wrap(ws));
    });
  });
  return {
    close() {
      for (const ws of open) ws.close(1001, 'restarting');
      setTimeout(() => {
        for (const ws of open) ws.terminate();
      }, 500).unref();
    },
  };
}

function accept(route: SocketRoute, request: HttpRequest, log: Log): ReturnType<SocketRoute['accept']> {
  try {
    return route.accept(request);
  } catch (error) {
    log.error('socket.failed', { error: errorName(error) });
    return { refuse: 500 };
  }
}

/** Browsers answer pings by themselves; a phone that fell asleep misses two and is let go, to come back by watermark. */
const PING_MS = 25_000;

function keepAlive(ws: WebSocket): void {
  let missed = 0;
  ws.on('pong', () => {
    missed = 0;
  });
  const timer = setInterval(() => {
    missed += 1;
    if (missed > 2) ws.terminate();
    else ws.ping();
  }, PING_MS);
  timer.unref();
  ws.on('close', () => clearInterval(timer));
}

function wrap(ws: WebSocket): Socket {
  return {
    send: (text) => ws.send(text),
    close: (code, reason) => ws.close(code, reason),
    onMessage: (handler) => void ws.on('message', (data) => handler(data.toString())),
    onClose: (handler) => void ws.on('close', handler),
    get buffered() {
      return ws.bufferedAmount;
    },
  };
}
