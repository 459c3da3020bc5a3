import type { Attachment, FileLimits, Files, Instant } from '../../../bot/contracts';
import { type OutgoingFile, PROVIDER_LINK_SECONDS } from '../../shared/files';
import { e164 } from '../../shared/phone';
import type { Fetch } from '../../shared/provider-call';
import { postTwilioMessage, type TwilioAccount } from '../../shared/twilio/client';
import { listTwilioMessages } from '../../shared/twilio/list';
import { fetchTwilioMedia } from '../../shared/twilio/media';
import { verifyTwilio } from '../../shared/twilio/signature';
import { OUTBOX_PARAM, readTwilioStatus } from '../../shared/twilio/status';
import { form, joinNews, type News, NO_NEWS, type Webhook } from '../../shared/webhook';
import { carrierKeyword } from '../carrier-keywords';
import { smsEvent } from '../inbound';
import { SEND_TIMEOUT_MS, SMS_WEBHOOK_BYTES, type SmsProvider } from '../provider';

export interface TwilioSmsSettings {
  readonly account: TwilioAccount;
  /** One of our numbers (E.164) or short codes, used when the conversation does not name its own. */
  readonly from?: string;
  readonly messagingServiceSid?: string;
  readonly publicUrl: string;
  /**
   * True for long codes with Twilio's default opt-out handling (it answers STOP itself); false where Advanced Opt-Out
   * is switched off or a short code leaves it to us.
   */
  readonly answersStop: boolean;
  /** Seconds after which Twilio gives up on a message: nothing stale arrives hours later. */
  readonly validitySeconds?: number;
  readonly fetch: Fetch;
  /** Files to send by MMS, where the numbers can (United States and Canada). */
  readonly mms?: Files;
}

const NO_CONTENT = { status: 204 } as const;

/** SMS through Twilio: signed webhooks, REST replies, status callbacks. Source: reference B.3 to B.9. */
export function createTwilioSms(settings: TwilioSmsSettings): SmsProvider {
  const { account } = settings;
  const verify: Webhook['verify'] = (request, publicUrl) => verifyTwilio(request, publicUrl, account.authTokens);
  const ours = (fields: URLSearchParams): boolean => fields.get('AccountSid') === account.accountSid;

  const readInbound = (fields: URLSearchParams, at: Instant): News | undefined => {
    const id = fields.get('MessageSid') ?? fields.get('SmsSid');
    const from = e164(fields.get('From') ?? '');
    const to = fields.get('To');
    if (!id || !to) return undefined;
    if (!ours(fields)) return { ...NO_NEWS, ignored: ['unknown_account'] };
    if (from === undefined) return { ...NO_NEWS, ignored: ['sender_not_a_number'] };
    const event = smsEvent({
      id,
      from,
      to,
      text: fields.get('Body') ?? '',
      at,
      media: mediaOf(fields),
      provider: 'twilio',
      carrierActs: settings.answersStop || fields.has('OptOutType'),
    });
    return { ...NO_NEWS, events: [event], contacts: optOutNews(fields, settings.answersStop, event) };
  };

  const inbound: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/twilio',
    maxBytes: SMS_WEBHOOK_BYTES,
    // A text/plain or JSON answer would reach the patient as an SMS or raise error 12300: nothing is the right answer.
    ack: NO_CONTENT,
    verify,
    read(request, arrivedAt) {
      const fields = form(request);
      return fields === undefined ? undefined : readInbound(fields, arrivedAt);
    },
  };

  const status: Webhook = {
    method: 'POST',
    path: '/webhooks/sms/twilio/status',
    maxBytes: SMS_WEBHOOK_BYTES,
    ack: NO_CONTENT,
    verify,
    read(request, arrivedAt) {
      const fields = form(request);
      if (fields === undefined) return undefined;
      if (!ours(fields)) return { ...NO_NEWS, ignored: ['unknown_account'] };
      const read = readTwilioStatus(fields, request.query.get(OUTBOX_PARAM) ?? undefined, 'sms', arrivedAt);
      if (read === undefined) return fields.has('MessageSid') ? { ...NO_NEWS, ignored: ['status_unknown'] } : undefined;
      const to = e164(fields.get('To') ?? '');
      const contacts =
        read.contact && to
          ? [{ ...read.contact, address: { channel: 'sms', value: to, sender: fields.get('From') ?? undefined } }]
          : [];
      return { ...NO_NEWS, reports: [read.report], contacts };
    },
  };

  return {
    name: 'twilio',
    ...(settings.from === undefined ? {} : { number: settings.from }),
    answersStop: settings.answersStop,
    webhooks: [inbound, status],
    timeoutMs: SEND_TIMEOUT_MS,
    ...(settings.mms === undefined ? {} : { files: MMS }),
    fetchFile: (attachment) => fetchTwilioMedia(account, attachment, settings.fetch),
    // A messaging service may have many numbers; only the one we know by name can be asked for.
    ...(settings.from === undefined
      ? {}
      : {
          async missed(since) {
            const listed = await listTwilioMessages(account, settings.from!, since, settings.fetch);
            return listed && joinNews(listed.map(({ fields, at }) => readInbound(fields, at) ?? NO_NEWS));
          },
        }),
    send(message) {
      const from = message.from ?? settings.from;
      const callback = `${settings.publicUrl}/webhooks/sms/twilio/status`;
      return postTwilioMessage(
        account,
        {
          To: message.to,
          ...(from === undefined ? {} : { From: from }),
          ...(settings.messagingServiceSid === undefined ? {} : { MessagingServiceSid: settings.messagingServiceSid }),
          ...(message.text === '' ? {} : { Body: message.text }),
          ...mediaUrls(message.files, settings.mms),
          StatusCallback: message.id === undefined ? callback : `${callback}?${OUTBOX_PARAM}=${message.id}`,
          ...(settings.validitySeconds === undefined ? {} : { ValidityPeriod: String(settings.validitySeconds) }),
        },
        settings.fetch,
        SEND_TIMEOUT_MS,
      );
    },
  };
}

