import { z } from 'zod';
import type { Activity, Attachment } from '../../../bot/contracts';
import { pressValue } from '../../shared/choices';
import { parseJson } from '../../shared/provider-call';

const pressed = z.looseObject({ id: z.string(), title: z.string().default('') });
const media = z.looseObject({
  id: z.string(),
  mime_type: z.string().default('application/octet-stream'),
  sha256: z.string().optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
  voice: z.boolean().optional(),
});

/** One element of `messages[]`; unknown fields are kept out, unknown types are `unsupported`. Source: reference C.5. */
export const cloudMessage = z.looseObject({
  id: z.string().min(1),
  type: z.string(),
  timestamp: z.string().optional(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  group_id: z.string().optional(),
  context: z.looseObject({ id: z.string().optional() }).optional(),
  text: z.looseObject({ body: z.string() }).optional().catch(undefined),
  button: z
    .looseObject({ text: z.string().default(''), payload: z.string().default('') })
    .optional()
    .catch(undefined),
  interactive: z
    .looseObject({
      type: z.string(),
      button_reply: pressed.optional(),
      list_reply: pressed.optional(),
      nfm_reply: z.looseObject({ response_json: z.string().optional() }).optional(),
    })
    .optional()
    .catch(undefined),
  image: media.optional().catch(undefined),
  audio: media.optional().catch(undefined),
  video: media.optional().catch(undefined),
  document: media.optional().catch(undefined),
  sticker: media.optional().catch(undefined),
  location: z.looseObject({ latitude: z.number(), longitude: z.number() }).optional().catch(undefined),
  contacts: z.array(z.unknown()).optional().catch(undefined),
  reaction: z.looseObject({ message_id: z.string(), emoji: z.string().optional() }).optional().catch(undefined),
  order: z.unknown().optional(),
  system: z
    .looseObject({
      type: z.string().optional(),
      wa_id: z.string().optional(),
      user_id: z.string().optional(),
      previous_user_id: z.string().optional(),
    })
    .optional()
    .catch(undefined),
  unsupported: z.looseObject({ type: z.string().optional() }).optional().catch(undefined),
  errors: z
    .array(z.looseObject({ code: z.number() }))
    .optional()
    .catch(undefined),
});
export type CloudMessage = z.infer<typeof cloudMessage>;

/** A message as an activity; undefined for what is understood and needs no turn (a deleted message). */
export function activityOf(message: CloudMessage): Activity | undefined {
  const context = message.context?.id === undefined ? {} : { channelData: { contextId: message.context.id } };
  switch (message.type) {
    case 'text':
      return message.text === undefined ? unsupported(message) : { ...text(message.text.body), ...context };
    case 'button':
      return message.button === undefined
        ? unsupported(message)
        : { ...text(message.button.text), value: pressValue(message.button.payload), ...context };
    case 'interactive':
      return interactive(message, context);
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker': {
      const file = message[message.type];
      if (file === undefined) return unsupported(message);
      return { ...text(file.caption ?? ''), attachments: [attachment(file)], ...context };
    }
    case 'location':
      return { ...text(''), value: { location: message.location }, channelData: { kind: 'location' } };
    case 'contacts':
    case 'order':
      return { ...text(''), channelData: { kind: message.type } };
    case 'reaction':
      return {
        type: 'messageReaction',
        value: { messageId: message.reaction?.message_id, emoji: message.reaction?.emoji },
      };
    case 'request_welcome':
      return { type: 'conversationUpdate' };
    default:
      return message.unsupported?.type === 'delete' || message.unsupported?.type === 'revoke'
        ? undefined
        : unsupported(message);
  }
}

function interactive(message: CloudMessage, context: Pick<Activity, 'channelData'>): Activity {
  const reply = message.interactive?.button_reply ?? message.interactive?.list_reply;
  // The title is what the person saw and goes into the transcript; the answer is bound by the id alone.
  if (reply !== undefined) return { ...text(reply.title), value: pressValue(reply.id), ...context };
  const flow = message.interactive?.nfm_reply?.response_json;
  if (flow !== undefined) return { ...text(''), value: { form: parseJson(flow) ?? null }, ...context };
  return unsupported(message);
}

function unsupported(message: CloudMessage): Activity {
  const what = message.unsupported?.type ?? message.type;
  return { ...text(''), channelData: { unsupported: what.replace(/[^a-z_]/gi, '').slice(0, 40) } };
}

function attachment(file: z.infer<typeof media>): Attachment {
  return {
    contentType: file.mime_type,
    // Addresses of media expire within minutes: the id is kept, and asked for an address when the file is wanted.
    content: { mediaId: file.id, ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }) },
    ...(file.filename === undefined ? {} : { name: file.filename }),
  };
}

function text(body: string): Activity {
  return { type: 'message', text: body, textFormat: 'plain' };
}
