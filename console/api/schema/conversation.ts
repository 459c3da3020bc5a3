import { z } from 'zod';
import { instant, objectId, person, severity } from './common';

export const flagView = z.strictObject({
  id: objectId,
  severity,
  reason: z.string(),
  reasonText: z.string(),
  summary: z.string(),
  raisedAt: instant,
  team: z.string().nullable(),
  closedAt: instant.nullable(),
  closedBy: person.nullable(),
  outcome: z.string().nullable(),
  /** Why the bot raised it: concept, words, rule, version, answers; shown as rows of label and text. */
  because: z.array(z.strictObject({ label: z.string(), text: z.string() })),
});
export type FlagView = z.infer<typeof flagView>;

export const conversationView = z.strictObject({
  id: objectId,
  channel: z.string(),
  locale: z.string(),
  openedAt: instant,
  lastPatientAt: instant.nullable(),
  patient: z.strictObject({ id: objectId.nullable(), label: z.string().nullable(), identityProven: z.boolean() }),
  owner: person.nullable(),
  ownedSince: instant.nullable(),
  team: z.string().nullable(),
  optedOut: z.boolean(),
  /** Until when free text may be sent on this channel; null when the channel has no window. */
  windowClosesAt: instant.nullable(),
  /** What may be attached to a reply here; null where the channel carries no files. */
  files: z
    .strictObject({
      /** Content types, and the most bytes of each. */
      types: z.record(z.string(), z.int()),
      most: z.int(),
      total: z.int(),
    })
    .nullable(),
  /** Longest text of one message; longer is split. */
  textLimit: z.int(),
  flags: z.array(flagView),
  /** Facts the bot learnt, as rows of label and text. */
  facts: z.array(z.strictObject({ label: z.string(), text: z.string() })),
  viewers: z.array(z.strictObject({ id: objectId, name: z.string(), writing: z.boolean() })),
  snoozedUntil: instant.nullable(),
  lastSeq: z.int(),
});
export type ConversationView = z.infer<typeof conversationView>;

export const DELIVERY = ['accepted', 'queued', 'sending', 'held', 'sent', 'delivered', 'read', 'failed'] as const;

export const transcriptItem = z.strictObject({
  seq: z.int(),
  at: instant,
  from: z.enum(['patient', 'bot', 'staff']),
  author: z.string().nullable(),
  text: z.string(),
  choices: z.array(z.string()),
  attachments: z.array(
    z.strictObject({
      name: z.string(),
      contentType: z.string(),
      /** Bytes, where they are known. */
      size: z.int().nullable(),
    }),
  ),
  safety: z.boolean(),
  refs: z.array(z.string()),
  delivery: z.strictObject({ status: z.enum(DELIVERY), code: z.string().nullable() }).nullable(),
});
export type TranscriptItem = z.infer<typeof transcriptItem>;

export const transcriptQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const transcriptPage = z.strictObject({ items: z.array(transcriptItem), more: z.boolean() });
export type TranscriptPage = z.infer<typeof transcriptPage>;

/** What happened to the conversation among staff: claims, transfers, notes, closings. Shown between the messages. */
export const happening = z.strictObject({
  id: objectId,
  at: instant,
  kind: z.enum([
    'claimed',
    'released',
    'transferred',
    'handed_back',
    'closed',
    'reopened',
    'note',
    'snoozed',
    'escalated',
    'break_glass',
  ]),
  by: person.nullable(),
  text: z.string().nullable(),
  to: z.string().nullable(),
});
export type Happening = z.infer<typeof happening>;
export const happenings = z.strictObject({ items: z.array(happening) });

const freeText = z.string().trim().min(1).max(4000);

export const replyRequest = z
  .strictObject({
    text: z.string().trim().max(4000),
    /** Uploads that go with it. */
    files: z.array(objectId).max(10).default([]),
    /** Made by the page: the same reply sent twice is one reply. */
    clientId: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
    /** What the sender wrote before it was translated. */
    original: freeText.optional(),
  })
  .refine((reply) => reply.text !== '' || reply.files.length > 0, { path: ['text'] });

export const keptFile = z.strictObject({
  id: objectId,
  name: z.string(),
  contentType: z.string(),
  size: z.int(),
});
export type KeptFileView = z.infer<typeof keptFile>;
export const noteRequest = z.strictObject({ text: freeText, mentions: z.array(objectId).max(20).default([]) });
export const handBackRequest = z.strictObject({ note: z.string().trim().max(1000).default('') });
export const OUTCOMES = [
  'advised',
  'appointment_made',
  'sent_to_emergency',
  'called_patient',
  'referred_on',
  'no_answer',
  'not_needed',
  'false_alarm',
] as const;
export const closeRequest = z.strictObject({ outcome: z.enum(OUTCOMES), reason: z.string().trim().min(1).max(1000) });
export const claimReply = z.strictObject({ ok: z.literal(true), owner: person, ownedSince: instant });
export const replyReply = z.strictObject({ ok: z.literal(true), duplicate: z.boolean() });
