import type { Attachment, InboundEvent, Instant } from '../../bot/contracts';
import { carrierKeyword } from './carrier-keywords';

/** What every provider's inbound message comes down to. */
export interface InboundSms {
  readonly id: string;
  /** E.164 of the person. */
  readonly from: string;
  /** Our number or short code. */
  readonly to: string;
  readonly text: string;
  readonly at: Instant;
  readonly media?: readonly Attachment[];
  readonly provider: string;
  /** The carrier has already acted on STOP, START or HELP: engine and dispatcher must not answer a second time. */
  readonly carrierActs?: boolean;
}

export function smsEvent(sms: InboundSms): InboundEvent {
  const keyword = sms.carrierActs ? carrierKeyword(sms.text) : undefined;
  return {
    address: { channel: 'sms', value: sms.from, sender: sms.to },
    externalId: `${sms.provider}:${sms.id}`,
    at: sms.at,
    activity: {
      type: 'message',
      channelId: 'sms',
      from: { id: 'patient', role: 'user' },
      timestamp: new Date(sms.at).toISOString(),
      text: sms.text,
      textFormat: 'plain',
      ...(sms.media && sms.media.length > 0 ? { attachments: [...sms.media] } : {}),
      ...(keyword === undefined ? {} : { channelData: { carrierKeyword: keyword } }),
    },
  };
}

/**
 * A time as gateways write it: ISO 8601, `2026-11-22 09:00:00` (UTC), or Unix seconds; the fallback when unreadable,
 * or when it lies in the future (a gateway's wrong clock must not keep a reply window open).
 */
export function providerTime(text: string | null | undefined, fallback: Instant): Instant {
  if (text === null || text === undefined || text === '') return fallback;
  const numeric = /^\d{9,10}$/.test(text) ? Number(text) * 1000 : undefined;
  const plain = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const at = numeric ?? Date.parse(plain);
  return Number.isFinite(at) ? Math.min(at, fallback) : fallback;
}
