import type { Activity, Address, Attachment, Files, InboundEvent, Instant } from '../../../bot/contracts';
import { pressValue } from '../../shared/choices';
import { PROVIDER_LINK_SECONDS } from '../../shared/files';
import type { Fetch } from '../../shared/provider-call';
import { postTwilioMessage, type TwilioAccount } from '../../shared/twilio/client';
import { listTwilioMessages } from '../../shared/twilio/list';
import { fetchTwilioMedia } from '../../shared/twilio/media';
import { verifyTwilio } from '../../shared/twilio/signature';
import { OUTBOX_PARAM, readTwilioStatus } from '../../shared/twilio/status';
import { form, joinNews, type News, NO_NEWS, type Webhook, webhookRoute } from '../../shared/webhook';
import type { WhatsAppMessage } from '../message';
import type { WhatsAppProvider } from '../provider';

export interface TwilioWhatsAppSettings {
  readonly account: TwilioAccount;
  /** Our WhatsApp sender as E.164. */
  readonly from: string;
  readonly publicUrl: string;
  readonly fetch: Fetch;
  /** Without them no file can be sent. */
  readonly files?: Files;
}

const PATH = '/webhooks/whatsapp-twilio';
const MAX_BYTES = 128 * 1024;
const SEND_TIMEOUT_MS = 10_000;
const PREFIX = 'whatsapp:';

/** WhatsApp through Twilio: numbered choices, templates as content resources. Source: reference B.3, B.5, B.6, B.8. */
export function createTwilioWhatsApp(settings: TwilioWhatsAppSettings): WhatsAppProvider {
  const { account } = settings;
  const verify: Webhook['verify'] = (request, publicUrl) => verifyTwilio(request, publicUrl, account.authTokens);
  const ack = { status: 204 } as const;

  const readInbound = (fields: URLSearchParams, at: Instant): News | undefined => {
    const id = fields.get('MessageSid') ?? fields.get('SmsSid');
    const from = fields.get('From') ?? '';
    if (!id || !from.startsWith(PREFIX)) return undefined;
    if (fields.get('AccountSid') !== account.accountSid) return { ...NO_NEWS, ignored: ['unknown_account'] };
    const event: InboundEvent = {
      address: addressOf(fields, from, settings.from),
      externalId: id,
      at,
      activity: { ...activityOf(fields), timestamp: new Date(at).toISOString() },
    };
    return { ...NO_NEWS, events: [event] };
  };

  const inbound: Webhook = {
    method: 'POST',
    path: PATH,
    maxBytes: MAX_BYTES,
    ack,
    verify,
    read(request, at) {
      const fields = form(request);
      return fields === undefined ? undefined : readInbound(fields, at);
    },
  };

  const status: Webhook = {
    method: 'POST',
    path: `${PATH}/status`,
    maxBytes: MAX_BYTES,
    ack,
    verify,
    read(request, at) {
      const fields = form(request);
      if (fields === undefined) return undefined;
      if (fields.get('AccountSid') !== account.accountSid) return { ...NO_NEWS, ignored: ['unknown_account'] };
      const read = readTwilioStatus(fields, request.query.get(OUTBOX_PARAM) ?? undefined, 'whatsapp', at);
      if (read === undefined) return fields.has('MessageSid') ? { ...NO_NEWS, ignored: ['status_unknown'] } : undefined;
      const to = (fields.get('To') ?? '').slice(PREFIX.length);
      const address: Address = { channel: 'whatsapp', value: to, sender: settings.from };
      return { ...NO_NEWS, reports: [read.report], contacts: read.contact && to ? [{ ...read.contact, address }] : [] };
    },
  };

  return {
    name: 'twilio',
    number: settings.from,
    interactive: false,
    // A document carries no words through Twilio.
    captions: ['image', 'video'],
    fetchFile: (attachment) => fetchTwilioMedia(account, attachment, settings.fetch),
    routes: (deps) => [inbound, status].map((webhook) => webhookRoute(webhook, 'whatsapp', deps)),
    async missed(since) {
      const listed = await listTwilioMessages(account, `${PREFIX}${settings.from}`, since, settings.fetch);
      return listed && joinNews(listed.map(({ fields, at }) => readInbound(fields, at) ?? NO_NEWS));
    },
    async send(message, to, outboxId) {
      const content = contentOf(message, settings.files);
      // Twilio has no typing sign for WhatsApp: there is nothing to send, and nothing failed.
      if (content === 'nothing') return { ok: true, providerId: '' };
      if (content === undefined) return { ok: false, retry: false, code: 'window_closed', detail: 'no_content_sid' };
      const callback = `${settings.publicUrl}${PATH}/status`;
      return postTwilioMessage(
        account,
        {
          To: `${PREFIX}${to.value}`,
          From: `${PREFIX}${settings.from}`,
          ...content,
          StatusCallback: outboxId === undefined ? callback : `${callback}?${OUTBOX_PARAM}=${outboxId}`,
        },
        settings.fetch,
        SEND_TIMEOUT_MS,
      );
    },
  };
}

