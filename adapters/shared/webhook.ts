import type {
  AdapterDeps,
  ContactReport,
  DeliveryReport,
  HttpReply,
  HttpRequest,
  InboundEvent,
  Instant,
  Route,
} from '../../bot/contracts';
import { StoreUnavailable } from '../../bot/contracts';

/** Everything one webhook call told us. Providers batch: each list may hold several entries or none. */
export interface News {
  readonly events: readonly InboundEvent[];
  readonly reports: readonly DeliveryReport[];
  readonly contacts: readonly ContactReport[];
  /** What was understood but is not ours or not for us, as codes for the log (`unknown_account`, `field.quality`). */
  readonly ignored: readonly string[];
}

export const NO_NEWS: News = { events: [], reports: [], contacts: [], ignored: [] };

export function joinNews(all: readonly News[]): News {
  return {
    events: all.flatMap((one) => one.events),
    reports: all.flatMap((one) => one.reports),
    contacts: all.flatMap((one) => one.contacts),
    ignored: all.flatMap((one) => one.ignored),
  };
}

/** What a provider's webhook is, without saying anything about servers or stores. `verify` and `read` are pure. */
export interface Webhook {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly maxBytes: number;
  /** True when the request is really from the provider; `publicUrl` is our own address as the provider knows it. */
  verify(request: HttpRequest, publicUrl: string): boolean;
  /** Undefined when the body is not what this provider sends. Never throws. */
  read(request: HttpRequest, arrivedAt: Instant): News | undefined;
  /** What the provider wants to hear once everything is stored. */
  readonly ack: HttpReply;
  /** For messages that come in several calls: decides instead of `read` when it resolves to something. */
  hold?(request: HttpRequest, arrivedAt: Instant): Promise<Held | undefined>;
}

/** A call that belongs together with others: it stores for all of them, or answers as the one that does. */
export type Held =
  | { readonly news: News; settle(stored: boolean): void }
  | { readonly stored: Promise<boolean> | boolean };

/** The same words for every refusal: nothing to learn from them about what was expected. */
export const REFUSED: HttpReply = text(401, 'unauthorised');
export const MALFORMED: HttpReply = text(400, 'bad request');
export const TRY_LATER: HttpReply = text(503, 'try again later');

/**
 * Serves a webhook the only safe way: verify, read everything in the body, store, and only then answer. Work on the
 * messages happens after the answer, so providers with short deadlines (Meta: 250 ms median) are never kept waiting
 * by a turn. A store that is away is answered with 503, which makes every provider here send again.
 */
export function webhookRoute(webhook: Webhook, channel: string, deps: AdapterDeps): Route {
  return {
    method: webhook.method,
    path: webhook.path,
    maxBytes: webhook.maxBytes,
    async handle(request) {
      if (!webhook.verify(request, deps.publicUrl)) {
        deps.log.warn('webhook.refused', { channel });
        return REFUSED;
      }
      const held = await webhook.hold?.(request, deps.clock.now());
      if (held !== undefined) return answerHeld(held, webhook, channel, deps);
      const news = webhook.read(request, deps.clock.now());
      if (news === undefined) {
        deps.log.warn('webhook.malformed', { channel, bytes: request.body.length });
        return MALFORMED;
      }
      return store(news, webhook.ack, channel, deps);
    },
  };
}

async function answerHeld(held: Held, webhook: Webhook, channel: string, deps: AdapterDeps): Promise<HttpReply> {
  if (!('news' in held)) return (await held.stored) ? webhook.ack : TRY_LATER;
  const reply = await store(held.news, webhook.ack, channel, deps);
  held.settle(reply === webhook.ack);
  return reply;
}

/** Hands news to the engine and answers; shared by routes that need more than `webhookRoute` offers. */
export async function store(news: News, ack: HttpReply, channel: string, deps: AdapterDeps): Promise<HttpReply> {
  for (const code of news.ignored) deps.log.info('webhook.ignored', { channel, code });
  try {
    if (news.contacts.length > 0) await deps.contacts(news.contacts);
    if (news.events.length > 0) await deps.receive(news.events);
    if (news.reports.length > 0) await deps.reports(news.reports);
    return ack;
  } catch (error) {
    deps.log.error('webhook.not_stored', {
      channel,
      reason: error instanceof StoreUnavailable ? 'store_unavailable' : 'error',
    });
    return TRY_LATER;
  }
}

export function text(status: number, body: string): HttpReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** The body as text, or undefined when it is not valid UTF-8. */
export function utf8(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** The fields of a form post, or undefined when the request is not one. Bodies without a type are read as forms. */
export function form(request: HttpRequest): URLSearchParams | undefined {
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined;
  const body = utf8(request.body);
  return body === undefined ? undefined : new URLSearchParams(body);
}

/** The JSON object of a body, or undefined when there is none. */
export function jsonObject(request: HttpRequest): Record<string, unknown> | undefined {
  const body = utf8(request.body);
  if (body === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
