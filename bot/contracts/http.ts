import type { Duplex } from 'node:stream';

/**
 * HTTP as adapters and console see it: a value in, a value out. `bot/server.ts` is the only file that knows restify,
 * so a route can be tested without a socket and the server replaced without touching a channel.
 */
export interface HttpRequest {
  readonly method: string;
  /** Path without query, as routed. */
  readonly path: string;
  /** Path with query exactly as received: signatures are computed over it. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes, never larger than the route's `maxBytes`. Empty when there was no body. */
  readonly body: Buffer;
  readonly remoteAddress: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Objects leave as JSON; strings and buffers as they are. */
  readonly body?: string | Buffer | object;
  /** A long answer written piece by piece (server-sent events, exports). */
  readonly stream?: (out: StreamOut) => void;
}

export interface StreamOut {
  write(chunk: string | Buffer): void;
  end(): void;
  onClose(done: () => void): void;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD';
  /** restify path: `/v3/directline/conversations/:id/activities`, or `/console/*`. */
  readonly path: string;
  /** Largest accepted body in bytes; larger is refused with 413 before it is read. */
  readonly maxBytes: number;
  /**
   * Asked before the body is read, with an empty one; an answer refuses the request. For routes whose bodies are large
   * and whose callers have to be known.
   */
  admit?(request: HttpRequest): Promise<HttpReply | undefined>;
  handle(request: HttpRequest): Promise<HttpReply>;
}

/** A WebSocket endpoint; the server owns the upgrade and calls the first whose prefix matches. */
export interface SocketRoute {
  readonly prefix: string;
  /** Bytes of one incoming frame. */
  readonly maxPayload: number;
  /** Returns what to attach to the socket once it is open, or the status to refuse the upgrade with. */
  accept(request: HttpRequest): { refuse: number } | { open(socket: Socket): void };
}

/** The little of a WebSocket that the product uses. */
export interface Socket {
  send(text: string): void;
  close(code: number, reason?: string): void;
  onMessage(handler: (text: string) => void): void;
  onClose(handler: () => void): void;
  /** Bytes accepted but not yet written: slow readers are dropped and come back by watermark. */
  readonly buffered: number;
}

export type RawSocket = Duplex;