/**
 * Pictures only: other kinds reach few phones. All of a message together may have five megabytes. Source: reference B.5;
 * Twilio's list of accepted types (not re-read).
 */
const MMS: FileLimits = {
  types: { 'image/jpeg': 5 * 1024 * 1024, 'image/png': 5 * 1024 * 1024, 'image/gif': 5 * 1024 * 1024 },
  most: 5,
  total: 5 * 1024 * 1024,
};

function mediaUrls(files: readonly OutgoingFile[] | undefined, mms: Files | undefined): { MediaUrl?: string[] } {
  if (files === undefined || mms === undefined) return {};
  return { MediaUrl: files.map((file) => mms.link(file, PROVIDER_LINK_SECONDS)) };
}

function mediaOf(fields: URLSearchParams): readonly Attachment[] {
  const count = Math.min(Number(fields.get('NumMedia') ?? '0') || 0, 10);
  return Array.from({ length: count }, (_, index) => ({
    contentType: fields.get(`MediaContentType${index}`) ?? 'application/octet-stream',
    contentUrl: fields.get(`MediaUrl${index}`) ?? undefined,
  }));
}

/** Twilio has blocked or unblocked the pair already: the contact's record follows. */
function optOutNews(fields: URLSearchParams, answersStop: boolean, event: News['events'][number]): News['contacts'] {
  const told = fields.get('OptOutType')?.toLowerCase();
  const acted =
    told === 'stop' || told === 'start' ? told : answersStop ? carrierKeyword(event.activity.text ?? '') : undefined;
  if (acted === 'stop') return [{ address: event.address, kind: 'opted_out', at: event.at }];
  // YES is an ordinary answer here: only the words that mean nothing else bring a person back.
  const word = (event.activity.text ?? '').trim().toLowerCase();
  if (acted === 'start' && (told === 'start' || word !== 'yes'))
    return [{ address: event.address, kind: 'opted_in', at: event.at }];
  return [];
}
