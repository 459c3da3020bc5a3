import type { AdapterDeps, Files, HttpRequest, Route, SendResult } from '../../../bot/contracts';
import {
  type Answered,
  byHttpStatus,
  callProvider,
  type Fetch,
  failure,
  later,
  parseJson,
} from '../../shared/provider-call';
import { hmac, sameSecret } from '../../shared/signature';
import { jsonObject, REFUSED, text, type Webhook, webhookRoute } from '../../shared/webhook';
import type { WhatsAppMessage } from '../message';
import type { WhatsAppProvider } from '../provider';
import { cloudFailure } from './errors';
import { fetchMedia, uploadMedia } from './media';
import { readCloudWebhook } from './parse';
import { cloudPayload } from './payload';

export interface CloudApiSettings {
  readonly phoneNumberId: string;
  /** Our number as patients write it; shown to those who want to go on here. */
  readonly number?: string;
  /** System user token; sends. */
  readonly token: string;
  /** Signs webhooks; a second one while it is being replaced. */
  readonly appSecrets: readonly string[];
  /** Our own word for the subscription handshake. */
  readonly verifyToken: string;
  /** `https://graph.facebook.com/v25.0` without trailing slash. */
  readonly graphUrl: string;
  readonly fetch: Fetch;
  readonly files?: Files;
}

const PATH = '/webhooks/whatsapp';
/** Meta batches up to 3 MB. */
const MAX_BYTES = 3 * 1024 * 1024;
const SEND_TIMEOUT_MS = 10_000;

/** WhatsApp through Meta's Cloud API. Source: reference C. */
export function createCloudApi(settings: CloudApiSettings): WhatsAppProvider {
  const webhook: Webhook = {
    method: 'POST',
    path: PATH,
    maxBytes: MAX_BYTES,
    ack: text(200, ''),
    verify: (request) => verifyMeta(request, settings.appSecrets),
    read(request, arrivedAt) {
      const body = jsonObject(request);
      return body === undefined ? undefined : readCloudWebhook(body, settings.phoneNumberId, arrivedAt);
    },
  };
  return {
    name: 'cloud',
    interactive: true,
    captions: ['image', 'video', 'document'],
    fetchFile: (attachment) => fetchMedia(settings, attachment),
    ...(settings.number === undefined ? {} : { number: settings.number }),
    routes: (deps) => [handshake(settings.verifyToken), webhookRoute(webhook, 'whatsapp', seen(settings, deps))],
    async send(message, to, outboxId) {
      if (message.kind === 'closed') return { ok: false, retry: false, code: 'window_closed' };
      const ready = message.kind === 'media' ? await uploaded(settings, message) : message;
      if ('failed' in ready) return ready.failed;
      const called = await post(settings, cloudPayload(ready, to, outboxId));
      return 'failed' in called ? called.failed : readAnswer(called.answered, message.kind === 'typing');
    },
  };
}

/** The file goes to Meta first: it is never on a public address of ours. */
async function uploaded(settings: CloudApiSettings, message: Extract<WhatsAppMessage, { kind: 'media' }>) {
  const read = (status: number, body: string, retryAfterMs?: number) =>
    readAnswer({ status, body, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, false);
  const media = await uploadMedia(settings, settings.files, message.file, read);
  return 'failed' in media ? media : { ...message, id: media.id };
}

/**
 * Once messages are stored, the newest of each person is marked as read and a typing sign shown: they see at once that
 * somebody is there. Nothing waits for it, and nothing depends on it.
 */
function seen(settings: CloudApiSettings, deps: AdapterDeps): AdapterDeps {
  return {
    ...deps,
    async receive(events) {
      const received = await deps.receive(events);
      const newest = new Map(
        events
          .filter((event, index) => event.activity.type === 'message' && received[index]?.duplicate !== true)
          .map((event) => [event.address.value, event.externalId]),
      );
      for (const messageId of newest.values()) void mark(settings, messageId);
      return received;
    },
  };
}

async function mark(settings: CloudApiSettings, messageId: string): Promise<void> {
  const to = { channel: 'whatsapp', value: '' };
  await post(settings, cloudPayload({ kind: 'typing', messageId }, to, undefined));
}

function post(settings: CloudApiSettings, payload: Record<string, unknown>) {
  return callProvider(
    settings.fetch,
    `${settings.graphUrl}/${encodeURIComponent(settings.phoneNumberId)}/messages`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${settings.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    },
    SEND_TIMEOUT_MS,
  );
}

/** `X-Hub-Signature-256` is computed over the raw bytes: Meta escapes its JSON in ways nobody re-creates. */
export function verifyMeta(request: HttpRequest, appSecrets: readonly string[]): boolean {
  const given = request.headers['x-hub-signature-256'];
  return appSecrets.some(
    (secret) => secret !== '' && sameSecret(`sha256=${hmac('sha256', secret, request.body, 'hex')}`, given),
  );
}

/** The subscription handshake: the challenge goes back exactly as it came, as plain text. Source: reference C.1. */
function handshake(verifyToken: string): Route {
  return {
    method: 'GET',
    path: PATH,
    maxBytes: 1024,
    async handle({ query }) {
      const challenge = query.get('hub.challenge') ?? '';
      const known = sameSecret(verifyToken, query.get('hub.verify_token') ?? undefined);
      if (query.get('hub.mode') !== 'subscribe' || !known || !/^\d{1,32}$/.test(challenge)) return REFUSED;
      return text(200, challenge);
    },
  };
}

function readAnswer(answer: Answered, isMark: boolean): SendResult {
  const body = parseJson(answer.body) as
    | { messages?: { id?: unknown }[]; success?: unknown; error?: { code?: unknown } }
    | undefined;
  if (answer.status === 200) {
    const id = body?.messages?.[0]?.id;
    if (typeof id === 'string') return { ok: true, providerId: id };
    if (isMark && body?.success === true) return { ok: true, providerId: '' };
    return failure(later('unknown_outcome'), 'http_200');
  }
  const code = body?.error?.code;
  if (typeof code !== 'number') return byHttpStatus(answer);
  return failure(cloudFailure(code, answer.status), String(code), answer.retryAfterMs);
}
