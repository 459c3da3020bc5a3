import type { ChannelAdapter, ChannelLimits } from '../../bot/contracts';
import type { ChannelWords } from '../shared/words';
import { WHATSAPP_FILES } from './media';
import { PAIR_PACE, WHATSAPP, type WhatsAppMessage, WINDOW_MS } from './message';
import type { WhatsAppProvider } from './provider';
import { renderWhatsApp } from './render';
import { type TemplateSource, templateOffers } from './templates';

export interface WhatsAppOptions {
  readonly provider: WhatsAppProvider;
  readonly words: ChannelWords;
  readonly templates: TemplateSource;
  readonly clinical: boolean;
  readonly webChatUrl: string;
  /** Whether files of conversations can be sent: the provider was given them. */
  readonly files: boolean;
}

/** The WhatsApp channel over one provider: `createWhatsApp({ provider: createCloudApi({ ... }), ... })`. */
export function createWhatsApp(options: WhatsAppOptions): ChannelAdapter {
  const { provider } = options;
  const rendering = { ...options, interactive: provider.interactive, captions: provider.captions };
  return {
    id: 'whatsapp',
    ...(provider.number === undefined ? {} : { number: provider.number }),
    limits: {
      ...whatsappLimits(provider.interactive),
      ...(options.files ? { files: WHATSAPP_FILES } : {}),
    },
    fetchFile: (attachment) => provider.fetchFile(attachment),
    templates: (locale) => templateOffers(locale, options.templates, provider.name === 'twilio'),
    routes: (deps) => provider.routes(deps),
    render: (activity, to, context) => renderWhatsApp(activity, to, context, rendering),
    async send(part) {
      const message = part.body as unknown as WhatsAppMessage;
      if (message.kind === 'closed')
        return { ok: false, retry: false, code: 'window_closed', detail: 'no_approved_template' };
      return provider.send(message, part.to, part.id);
    },
    ...(provider.missed === undefined ? {} : { missed: provider.missed }),
  };
}

function whatsappLimits(interactive: boolean): ChannelLimits {
  return {
    text: WHATSAPP.text,
    buttons: interactive ? WHATSAPP.buttons : 0,
    buttonLabel: WHATSAPP.buttonTitle,
    listRows: interactive ? WHATSAPP.listRows : 0,
    listTitle: WHATSAPP.listTitle,
    listDescription: WHATSAPP.listDescription,
    windowMs: WINDOW_MS,
    pace: PAIR_PACE,
    size: 'normal',
    delivery: 'outbox',
  };
}
