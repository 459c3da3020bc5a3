import { z } from 'zod';
import { instant, objectId, person, severity } from './common';
import { newPassword, role, username } from './session';

/** Pages of supervisors, administrators and auditors: people, insight, operations, audit. */

export const staffView = z.strictObject({
  id: objectId,
  username: z.string(),
  name: z.string(),
  roles: z.array(role),
  teams: z.array(z.string()),
  active: z.boolean(),
  secondFactor: z.boolean(),
  waiting: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
});
export type StaffView = z.infer<typeof staffView>;
export const staffList = z.strictObject({ items: z.array(staffView) });

const team = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,40}$/u);
export const inviteRequest = z.strictObject({
  username,
  name: z.string().trim().min(1).max(100),
  roles: z.array(role).min(1),
  teams: z.array(team).max(20).default([]),
  locale: z.string().max(16).default('en'),
});
export const staffChange = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  roles: z.array(role).min(1).optional(),
  teams: z.array(team).max(20).optional(),
  active: z.boolean().optional(),
});
/** Shown once, to be given in person; must be changed at the first sign-in. */
export const oneTime = z.strictObject({ id: objectId, username: z.string(), password: z.string() });
export type OneTime = z.infer<typeof oneTime>;

export const sessionItem = z.strictObject({
  id: objectId,
  current: z.boolean(),
  agent: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
});
export type SessionItem = z.infer<typeof sessionItem>;
export const sessionList = z.strictObject({ items: z.array(sessionItem) });

export const totpSetup = z.strictObject({ secret: z.string(), uri: z.string(), picture: z.string() });
export type TotpSetup = z.infer<typeof totpSetup>;
export const codeRequest = z.strictObject({ code: z.string().regex(/^\d{6}$/) });
export const totpConfirm = z.strictObject({
  code: z.string().regex(/^\d{6}$/),
  secret: z.string().regex(/^[A-Z2-7]{16,64}$/),
});
export const passwordOnly = z.strictObject({ password: z.string().min(1).max(256) });
export { newPassword };

export const insightQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).default(30),
  channel: z.string().max(32).optional(),
  locale: z.string().max(16).optional(),
});
/** `value` is what was counted, where `name` is worded for a reader. */
const share = z.strictObject({ name: z.string(), count: z.int(), value: z.string().optional() });
export const insightNumbers = z.strictObject({
  conversations: z.int(),
  messages: z.strictObject({ patient: z.int(), bot: z.int(), staff: z.int() }),
  /** Conversations of the period without any flag: the bot was enough. */
  contained: z.int(),
  flags: z.int(),
  perDay: z.array(z.strictObject({ day: z.string(), conversations: z.int(), flags: z.int() })),
  channels: z.array(share),
  locales: z.array(share),
  reasons: z.array(share),
  outcomes: z.array(share),
  dispositions: z.array(share),
  deliveries: z.array(share),
  /** Why messages did not get through: `channel · code`. */
  failures: z.array(share),
  /**
   * Levels the bot gave against what the staff's outcome says was needed. Outcomes that say nothing (nobody answered)
   * are not counted.
   */
  triage: z.array(z.strictObject({ level: z.string(), under: z.int(), fitting: z.int(), over: z.int() })),
  /** Calls of a language model by purpose; cost in the currency of the prices that are set, null without prices. */
  model: z.array(
    z.strictObject({
      purpose: z.string(),
      calls: z.int(),
      unusable: z.int(),
      tokensIn: z.int(),
      tokensOut: z.int(),
      cost: z.number().nullable(),
    }),
  ),
  /** Per severity: how many, how many answered by a person, and the median and 90th percentile wait, in minutes. */
  answers: z.array(
    z.strictObject({
      severity,
      flags: z.int(),
      answered: z.int(),
      medianMinutes: z.number().nullable(),
      p90Minutes: z.number().nullable(),
      inTime: z.int(),
    }),
  ),
});
export type InsightNumbers = z.infer<typeof insightNumbers>;

/** What stands behind a number: the chart, and the bar of it. */
export const insightChart = z.enum([
  'conversations',
  'channels',
  'locales',
  'reasons',
  'severities',
  'outcomes',
  'dispositions',
  'deliveries',
  'failures',
  'triage',
]);
export type InsightChart = z.infer<typeof insightChart>;
export const insightRowsQuery = z.strictObject({
  ...insightQuery.shape,
  chart: insightChart,
  value: z.string().max(200).optional(),
});
/** One thing that was counted. */
export const insightRow = z.strictObject({ conversationId: objectId, at: instant, value: z.string() });
export type InsightRow = z.infer<typeof insightRow>;
export const insightRows = z.strictObject({
  items: z.array(insightRow),
  /** Counted, but of conversations this person may not open. */
  hidden: z.int(),
});
export type InsightRows = z.infer<typeof insightRows>;

/** One flag as a row of an export: ids and facts, no words of a patient. */
export const flagFact = z.strictObject({
  id: objectId,
  conversationId: objectId,
  channel: z.string(),
  locale: z.string(),
  severity,
  reason: z.string(),
  team: z.string().nullable(),
  openedAt: instant,
  claimedAt: instant.nullable(),
  answeredAt: instant.nullable(),
  closedAt: instant.nullable(),
  outcome: z.string().nullable(),
  escalation: z.int(),
});
export type FlagFact = z.infer<typeof flagFact>;

export const deadLetter = z.strictObject({
  id: objectId,
  conversationId: objectId,
  channel: z.string(),
  receivedAt: instant,
  attempts: z.int(),
  code: z.string().nullable(),
  kind: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetter>;

export const incident = z.strictObject({
  kind: z.enum([
    'dead_letters',
    'timers_unreadable',
    'inbox_stuck',
    'outbox_stuck',
    'channel_failing',
    'channel_down',
    'template_rejected',
    'webhook_silent',
    'clock_skew',
    'content_past_review',
    'key_missing',
    'key_in_data_folder',
    'on_call_missing',
    'flags_late',
    'content_unverified',
  ]),
  subject: z.string(),
  count: z.int(),
  since: instant.nullable(),
});
export type Incident = z.infer<typeof incident>;

export const operationsView = z.strictObject({
  inboxWaiting: z.int(),
  oldestInboxAt: instant.nullable(),
  outboxWaiting: z.int(),
  oldestOutboxAt: instant.nullable(),
  timers: z.int(),
  deadLetters: z.int(),
  channels: z.array(
    z.strictObject({
      channel: z.string(),
      lastInboundAt: instant.nullable(),
      sent: z.int(),
      delivered: z.int(),
      failed: z.int(),
    }),
  ),
});
export type OperationsView = z.infer<typeof operationsView>;
export const operationsReply = z.strictObject({
  ...operationsView.shape,
  incidents: z.array(incident),
  letters: z.array(deadLetter),
  now: instant,
});
export type OperationsReply = z.infer<typeof operationsReply>;

export const auditEntry = z.strictObject({
  conversationId: objectId,
  n: z.int(),
  at: instant,
  actor: person,
  action: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditQuery = z.strictObject({
  conversation: objectId.optional(),
  actor: objectId.optional(),
  action: z.string().max(64).optional(),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const auditPage = z.strictObject({ items: z.array(auditEntry) });
export const auditCheck = z.strictObject({ rows: z.int(), seals: z.int(), faults: z.array(z.string()) });
export type AuditCheck = z.infer<typeof auditCheck>;
