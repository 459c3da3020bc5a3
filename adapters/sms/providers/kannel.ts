import { createHash } from 'node:crypto';
import type { DeliveryStatus, SendResult } from '../../../bot/contracts';
import { e164, withoutPlus } from '../../shared/phone';
import { byHttpStatus, callProvider, type Fetch, failure, later, never } from '../../shared/provider-call';
import { NO_NEWS, text, type Webhook } from '../../shared/webhook';
import { providerTime, smsEvent } from '../inbound';
import { SEND_TIMEOUT_MS, SMS_WEBHOOK_BYTES, type SmsProvider } from '../provider';
import { type UnsignedGuard, verifyPathSecret } from './path-secret';

export interface KannelSettings {
  /** `http://host:13013/cgi-bin/sendsms` without the path. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Our number or short code. */
  readonly from: string;
  readonly smsc?: string;
  readonly validityMinutes?: number;
  readonly guard: UnsignedGuard;
  readonly publicUrl: string;
  readonly country?: string;
  readonly fetch: Fetch;
}

/** Delivery bits 1, 2, 8 and 16: delivered, failed, accepted and rejected by the SMSC. */
const DLR_MASK = 27;
const STATUS: Readonly<Record<string, DeliveryStatus>> = {
  '1': 'delivered',
  '2': 'failed',
  '4': 'queued',
  '8': 'sent',
  '16': 'failed',
};

/**
 * SMS through a Kannel gateway. Everything arrives as GET with the fields in the query; the body of our answer would
 * be sent to the patient, so it is empty. Source: reference B.13.
 *
 * Configure the gateway's sms-service with `max-messages = 0`, `omit-empty = true` and
 * `get-url = "<PUBLIC_URL>/webhooks/sms/kannel/<secret>?id=%I&from=%p&to=%P&text=%b&ts=%T&charset=utf-8"` in UTF-8.
 */
export function createKannelSms(settings: KannelSettings): SmsProvider {
  const verify: Webhook['verify'] = (request) => verifyPathSecret(request, settings.guard);
  const ack = text(200, '');

  const inbound: Webhook = {
    method: 'GET',
    path: '/webhooks/sms/kannel/:secret',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read({ query }, arrivedAt) {
      const from = e164(query.get('from') ?? '', settings.country);
      const to = query.get('to');
      const body = query.get('text');
      if (!query.get('from') || !to || body === null) return undefined;
      if (withoutPlus(to) !== withoutPlus(settings.from)) return { ...NO_NEWS, ignored: ['unknown_account'] };
      if (from === undefined) return { ...NO_NEWS, ignored: ['sender_not_a_number'] };
      const at = providerTime(query.get('ts'), arrivedAt);
      const id = query.get('id') || fallbackId(from, query.get('ts') ?? '', body);
      return { ...NO_NEWS, events: [smsEvent({ id, from, to, text: body, at, provider: 'kannel' })] };
    },
  };

  const status: Webhook = {
    method: 'GET',
    path: '/webhooks/sms/kannel/:secret/status',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack,
    verify,
    read({ query }, at) {
      const outboxId = query.get('id');
      if (!outboxId) return undefined;
      const known = STATUS[query.get('status') ?? ''];
      if (known === undefined) return { ...NO_NEWS, ignored: ['status_unknown'] };
      return { ...NO_NEWS, reports: [{ channel: 'sms', outboxId, status: known, at }] };
    },
  };

  return {
    name: 'kannel',
    number: settings.from,
    answersStop: false,
    webhooks: [inbound, status],
    timeoutMs: SEND_TIMEOUT_MS,
    async send(message) {
      const query = new URLSearchParams({
        username: settings.username,
        password: settings.password,
        from: message.from ?? settings.from,
        to: message.to,
        text: message.text,
        coding: message.encoding === 'gsm7' ? '0' : '2',
        charset: 'UTF-8',
        ...(settings.smsc === undefined ? {} : { smsc: settings.smsc }),
        ...(settings.validityMinutes === undefined ? {} : { validity: String(settings.validityMinutes) }),
      });
      if (message.id !== undefined) {
        query.set('dlr-mask', String(DLR_MASK));
        const base = `${settings.publicUrl}/webhooks/sms/kannel/${settings.guard.secret}/status`;
        query.set('dlr-url', `${base}?id=${encodeURIComponent(message.id)}&status=%d`);
      }
      const called = await callProvider(
        settings.fetch,
        `${settings.url}/cgi-bin/sendsms?${query.toString()}`,
        { method: 'GET' },
        SEND_TIMEOUT_MS,
      );
      if ('failed' in called) return called.failed;
      return readKannelAnswer(called.answered.status, called.answered.body, message.id);
    },
  };
}

/** Kannel returns no id: our own outbox id is the only name the message has, and comes back in the delivery URL. */
function readKannelAnswer(status: number, body: string, id: string | undefined): SendResult {
  if (status === 202 || /^[03]:/.test(body)) return { ok: true, providerId: id ?? 'kannel' };
  if (status === 403 || /authori[sz]ation/i.test(body)) return failure(never('config'), `http_${status}`);
  if (status === 503 || /temporal failure/i.test(body)) return failure(later('provider_error'), `http_${status}`);
  return byHttpStatus({ status, body });
}

/** For gateways set up without `%I`: the same person, moment and words are the same message. */
function fallbackId(from: string, ts: string, body: string): string {
  return createHash('sha256').update(`${from}\n${ts}\n${body}`).digest('hex').slice(0, 32);
}
