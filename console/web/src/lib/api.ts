import type { Person, ProblemBody } from '../../../api/schema/common';
import { hearServerTime } from './time';

const BASE = '/console/api/v1';

/** A refusal of the API: the code is worded by the page. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: string,
    readonly status: number,
    readonly more: { owner?: Person; retryAfterSeconds?: number; fields?: string[] } = {},
  ) {
    super(code);
  }
}

let csrf = '';
export function setCsrf(token: string): void {
  csrf = token;
}

/** Refreshes made by the page itself do not keep an unattended desk signed in: only a person's doing does. */
let lastTouch = Date.now();
const ACTIVE_MS = 60_000;
for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) {
  window.addEventListener(event, () => (lastTouch = Date.now()), { passive: true, capture: true });
}

type Query = Record<string, string | number | boolean | undefined | null>;

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls the API; the reply's type is the schema's, imported from the API's own declarations. */
export async function api<T>(
  method: Method,
  path: string,
  options: { query?: Query; body?: unknown; signal?: AbortSignal } = {},
): Promise<T> {
  const headers = method === 'GET' ? readHeaders() : { ...writeHeaders(), 'content-type': 'application/json' };
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  let response: Response;
  try {
    response = await fetch(address(path, options.query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('network', 0);
  }
  hearServerTime(Number(response.headers.get('x-server-time')));
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  throw problemOf(response.status, body, path);
}

function readHeaders(): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
    ...(Date.now() - lastTouch < ACTIVE_MS ? { 'x-active': '1' } : {}),
  };
}

/** What every write carries besides its type. */
export const writeHeaders = (): Record<string, string> => ({ ...readHeaders(), 'x-csrf-token': csrf });

/** A refusal from its status and body; one that ends the session brings the sign-in over the page. */
export function problemOf(status: number, body: unknown, path = ''): ApiError {
  const { code = 'failed', ...more } = (body as Partial<ProblemBody> | undefined)?.error ?? {};
  if (status === 401 && path !== '/session') signedOut();
  if (code === 'change_password' || code === 'second_factor') signedOut();
  return new ApiError(code, status, more);
}

/** Set by the session: any refused call brings the sign-in over the page, which keeps everything typed. */
let signedOut = () => {};
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}
