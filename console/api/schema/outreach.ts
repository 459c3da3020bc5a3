import { z } from 'zod';
import { instant, objectId, person } from './common';

export const outreachPurpose = z.enum(['care', 'reminder', 'programme', 'survey', 'research']);
const code = z.string().trim().min(1).max(64);

export const segment = z.strictObject({
  channels: z.array(code).min(1).max(10),
  locales: z.array(z.string().min(2).max(16)).max(20).optional(),
  quietSince: instant.optional(),
  wroteSince: instant.optional(),
  programme: code.optional(),
  batch: objectId.optional(),
  recall: z.enum(['lapsed', 'overdue']).optional(),
});

export const broadcastRequest = z.strictObject({
  title: z.string().trim().min(1).max(120),
  texts: z
    .record(z.string().min(2).max(16), z.string().trim().min(1).max(1000))
    .refine((texts) => Object.keys(texts).length > 0),
  purpose: outreachPurpose,
  segment,
  perMinute: z.int().min(1).max(10_000).default(60),
  windowHours: z
    .int()
    .min(1)
    .max(14 * 24)
    .default(48),
});

export const broadcast = z.strictObject({
  id: objectId,
  title: z.string(),
  texts: z.record(z.string(), z.string()),
  purpose: outreachPurpose,
  segment,
  status: z.enum(['draft', 'running', 'paused', 'done', 'cancelled']),
  perMinute: z.int(),
  windowHours: z.int(),
  version: z.int(),
  writtenBy: person,
  approvedBy: person.nullable(),
  approvedAt: instant.nullable(),
  createdAt: instant,
});
export type Broadcast = z.infer<typeof broadcast>;
export const broadcastList = z.strictObject({ items: z.array(broadcast) });

export const broadcastProgress = z.strictObject({
  total: z.int(),
  /** Not yet handed on: the throttle, or a pause. */
  waiting: z.int(),
  /** Due, and put off by hours, caps or a running dialog. */
  planned: z.int(),
  said: z.int(),
  delivered: z.int(),
  failed: z.int(),
  notSent: z.array(z.strictObject({ why: z.string(), n: z.int() })),
});
export type BroadcastProgress = z.infer<typeof broadcastProgress>;
export const broadcastReply = z.strictObject({ broadcast, progress: broadcastProgress });

export const previewReply = z.strictObject({
  total: z.int(),
  reachable: z.int(),
  excluded: z.array(z.strictObject({ why: z.string(), n: z.int() })),
  /** One message per channel and language, as it would read there. */
  messages: z.array(
    z.strictObject({
      channel: z.string(),
      locale: z.string(),
      recipients: z.int(),
      parts: z.array(z.string()),
      /** Billed units of SMS for one recipient and for all; null where the channel has none. */
      segments: z.int().nullable(),
      segmentsInAll: z.int().nullable(),
      /** No text in this language: these people would get nothing. */
      missing: z.boolean(),
    }),
  ),
  segmentsInAll: z.int(),
});

export const approveRequest = z.strictObject({ version: z.int() });
export const throttleRequest = z.strictObject({ perMinute: z.int().min(1).max(10_000) });
export const testRequest = z.strictObject({
  channel: code,
  number: z.string().trim().min(5).max(40),
  locale: z.string().min(2).max(16),
});
export const created = z.strictObject({ id: objectId });

export const importRequest = z.strictObject({
  /** The file as it is, base64. */
  file: z.base64().max(8_000_000),
  /** Says every row's fate and keeps nothing. */
  trial: z.boolean().default(true),
});
export const importReport = z.strictObject({
  batch: objectId.nullable(),
  accepted: z.int(),
  refused: z.int(),
  rows: z.array(
    z.strictObject({
      line: z.int(),
      fate: z.enum(['accepted', 'refused']),
      why: z.string().nullable(),
      conversationId: objectId.nullable(),
    }),
  ),
});
export type ImportReport = z.infer<typeof importReport>;
export const importReply = z.union([importReport, z.strictObject({ problem: z.string() })]);

export const RECALL_OUTCOMES = ['booked', 'declined', 'unreachable', 'done_elsewhere', 'not_needed'] as const;
export const recall = z.strictObject({
  id: objectId,
  conversationId: objectId,
  patient: z.string().nullable(),
  kind: z.enum(['lapsed', 'overdue']),
  subject: z.string(),
  since: instant,
  status: z.string(),
  createdAt: instant,
  closedAt: instant.nullable(),
});
export type Recall = z.infer<typeof recall>;
export const recallList = z.strictObject({ items: z.array(recall) });
export const recallQuery = z.strictObject({
  kind: z.enum(['lapsed', 'overdue']).optional(),
  status: z.enum(['open', 'closed']).default('open'),
});
export const lapsedRequest = z.strictObject({ days: z.int().min(30).max(3650) });
export const found = z.strictObject({ found: z.int() });
export const recallOutcome = z.strictObject({ outcome: z.enum(RECALL_OUTCOMES) });

export const enrolmentItem = z.strictObject({
  id: objectId,
  conversationId: objectId,
  patient: z.string().nullable(),
  programme: z.string(),
  version: z.string(),
  arm: z.string(),
  status: z.enum(['active', 'paused', 'left', 'completed']),
  mutedUntil: instant.nullable(),
  anchorAt: instant,
  enrolledBy: z.string(),
  createdAt: instant,
});
export type EnrolmentItem = z.infer<typeof enrolmentItem>;
export const enrolmentList = z.strictObject({ items: z.array(enrolmentItem) });
export const enrolmentQuery = z.strictObject({
  programme: code.optional(),
  status: z.enum(['active', 'paused', 'left', 'completed']).optional(),
});
/** Programmes that people may be enrolled in; `anchor: date` needs the day it counts from. */
export const programmeList = z.strictObject({
  items: z.array(z.strictObject({ id: code, title: z.string(), anchor: z.enum(['join', 'date']) })),
});
export const enrolRequest = z.strictObject({
  programme: code,
  anchorAt: instant.optional(),
  /** Where and how the patient agreed. */
  consent: z.string().trim().min(5).max(200),
});
export const enrolmentChange = z.strictObject({
  change: z.enum(['pause', 'resume', 'mute', 'leave']),
  until: instant.optional(),
});
export const programmeQuery = z.strictObject({ programme: code });
export const programmeResults = z.strictObject({
  arms: z.array(
    z.strictObject({
      arm: z.string(),
      enrolled: z.int(),
      left: z.int(),
      outcomes: z.array(z.strictObject({ measure: z.string(), value: z.string(), n: z.int() })),
    }),
  ),
});
export type ProgrammeResults = z.infer<typeof programmeResults>;

export const notSentQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) });
export const notSentReply = z.strictObject({
  items: z.array(z.strictObject({ why: z.string(), purpose: z.string(), n: z.int() })),
});
