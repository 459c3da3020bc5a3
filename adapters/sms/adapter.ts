import type { ChannelAdapter, ChannelLimits } from '../../bot/contracts';
import type { OutgoingFile } from '../shared/files';
import { webhookRoute } from '../shared/webhook';
import type { ChannelWords } from '../shared/words';
import { MAX_SEGMENTS } from './compose';
import type { SmsProvider } from './provider';
import { renderSms } from './render';
import { CAPACITY, type Encoding } from './segments';

/** What SMS can carry; more is split, choices become a numbered list. */
export const SMS_LIMITS: ChannelLimits = {
  text: MAX_SEGMENTS * CAPACITY.gsm7.part,
  buttons: 0,
  buttonLabel: 0,
  listRows: 0,
  listTitle: 0,
  listDescription: 0,
  size: 'short',
  delivery: 'outbox',
};

/** The SMS channel over one provider: `createSms({ provider: createTwilioSms({ ... }), words })`. */
export function createSms(options: { provider: SmsProvider; words: ChannelWords }): ChannelAdapter {
  const { provider, words } = options;
  return {
    id: 'sms',
    limits: provider.files === undefined ? SMS_LIMITS : { ...SMS_LIMITS, files: provider.files },
    ...(provider.fetchFile === undefined ? {} : { fetchFile: provider.fetchFile }),
    ...(provider.number === undefined ? {} : { number: provider.number }),
    routes: (deps) => provider.webhooks.map((webhook) => webhookRoute(webhook, 'sms', deps)),
    render: (activity, to, context) => renderSms(activity, to, context.locale, words, provider.files !== undefined),
    send: (part) =>
      provider.send({
        to: part.to.value,
        from: part.to.sender,
        text: String(part.body.text),
        encoding: part.body.encoding as Encoding,
        ...(part.body.files === undefined ? {} : { files: part.body.files as OutgoingFile[] }),
        id: part.id,
      }),
    ...(provider.missed === undefined ? {} : { missed: provider.missed }),
  };
}
