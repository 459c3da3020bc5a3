import { z } from 'zod';
import type { Activity } from '../../bot/contracts';
import { MAX_TEXT } from './options';
import type { ErrorCode } from './replies';

/** What a client posted, as the engine may see it: written anew field by field, nothing is passed through. */
export type Posted =
  /** A message of the patient: stored, answered, echoed from the transcript. */
  | { readonly kind: 'message'; readonly activity: Activity; readonly clientId?: string }
  /** Typing and page events: echoed to whoever is connected, never stored and never given to the engine. */
  | { readonly kind: 'passing'; readonly activity: Activity }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

const MAX_VALUE = 8 * 1024;
const short = (length: number) => z.string().max(length).optional().catch(undefined);

const postedSchema = z.object({
  type: z.string().max(64),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  name: short(100),
  locale: short(35),
  localTimestamp: short(40),
  localTimezone: short(64),
  channelData: z
    .object({
      clientActivityID: short(128),
      postBack: z.boolean().optional().catch(undefined),
      messageBack: z
        .object({ displayText: short(MAX_TEXT) })
        .optional()
        .catch(undefined),
    })
    .nullish()
    .catch(undefined),
});
type Raw = z.infer<typeof postedSchema>;

/**
 * Reads one posted activity. `from`, `id`, `timestamp`, `conversation`, `entities` and attachments of the client are
 * ignored: the token says who writes, and an event made by a client must never look like one of the engine's.
 */
export function readPosted(body: unknown, who: { conversationId: string; userId: string }): Posted {
  const parsed = postedSchema.safeParse(body);
  if (!parsed.success) return { kind: 'refused', code: 'BadArgument' };
  const raw = parsed.data;
  const base: Activity = {
    type: raw.type,
    channelId: 'webchat',
    conversation: { id: who.conversationId },
    from: { id: who.userId, role: 'user' },
    ...pick('locale', raw.locale, LOCALE),
    ...pick('localTimestamp', raw.localTimestamp, ISO),
    ...pick('localTimezone', raw.localTimezone, ZONE),
    channelData: channelData(raw),
  };
  if (raw.type === 'message') return message(raw, base);
  if (raw.type === 'typing') return { kind: 'passing', activity: base };
  if (raw.type === 'event') return { kind: 'passing', activity: { ...base, name: raw.name ?? '' } };
  return { kind: 'refused', code: 'BadArgument' };
}

const LOCALE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const ISO = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/;
const ZONE = /^[A-Za-z0-9_+/-]+$/;

/** A locale as a client may state it, or undefined. */
export function readLocale(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 35 && LOCALE.test(value) ? value : undefined;
}

function message(raw: Raw, base: Activity): Posted {
  const text = cleanText(raw.text ?? '');
  if (text.length > MAX_TEXT) return { kind: 'refused', code: 'MessageTooLong' };
  const hasValue = raw.value !== undefined && raw.value !== null;
  if (text.trim() === '' && !hasValue) return { kind: 'refused', code: 'MissingProperty' };
  if (hasValue && JSON.stringify(raw.value).length > MAX_VALUE) return { kind: 'refused', code: 'BadArgument' };
  const activity: Activity = {
    ...base,
    ...(text === '' ? {} : { text, textFormat: 'plain' }),
    ...(hasValue ? { value: raw.value } : {}),
  };
  return { kind: 'message', activity, clientId: raw.channelData?.clientActivityID };
}

/** Control characters and halves of surrogate pairs cannot be stored everywhere and mean nothing to anybody. */
function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed
  return Buffer.from(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ''), 'utf8').toString('utf8');
}

/** The client id must come back unchanged in the echo: Web Chat knows its own message by it. */
function channelData({ channelData: given }: Raw): Activity['channelData'] {
  return {
    ...(given?.clientActivityID === undefined ? {} : { clientActivityID: given.clientActivityID }),
    ...(given?.postBack === undefined ? {} : { postBack: given.postBack }),
    ...(given?.messageBack === undefined ? {} : { messageBack: given.messageBack }),
  };
}

function pick<K extends string>(key: K, value: string | undefined, shape: RegExp): Partial<Record<K, string>> {
  return value !== undefined && shape.test(value) ? ({ [key]: value } as Record<K, string>) : {};
}
