import type { Address } from '../../../bot/contracts';
import type { WhatsAppMessage } from '../message';

/** A file that Meta has, by the id it got there. */
export interface UploadedMedia extends Extract<WhatsAppMessage, { kind: 'media' }> {
  readonly id: string;
}

/** The Graph API's JSON for a message. Source: reference C.8. */
export function cloudPayload(
  message: Exclude<WhatsAppMessage, { kind: 'closed' | 'media' }> | UploadedMedia,
  to: Address,
  outboxId: string | undefined,
): Record<string, unknown> {
  if (message.kind === 'typing') {
    return {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: message.messageId,
      typing_indicator: { type: 'text' },
    };
  }
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipient(to),
    ...(outboxId === undefined ? {} : { biz_opaque_callback_data: outboxId }),
    ...content(message),
  };
}

/** Phone numbers go in `to`, business-scoped user ids in `recipient`; never both, `to` would win. */
function recipient(to: Address): Record<string, string> {
  return to.value.startsWith('+') ? { to: to.value.slice(1) } : { recipient: to.value };
}

function content(
  message: Exclude<WhatsAppMessage, { kind: 'closed' | 'typing' | 'media' }> | UploadedMedia,
): Record<string, unknown> {
  switch (message.kind) {
    case 'text':
      return { type: 'text', text: { body: message.text, preview_url: false } };
    case 'media':
      return {
        type: message.media,
        [message.media]: {
          id: message.id,
          ...(message.caption === undefined ? {} : { caption: message.caption }),
          ...(message.media === 'document' ? { filename: message.file.name } : {}),
        },
      };
    case 'buttons':
      return {
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: message.text },
          action: { buttons: message.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })) },
        },
      };
    case 'list':
      return {
        type: 'interactive',
        interactive: {
          type: 'list',
          body: { text: message.text },
          action: { button: message.open, sections: [{ title: message.section, rows: message.rows }] },
        },
      };
    case 'template':
      return {
        type: 'template',
        template: {
          name: message.name,
          language: { code: message.language },
          components: [
            ...(message.values.length === 0
              ? []
              : [{ type: 'body', parameters: message.values.map((value) => ({ type: 'text', text: value })) }]),
            ...message.payloads.map((payload, index) => ({
              type: 'button',
              sub_type: 'quick_reply',
              index: String(index),
              parameters: [{ type: 'payload', payload }],
            })),
          ],
        },
      };
  }
}
