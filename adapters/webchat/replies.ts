import { type HttpReply, type HttpRequest, type Log, StoreUnavailable } from '../../bot/contracts';

/**
 * Direct Line error bodies (`{"error":{"code","message"}}`). Every body is constant: nothing of the request, of an
 * exception or of a person is ever repeated in one. Clients look at the status only.
 */
const ERRORS = {
  Unauthorized: [401, 'A Direct Line token is needed in the Authorization header.'],
  TokenExpired: [403, 'Token has expired'],
  Forbidden: [403, 'This token does not belong to this conversation.'],
  BadArgument: [400, 'The request body is not something this endpoint understands.'],
  MissingProperty: [400, 'A message needs a text or a value.'],
  MessageTooLong: [400, 'The message is too long. Send at most 4,000 characters at a time.'],
  UploadsNotSupported: [415, 'This chat does not take files.'],
  TooManyRequests: [429, 'Too many requests. Try again later.'],
  ServiceError: [500, 'Something went wrong on our side.'],
  ServiceUnavailable: [503, 'The service cannot store anything at this moment. Send it again in a few seconds.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal with its status and constant body. */
export function refuse(code: ErrorCode, retryAfterSeconds?: number): HttpReply {
  const [status, message] = ERRORS[code];
  const headers = {
    ...NO_STORE,
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` }),
  };
  return { status, headers, body: { error: { code, message } } };
}

const NO_STORE = { 'cache-control': 'no-store' } as const;

/** A JSON answer that no cache keeps: it carries a token or what a patient wrote. */
export function answer(status: number, body: object): HttpReply {
  return { status, headers: NO_STORE, body };
}

type Handler = (request: HttpRequest) => Promise<HttpReply>;

/**
 * Turns what went wrong inside a handler into an answer. `away` is what the client is told while the store is away:
 * 503 unless that status would end this client (see the table in the Direct Line reference).
 */
export function guarded(log: Log, handler: Handler, away: (request: HttpRequest) => HttpReply = unavailable): Handler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        log.warn('webchat.store_unavailable');
        return away(request);
      }
      log.error('webchat.failed', { error: error instanceof Error ? error.name : 'unknown' });
      return refuse('ServiceError');
    }
  };
}

const unavailable = (): HttpReply => refuse('ServiceUnavailable', 5);

/**
 * The four request headers Web Chat sends to another origin. Leaving out any one of them, most often
 * `x-requested-with`, stops the client with "blocked by CORS policy".
 */
const ALLOWED_HEADERS = 'authorization, content-type, x-ms-bot-agent, x-requested-with';

/** CORS headers for one request; no header at all for a site that is not on the hospital's list. */
export function corsHeaders(request: HttpRequest, origins: readonly string[] | undefined): Record<string, string> {
  const origin = request.headers.origin;
  if (origin === undefined) return {};
  if (origins === undefined) return { 'access-control-allow-origin': '*' };
  return origins.includes(origin) ? { 'access-control-allow-origin': origin, vary: 'Origin' } : { vary: 'Origin' };
}

/** The answer to a preflight; every path is asked about separately, so it may be remembered for two hours. */
export function preflight(request: HttpRequest, origins: readonly string[] | undefined): HttpReply {
  return {
    status: 204,
    headers: {
      ...corsHeaders(request, origins),
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': '7200',
    },
  };
}

/** Adds the CORS headers to whatever a handler answers, refusals included. */
export function withCors(handler: Handler, origins: readonly string[] | undefined): Handler {
  return async (request) => {
    const reply = await handler(request);
    return { ...reply, headers: { ...reply.headers, ...corsHeaders(request, origins) } };
  };
}
