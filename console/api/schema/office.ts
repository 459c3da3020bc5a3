import { z } from 'zod';
import { instant, objectId, person } from './common';
import { newPassword, role, username } from './session';

/** Pages of supervisors, administrators and auditors: people, operations, audit. */

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
