import type { DeliveryReport, DeliveryStatus, HttpRequest, Instant, SendResult } from '../../../bot/contracts';
import { e164, withoutPlus } from '../../shared/phone';
import { byHttpStatus, callProvider, type Fetch, failure, later, never, parseJson } from '../../shared/provider-call';
import { form, jsonObject, type News, NO_NEWS, text, type Webhook } from '../../shared/webhook';
import { providerTime, smsEvent } from '../inbound';
import { SEND_TIMEOUT_MS, SMS_WEBHOOK_BYTES, type SmsProvider } from '../provider';
import { type UnsignedGuard, verifyPathSecret } from './path-secret';
import { VONAGE_ERRORS, VONAGE_RECEIPT_OPTED_OUT } from './vonage-errors';
import { type ConcatPart, ConcatParts } from './vonage-parts';

export interface VonageSettings {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Our number without plus, as Vonage writes it. */
  readonly from: string;
  readonly guard: UnsignedGuard;
  readonly apiUrl: string;
  readonly country?: string;
  readonly fetch: Fetch;
  /** Gathers long messages; tests give one whose waiting they control. */
  readonly parts?: ConcatParts;
}

/** How long the parts of a long message are waited for; Vonage delivers them within a second or two. */
const PARTS_WAIT_MS = 4_000;

const STATUS: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'accepted',
  buffered: 'queued',
  submitted: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  rejected: 'failed',
  expired: 'failed',
  deleted: 'failed',
  unknown: 'sent',
};

/** SMS through Vonage's SMS API; webhooks as form posts or JSON. Source: reference B.12. */
export function createVonageSms(settings: VonageSettings): SmsProvider {
  const verify: Webhook['verify'] = (request) => verifyPathSecret(request, settings.guard);
  const ack = text(200, '');
  const parts = settings.parts ?? new ConcatParts(PARTS_WAIT_MS);

  const readInbound = (fields: URLSearchParams | undefined, arrivedAt: Instant): News | undefined => {
    const id = fields?.get('messageId');
    const from = e164(`+${withoutPlus(fields?.get('msisdn') ?? '')}`, settings.country);
    const to = fields?.get('to');
    if (fields === undefined || !id || !to) return undefined;
    if (withoutPlus(to) !== withoutPlus(settings.from)) return { ...NO_NEWS, ignored: ['unknown_account'] };
    if (from === undefined) return { ...NO_NEWS, ignored: ['sender_not_a_number'] };
    const at = providerTime(fields.get('message-timestamp'), arrivedAt);
    const event = smsEvent({ id, from, to, text: fields.get('text') ?? '', at, provider: 'vonage' });
    return { ...NO_NEWS, events: [event] };
  };

  const inbound: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/vonage/:secret',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read: (request, arrivedAt) => readInbound(fieldsOf(request), arrivedAt),
    async hold(request, arrivedAt) {
      const fields = fieldsOf(request);
      const part = concatOf(fields);
      if (fields === undefined || part === undefined) return undefined;
      const gathered = await parts.gather(part);
      if (gathered.role === 'repeated') return { stored: true };
      if (gathered.role === 'waits') return { stored: gathered.stored };
      fields.set('messageId', gathered.id);
      fields.set('text', gathered.text);
      return { news: readInbound(fields, arrivedAt) ?? NO_NEWS, settle: gathered.settle };
    },
  };

  const status: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/vonage/:secret/status',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read(request, at) {
      const fields = fieldsOf(request);
      const providerId = fields?.get('messageId');
      if (fields === undefined || !providerId) return undefined;
      const known = STATUS[fields.get('status') ?? ''];
      if (known === undefined) return { ...NO_NEWS, ignored: ['status_unknown'] };
      const code = fields.get('err-code') ?? '0';
      const outboxId = fields.get('client-ref') ?? undefined;
      const report: DeliveryReport = {
        channel: 'sms',
        providerId,
        ...(outboxId ? { outboxId } : {}),
        status: known,
        ...(code === '0' ? {} : { code }),
        at,
      };
      const person = e164(`+${withoutPlus(fields.get('msisdn') ?? '')}`);
      const contacts =
        person !== undefined && code === VONAGE_RECEIPT_OPTED_OUT
          ? [{ address: { channel: 'sms', value: person, sender: settings.from }, kind: 'opted_out' as const, at }]
          : [];
      return { ...NO_NEWS, reports: [report], contacts };
    },
  };

  return {
    name: 'vonage',
    number: `+${withoutPlus(settings.from)}`,
    answersStop: false,
    webhooks: [inbound, status],
    timeoutMs: SEND_TIMEOUT_MS,
    async send(message) {
      const called = await callProvider(
        settings.fetch,
        `${settings.apiUrl}/sms/json`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams({
            api_key: settings.apiKey,
            api_secret: settings.apiSecret,
            from: withoutPlus(message.from ?? settings.from),
            to: withoutPlus(message.to),
            text: message.text,
            ...(message.encoding === 'ucs2' ? { type: 'unicode' } : {}),
            ...(message.id === undefined ? {} : { 'client-ref': message.id }),
          }).toString(),
        },
        SEND_TIMEOUT_MS,
      );
      if ('failed' in called) return called.failed;
      return called.answered.status === 200 ? readParts(called.answered.body) : byHttpStatus(called.answered);
    },
  };
}

/** Every part has its own status; the message is accepted when the first part is, since it will be charged and shown. */
function readParts(body: string): SendResult {
  const messages = (parseJson(body) as { messages?: unknown } | undefined)?.messages;
  if (!Array.isArray(messages) || messages.length === 0) return failure(later('unknown_outcome'), 'http_200');
  const first = messages[0] as { status?: unknown; 'message-id'?: unknown };
  const status = String(first.status);
  if (status === '0' && typeof first['message-id'] === 'string') return { ok: true, providerId: first['message-id'] };
  return failure(VONAGE_ERRORS[status] ?? never('rejected'), status);
}

/** Form fields or the members of a JSON body, whichever the account is set to send. */
function fieldsOf(request: HttpRequest): URLSearchParams | undefined {
  const asForm = form(request);
  if (asForm !== undefined) return asForm;
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  const object = jsonObject(request);
  if (object === undefined) return undefined;
  return new URLSearchParams(
    Object.entries(object)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      .map(([key, value]): [string, string] => [key, String(value)]),
  );
}

function concatOf(fields: URLSearchParams | undefined): ConcatPart | undefined {
  if (fields?.get('concat') !== 'true' && !fields?.has('concat-ref')) return undefined;
  const total = Number(fields.get('concat-total'));
  const part = Number(fields.get('concat-part'));
  if (!Number.isInteger(total) || !Number.isInteger(part) || total < 2 || total > 30 || part < 1 || part > total)
    return undefined;
  const id = fields.get('messageId');
  if (!id) return undefined;
  const key = `${fields.get('msisdn')}/${fields.get('concat-ref')}/${total}`;
  return { id, key, total, part, text: fields.get('text') ?? '' };
}
