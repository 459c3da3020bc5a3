import type { ContactReport, DeliveryReport, DeliveryStatus, Instant } from '../../../bot/contracts';
import { failure } from '../provider-call';
import { twilioFailure } from './errors';

const STATUS: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** A status callback as a report, and what it says about the contact; undefined when it is not a status we know. */
export function readTwilioStatus(
  fields: URLSearchParams,
  outboxId: string | undefined,
  channel: string,
  at: Instant,
): { report: DeliveryReport; contact?: Omit<ContactReport, 'address'> } | undefined {
  const providerId = fields.get('MessageSid') ?? fields.get('SmsSid') ?? undefined;
  const status = STATUS[fields.get('MessageStatus') ?? fields.get('SmsStatus') ?? ''];
  if (providerId === undefined || status === undefined) return undefined;
  const code = fields.get('ErrorCode') ?? undefined;
  const report: DeliveryReport = {
    channel,
    providerId,
    ...(outboxId === undefined ? {} : { outboxId }),
    status,
    ...(code === undefined || code === '' ? {} : { code }),
    ...(status === 'failed' && code ? { failure: failure(twilioFailure(Number(code)), code) } : {}),
    at,
  };
  const kind = code === undefined ? undefined : twilioFailure(Number(code)).code;
  if (status === 'failed' && kind === 'opted_out') return { report, contact: { kind: 'opted_out', at } };
  // Unknown handset and landline say so once in a while by mistake; "not a mobile number" does not.
  if (status === 'failed' && (code === '21614' || code === '21211'))
    return { report, contact: { kind: 'invalid', at } };
  return { report };
}

/** Query parameter of our status callback that carries the outbox id. */
export const OUTBOX_PARAM = 'o';