/** `From` is `whatsapp:+254...`, or since 2026 `whatsapp:KE.1349...` for people who hide their number. */
function addressOf(fields: URLSearchParams, from: string, sender: string): Address {
  const userId = fields.get('ExternalUserId') ?? undefined;
  return {
    channel: 'whatsapp',
    value: from.slice(PREFIX.length),
    sender,
    ...(userId === undefined ? {} : { reference: { userId } }),
  };
}

function activityOf(fields: URLSearchParams): Activity {
  const pressed = fields.get('ListId') ?? fields.get('ButtonPayload');
  const name = fields.get('ProfileName');
  const context = fields.get('OriginalRepliedMessageSid');
  const latitude = Number(fields.get('Latitude') ?? Number.NaN);
  const longitude = Number(fields.get('Longitude') ?? Number.NaN);
  const located = Number.isFinite(latitude) && Number.isFinite(longitude);
  const media = mediaOf(fields);
  const channelData = {
    ...(context === null ? {} : { contextId: context }),
    ...(located ? { kind: 'location' } : {}),
  };
  return {
    type: 'message',
    channelId: 'whatsapp',
    from: { id: 'patient', role: 'user', ...(name === null ? {} : { name }) },
    text: fields.get('ButtonText') ?? fields.get('ListTitle') ?? fields.get('Body') ?? '',
    textFormat: 'plain',
    ...(pressed === null ? {} : { value: pressValue(pressed) }),
    ...(located ? { value: { location: { latitude, longitude } } } : {}),
    ...(media.length === 0 ? {} : { attachments: media }),
    ...(Object.keys(channelData).length === 0 ? {} : { channelData }),
  };
}

function mediaOf(fields: URLSearchParams): Attachment[] {
  const count = Math.min(Number(fields.get('NumMedia') ?? '0') || 0, 10);
  return Array.from({ length: count }, (_, index) => ({
    contentType: fields.get(`MediaContentType${index}`) ?? 'application/octet-stream',
    contentUrl: fields.get(`MediaUrl${index}`) ?? undefined,
  }));
}

function contentOf(message: WhatsAppMessage, files: Files | undefined): Record<string, string> | 'nothing' | undefined {
  switch (message.kind) {
    case 'text':
      return { Body: message.text };
    case 'template':
      return message.contentSid === undefined
        ? undefined
        : {
            ContentSid: message.contentSid,
            ContentVariables: JSON.stringify(
              Object.fromEntries(message.values.map((value, index) => [String(index + 1), value])),
            ),
          };
    case 'media':
      return {
        MediaUrl: files?.link(message.file, PROVIDER_LINK_SECONDS) ?? '',
        ...(message.caption === undefined ? {} : { Body: message.caption }),
      };
    case 'typing':
      return 'nothing';
    case 'buttons':
    case 'list':
      // Not rendered for this provider; shown as text should an older part still be waiting in the outbox.
      return { Body: message.text };
    case 'closed':
      return undefined;
  }
}
