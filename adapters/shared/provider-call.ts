import type { SendResult } from '../../bot/contracts';

/** `fetch` as Node has it; tests and the simulator put their own in its place. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** `Retry-After` in milliseconds, when the provider gave one in seconds. */
  readonly retryAfterMs?: number;
}

type Failed = Extract<SendResult, { ok: false }>;

/** Codes of failures before anything was written to the provider: the message was certainly not accepted. */
const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

/**
 * Calls a provider. A failure before the request was written is `connection`; anything after that, a timeout
 * included, is `unknown_outcome`, because no provider here offers an idempotency key.
 */
export async function callProvider(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  timeoutMs: number,
): Promise<{ answered: Answered } | { failed: Failed }> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const body = await response.text();
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      answered: {
        status: response.status,
        body,
        ...(Number.isFinite(after) && after >= 0 ? { retryAfterMs: Math.min(after, 3600) * 1000 } : {}),
      },
    };
  } catch (error) {
    const code = causeCode(error);
    return NOT_REACHED.has(code)
      ? { failed: { ok: false, retry: true, code: 'connection', detail: code } }
      : { failed: { ok: false, retry: true, code: 'unknown_outcome', detail: code } };
  }
}

function causeCode(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const cause = error.cause as { code?: unknown } | undefined;
  if (typeof cause?.code === 'string') return cause.code;
  const own = (error as { code?: unknown }).code;
  return typeof own === 'string' ? own : error.name;
}

/** JSON of an answer, or undefined when it is not JSON (a proxy's error page, an empty body). */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** What an error code of a provider means for sending. Tables of these stand beside each provider. */
export type FailureKind =
  | {
      readonly retry: true;
      readonly code: 'throttled' | 'provider_error' | 'unknown_outcome';
      readonly afterMs?: number;
    }
  | { readonly retry: false; readonly code: 'config' | 'invalid_address' | 'window_closed' | 'rejected' | 'opted_out' };

export const later = (code: 'throttled' | 'provider_error' | 'unknown_outcome', afterMs?: number): FailureKind => ({
  retry: true,
  code,
  ...(afterMs === undefined ? {} : { afterMs }),
});
export const never = (
  code: 'config' | 'invalid_address' | 'window_closed' | 'rejected' | 'opted_out',
): FailureKind => ({ retry: false, code });

export function failure(kind: FailureKind, detail: string, retryAfterMs?: number): Failed {
  if (!kind.retry) return { ok: false, retry: false, code: kind.code, detail };
  const afterMs = retryAfterMs ?? kind.afterMs;
  return { ok: false, retry: true, code: kind.code, detail, ...(afterMs === undefined ? {} : { afterMs }) };
}

/**
 * What an HTTP status means when the provider gave no code we know: 429 was not processed, another 4xx never will be,
 * a 5xx may or may not have been sent.
 */
export function byHttpStatus(answer: Answered): Failed {
  const detail = `http_${answer.status}`;
  if (answer.status === 429) return failure(later('throttled'), detail, answer.retryAfterMs);
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return failure(never('config'), detail);
  if (answer.status >= 400 && answer.status < 500) return failure(never('rejected'), detail);
  return failure(later('unknown_outcome'), detail, answer.retryAfterMs);
}
