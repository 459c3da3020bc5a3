import type { OutgoingFile } from '../shared/files';
import type { Media } from './media';

/** One WhatsApp message before it takes a provider's form. This is what the outbox stores as a part's body. */
export type WhatsAppMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'buttons'; readonly text: string; readonly buttons: readonly { id: string; title: string }[] }
  | {
      readonly kind: 'list';
      readonly text: string;
      readonly open: string;
      readonly section: string;
      readonly rows: readonly { id: string; title: string; description?: string }[];
    }
  | {
      readonly kind: 'template';
      readonly name: string;
      readonly language: string;
      readonly values: readonly string[];
      readonly payloads: readonly string[];
      readonly contentSid?: string;
    }
  | { readonly kind: 'media'; readonly media: Media; readonly file: OutgoingFile; readonly caption?: string }
  /** Shown while the bot works, and marks what the patient wrote as read. */
  | { readonly kind: 'typing'; readonly messageId: string }
  /** Outside the 24-hour window and without an approved template: kept until the patient writes. */
  | { readonly kind: 'closed'; readonly whenOpen: WhatsAppMessage };

/** Pair rate: about one message in six seconds to the same person, after a burst. Source: reference C.10. */
export const PAIR_PACE = { burst: 30, everyMs: 6_000 } as const;

/** Limits of the Cloud API, in UTF-16 units. Source: reference C.9. */
export const WHATSAPP = {
  text: 4096,
  caption: 1024,
  /** Body of an interactive message; lists allow more on some clients only. */
  interactiveBody: 1024,
  buttons: 3,
  buttonTitle: 20,
  listRows: 10,
  listTitle: 24,
  listDescription: 72,
  listOpen: 20,
  rowId: 200,
  templateParameter: 1024,
} as const;

/** The customer service window is 24 hours; the last quarter is not used, clocks and queues differ. Source: C.10. */
export const WINDOW_MS = (24 * 60 - 15) * 60_000;
