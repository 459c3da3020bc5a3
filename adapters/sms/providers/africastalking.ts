import type { DeliveryReport, DeliveryStatus, SendResult } from '../../../bot/contracts';
import { e164 } from '../../shared/phone';
import { byHttpStatus, callProvider, type Fetch, failure, later, never, parseJson } from '../../shared/provider-call';
import { form, NO_NEWS, text, type Webhook } from '../../shared/webhook';
import { providerTime, smsEvent } from '../inbound';
import { SEND_TIMEOUT_MS, SMS_WEBHOOK_BYTES, type SmsProvider } from '../provider';
import { AFRICASTALKING_ERRORS } from './africastalking-errors';
import { type UnsignedGuard, verifyPathSecret } from './path-secret';

export interface AfricasTalkingSettings {
  readonly username: string;
  readonly apiKey: string;
  /** Short code or sender id. */
  readonly from: string;
  readonly guard: UnsignedGuard;
  /** `https://api.africastalking.com`, or the sandbox. */
  readonly apiUrl: string;
  /** Country for numbers that come without a plus. */
  readonly country?: string;
  readonly fetch: Fetch;
}

const STATUS: Readonly<Record<string, DeliveryStatus>> = {
  Sent: 'sent',
  Submitted: 'sent',
  Buffered: 'queued',
  AbsentSubscriber: 'queued',
  Success: 'delivered',
  Rejected: 'failed',
  Failed: 'failed',
  Expired: 'failed',
};

/** SMS through Africa's Talking: unsigned callbacks, one recipient per call. Source: reference B.11. */
export function createAfricasTalkingSms(settings: AfricasTalkingSettings): SmsProvider {
  const verify: Webhook['verify'] = (request) => verifyPathSecret(request, settings.guard);
  const ack = text(200, '');

  const inbound: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/africastalking/:secret',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read(request, arrivedAt) {
      const fields = form(request);
      const id = fields?.get('id');
      const from = e164(fields?.get('from') ?? '', settings.country);
      const to = fields?.get('to');
      if (fields === undefined || !id || !to) return undefined;
      if (to !== settings.from) return { ...NO_NEWS, ignored: ['unknown_account'] };
      if (from === undefined) return { ...NO_NEWS, ignored: ['sender_not_a_number'] };
      const at = providerTime(fields.get('date'), arrivedAt);
      const event = smsEvent({ id, from, to, text: fields.get('text') ?? '', at, provider: 'africastalking' });
      return { ...NO_NEWS, events: [event] };
    },
  };

  const status: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/africastalking/:secret/status',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read(request, at) {
      const fields = form(request);
      const providerId = fields?.get('id');
      if (fields === undefined || !providerId) return undefined;
      const known = STATUS[fields.get('status') ?? ''];
      if (known === undefined) return { ...NO_NEWS, ignored: ['status_unknown'] };
      const reason = fields.get('failureReason') ?? '';
      const report: DeliveryReport = {
        channel: 'sms',
        providerId,
        status: known,
        ...(reason === '' ? {} : { code: reason }),
        at,
      };
      const to = e164(fields.get('phoneNumber') ?? '', settings.country);
      const contacts =
        to !== undefined && reason === 'UserInBlackList'
          ? [{ address: { channel: 'sms', value: to, sender: settings.from }, kind: 'opted_out' as const, at }]
          : [];
      return { ...NO_NEWS, reports: [report], contacts };
    },
  };

  const optOut: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/africastalking/:secret/optout',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read(request, at) {
      const number = e164(form(request)?.get('phoneNumber') ?? '', settings.country);
      if (number === undefined) return undefined;
      const address = { channel: 'sms', value: number, sender: settings.from };
      return { ...NO_NEWS, contacts: [{ address, kind: 'opted_out', at }] };
    },
  };

  return {
    name: 'africastalking',
    number: settings.from,
    answersStop: false,
    webhooks: [inbound, status, optOut],
    timeoutMs: SEND_TIMEOUT_MS,
    async send(message) {
      const called = await callProvider(
        settings.fetch,
        `${settings.apiUrl}/version1/messaging`,
        {
          method: 'POST',
          headers: {
            apiKey: settings.apiKey,
            accept: 'application/json',
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams({
            username: settings.username,
            to: message.to,
            message: message.text,
            from: settings.from,
            bulkSMSMode: '1',
            enqueue: '1',
          }).toString(),
        },
        SEND_TIMEOUT_MS,
      );
      if ('failed' in called) return called.failed;
      return called.answered.status === 201
        ? readRecipient(called.answered.body)
        : called.answered.status === 409
          ? failure(AFRICASTALKING_ERRORS[409]!, '409')
          : byHttpStatus(called.answered);
    },
  };
}

/** A 201 is not acceptance: the recipient's own code decides, and an empty list means the sender or number was refused. */
function readRecipient(body: string): SendResult {
  const data = parseJson(body) as { SMSMessageData?: { Recipients?: unknown } } | undefined;
  const recipients = data?.SMSMessageData?.Recipients;
  if (!Array.isArray(recipients)) return failure(later('unknown_outcome'), 'http_201');
  const first = recipients[0] as { statusCode?: unknown; messageId?: unknown } | undefined;
  if (first === undefined) return failure(never('rejected'), 'no_recipient');
  const code = Number(first.statusCode);
  if (code >= 100 && code <= 102 && typeof first.messageId === 'string')
    return { ok: true, providerId: first.messageId };
  return failure(AFRICASTALKING_ERRORS[code] ?? never('rejected'), String(code));
}
