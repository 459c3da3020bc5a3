import { z } from 'zod';
import { instant, objectId, person, severity } from './common';

/** One waiting conversation: its most severe open flag decides where it stands. */
export const queueItem = z.strictObject({
  conversationId: objectId,
  flagId: objectId,
  severity,
  /** Content ref such as `red-flag/RF07-CHEST-PAIN@1`. */
  reason: z.string(),
  /** The reason in the reader's language, from content. */
  reasonText: z.string(),
  summary: z.string(),
  raisedAt: instant,
  /** When somebody must have answered: the clock of this severity on the hospital's calendar. */
  dueAt: instant.nullable(),
  /** 0 own team, 1 next role, 2 on call. */
  escalation: z.int(),
  answered: z.boolean(),
  channel: z.string(),
  locale: z.string(),
  team: z.string().nullable(),
  patient: z.string().nullable(),
  owner: person.nullable(),
  openFlags: z.int(),
  snoozedUntil: instant.nullable(),
  viewers: z.array(person),
});
export type QueueItem = z.infer<typeof queueItem>;

export const QUEUE_VIEWS = ['unassigned', 'mine', 'team', 'all', 'snoozed'] as const;

export const queueQuery = z.strictObject({
  view: z.enum(QUEUE_VIEWS).default('all'),
  severity: z.coerce.number().pipe(severity).optional(),
  channel: z.string().max(32).optional(),
  locale: z.string().max(16).optional(),
  team: z.string().max(64).optional(),
  reason: z.string().max(200).optional(),
  /** Words looked for in reason and summary, or a conversation's id. */
  search: z.string().max(100).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type QueueQuery = z.infer<typeof queueQuery>;

/** Words looked for may name a patient, and addresses end up in logs of proxies: a search is sent as a body. */
export const queueAddress = queueQuery.omit({ search: true });

/** What the queue can be narrowed to at this moment. */
export const queueChoices = z.strictObject({
  teams: z.array(z.string()),
  reasons: z.array(z.strictObject({ value: z.string(), text: z.string() })),
});
export type QueueChoices = z.infer<typeof queueChoices>;

export const queuePage = z.strictObject({
  items: z.array(queueItem),
  next: z.string().nullable(),
  counts: z.strictObject({
    unassigned: z.int(),
    mine: z.int(),
    team: z.int(),
    all: z.int(),
    snoozed: z.int(),
    /** Open, unowned, by severity 1 to 4. */
    bySeverity: z.array(z.int()).length(4),
    breached: z.int(),
  }),
  now: instant,
});
export type QueuePage = z.infer<typeof queuePage>;
