import type { DeliveryReport, DeliveryStatus, SendResult } from '../../../bot/contracts';
import { e164, withoutPlus } from '../../shared/phone';
import { byHttpStatus, callProvider, type Fetch, failure, later, never } from '../../shared/provider-call';
import { form, NO_NEWS, text, type Webhook } from '../../shared/webhook';
import { smsEvent } from '../inbound';
import { SEND_TIMEOUT_MS, SMS_WEBHOOK_BYTES, type SmsProvider } from '../provider';
import { type UnsignedGuard, verifyPathSecret } from './path-secret';

export interface JasminSettings {
  /** `http://host:1401` */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly from: string;
  readonly guard: UnsignedGuard;
  readonly publicUrl: string;
  readonly country?: string;
  readonly fetch: Fetch;
}

const STATUS: Readonly<Record<string, DeliveryStatus>> = {
  ESME_ROK: 'sent',
  ACCEPTD: 'sent',
  ENROUTE: 'sent',
  UNKNOWN: 'sent',
  DELIVRD: 'delivered',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  REJECTD: 'failed',
};

/**
 * SMS through a Jasmin SMPP gateway. Both callbacks need status 200 and exactly `ACK/Jasmin`, or Jasmin sends again.
 * Source: reference B.13.
 */
export function createJasminSms(settings: JasminSettings): SmsProvider {
  const verify: Webhook['verify'] = (request) => verifyPathSecret(request, settings.guard);
  const ack = text(200, 'ACK/Jasmin');

  const inbound: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/jasmin/:secret',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read(request, at) {
      const fields = form(request);
      const id = fields?.get('id');
      const from = e164(fields?.get('from') ?? '', settings.country);
      const to = fields?.get('to');
      if (fields === undefined || !id || !to) return undefined;
      if (withoutPlus(to) !== withoutPlus(settings.from)) return { ...NO_NEWS, ignored: ['unknown_account'] };
      if (from === undefined) return { ...NO_NEWS, ignored: ['sender_not_a_number'] };
      const body = contentOf(fields);
      return { ...NO_NEWS, events: [smsEvent({ id, from, to, text: body, at, provider: 'jasmin' })] };
    },
  };

  const status: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/jasmin/:secret/status',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read(request, at) {
      const fields = form(request);
      const providerId = fields?.get('id');
      const word = fields?.get('message_status');
      if (fields === undefined || !providerId || !word) return undefined;
      // Level 1 carries the SMSC's answer to submit_sm: anything but ESME_ROK is a refusal.
      const known = STATUS[word] ?? (word.startsWith('ESME_') ? 'failed' : undefined);
      if (known === undefined) return { ...NO_NEWS, ignored: ['status_unknown'] };
      const code = known === 'failed' ? word : undefined;
      const outboxId = request.query.get('o') ?? undefined;
      const report: DeliveryReport = {
        channel: 'sms',
        providerId,
        ...(outboxId === undefined ? {} : { outboxId }),
        status: known,
        ...(code === undefined ? {} : { code }),
        at,
      };
      return { ...NO_NEWS, reports: [report] };
    },
  };

  return {
    name: 'jasmin',
    number: settings.from,
    answersStop: false,
    webhooks: [inbound, status],
    timeoutMs: SEND_TIMEOUT_MS,
    async send(message) {
      const callback = `${settings.publicUrl}/webhooks/sms/jasmin/${settings.guard.secret}/status`;
      const fields = new URLSearchParams({
        username: settings.username,
        password: settings.password,
        to: withoutPlus(message.to),
        from: message.from ?? settings.from,
        dlr: 'yes',
        'dlr-level': '3',
        'dlr-method': 'POST',
        'dlr-url': message.id === undefined ? callback : `${callback}?o=${encodeURIComponent(message.id)}`,
        ...(message.encoding === 'gsm7'
          ? { coding: '0', content: message.text }
          : { coding: '8', 'hex-content': Buffer.from(message.text, 'utf16le').swap16().toString('hex') }),
      });
      const called = await callProvider(
        settings.fetch,
        `${settings.url}/send`,
        { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: fields.toString() },
        SEND_TIMEOUT_MS,
      );
      if ('failed' in called) return called.failed;
      return readJasminAnswer(called.answered.status, called.answered.body);
    },
  };
}

function readJasminAnswer(status: number, body: string): SendResult {
  const success = /^Success "([^"]+)"/.exec(body);
  if (status === 200 && success !== null) return { ok: true, providerId: success[1]! };
  if (!body.startsWith('Error')) return byHttpStatus({ status, body });
  // 403 credentials or credit, 412 no route for this destination, 500 connector down: none was accepted.
  if (status === 403) return failure(never('config'), 'http_403');
  if (status >= 500) return failure(later('provider_error'), `http_${status}`);
  return failure(never('rejected'), `http_${status}`);
}

/** UCS-2 messages may come with their bytes in `binary` (hex); the text field then depends on the gateway's charset. */
function contentOf(fields: URLSearchParams): string {
  const binary = fields.get('binary');
  if (fields.get('coding') === '8' && binary !== null && /^(?:[0-9a-f]{4})+$/i.test(binary))
    return Buffer.from(binary, 'hex').swap16().toString('utf16le');
  return fields.get('content') ?? '';
}
