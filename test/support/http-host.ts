import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { HttpReply, HttpRequest, Route, SocketRoute } from '../../bot/contracts';

/** A small real server for routes and sockets, so that an adapter can be tested without the rest of the product. */
export interface Host {
  readonly url: string;
  readonly port: number;
  /** Mounts what an adapter declares; called again it replaces what was mounted. */
  mount(routes: readonly Route[], sockets?: readonly SocketRoute[]): void;
  /** Every request so far: method, path and status. */
  readonly seen: { method: string; path: string; status: number; headers: IncomingMessage['headers'] }[];
  /** Number of open sockets. */
  sockets(): number;
  /** Closes sockets as a lost network does. */
  dropSockets(): void;
  close(): Promise<void>;
}

interface Mounted {
  readonly match: RegExp;
  readonly names: readonly string[];
  readonly route: Route;
}

export async function startHost(port = 0): Promise<Host> {
  let mounted: Mounted[] = [];
  let socketRoutes: readonly SocketRoute[] = [];
  const seen: Host['seen'] = [];
  const open = new Set<WebSocket>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false });

  const server: Server = createServer(async (req, res) => {
    const { path, request, tooBig, route } = await read(req, mounted);
    const reply: HttpReply =
      route === undefined
        ? { status: 404, body: { code: 'ResourceNotFound' } }
        : tooBig
          ? { status: 413, body: { code: 'PayloadTooLarge' } }
          : await route.handle(request);
    seen.push({ method: req.method ?? '', path, status: reply.status, headers: req.headers });
    const plain = typeof reply.body === 'string' || Buffer.isBuffer(reply.body) || reply.body === undefined;
    for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
    if (!plain) res.setHeader('content-type', 'application/json');
    res.writeHead(reply.status);
    res.end(plain ? (reply.body as string | Buffer | undefined) : JSON.stringify(reply.body));
  });
  server.on('upgrade', (req, socket, head) => {
    const url = new URL(req.url ?? '/', 'http://x');
    const route = socketRoutes.find(({ prefix }) => url.pathname.startsWith(prefix));
    const accepted = route?.accept(toRequest(req, url, {}, Buffer.alloc(0))) ?? { refuse: 404 };
    if ('refuse' in accepted) return socket.end(`HTTP/1.1 ${accepted.refuse} Refused\r\nConnection: close\r\n\r\n`);
    return wss.handleUpgrade(req, socket, head, (ws) => {
      open.add(ws);
      ws.on('close', () => open.delete(ws));
      ws.on('error', () => {});
      accepted.open({
        send: (text) => ws.send(text),
        close: (code, reason) => ws.close(code, reason),
        onMessage: (handler) => ws.on('message', (data) => handler(String(data))),
        onClose: (handler) => ws.on('close', handler),
        get buffered() {
          return ws.bufferedAmount;
        },
      });
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const bound = (server.address() as AddressInfo).port;

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    seen,
    mount(routes, sockets = []) {
      mounted = routes.map((route) => ({ ...pattern(route.path), route }));
      socketRoutes = sockets;
    },
    sockets: () => open.size,
    dropSockets() {
      for (const ws of open) ws.terminate();
    },
    async close() {
      for (const ws of open) ws.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function pattern(path: string): { match: RegExp; names: string[] } {
  const names: string[] = [];
  const source = path.replace(/:(\w+)/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  return { match: new RegExp(`^${source}$`), names };
}

async function read(req: IncomingMessage, mounted: readonly Mounted[]) {
  const url = new URL(req.url ?? '/', 'http://x');
  const found = mounted.find(({ match, route }) => route.method === req.method && match.test(url.pathname));
  const values = found?.match.exec(url.pathname)?.slice(1) ?? [];
  const params = Object.fromEntries((found?.names ?? []).map((name, i) => [name, decodeURIComponent(values[i]!)]));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= (found?.route.maxBytes ?? 0)) chunks.push(chunk);
  }
  const request = toRequest(req, url, params, Buffer.concat(chunks));
  return { path: url.pathname, request, route: found?.route, tooBig: size > (found?.route.maxBytes ?? 0) };
}

function toRequest(req: IncomingMessage, url: URL, params: Record<string, string>, body: Buffer): HttpRequest {
  return {
    method: req.method ?? 'GET',
    path: url.pathname,
    url: req.url ?? '/',
    query: url.searchParams,
    params,
    headers: req.headers as Record<string, string>,
    body,
    remoteAddress: req.socket.remoteAddress ?? '',
  };
}
