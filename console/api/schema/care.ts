import { z } from 'zod';
import { instant, objectId, person } from './common';
import { queueQuery } from './queue';

export const timelineEntry = z.strictObject({
  id: objectId,
  at: instant,
  conversationId: objectId,
  kind: z.enum(['flag', 'assessment', 'record']),
  title: z.string(),
  text: z.string(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
export const timeline = z.strictObject({ items: z.array(timelineEntry) });

/** At most two weeks: what sleeps longer is forgotten. */
export const snoozeRequest = z.strictObject({
  minutes: z
    .int()
    .min(5)
    .max(14 * 24 * 60),
});
export const takeOverRequest = z.strictObject({ from: objectId });
export const transferRequest = z.union([
  z.strictObject({ staffId: objectId }),
  z.strictObject({ team: z.string().trim().min(1).max(64), note: z.string().trim().max(1000).default('') }),
]);
export const breakGlassRequest = z.strictObject({ reason: z.string().trim().min(10).max(1000) });
export const reopenRequest = z.strictObject({ closedAt: instant });

export const bulkRequest = z.strictObject({
  ids: z.array(objectId).min(1).max(100),
  action: z.enum(['claim', 'snooze']),
  minutes: z
    .int()
    .min(5)
    .max(14 * 24 * 60)
    .default(60),
});
export const bulkReply = z.strictObject({ done: z.array(objectId), refused: z.array(objectId) });

export const colleagues = z.strictObject({ people: z.array(person), teams: z.array(z.string()) });
export type Colleagues = z.infer<typeof colleagues>;

export const mentionList = z.strictObject({
  items: z.array(z.strictObject({ conversationId: objectId, by: person, at: instant })),
});
export type MentionList = z.infer<typeof mentionList>;

export const canned = z.strictObject({ id: objectId, locale: z.string(), title: z.string(), text: z.string() });
export type Canned = z.infer<typeof canned>;
export const cannedList = z.strictObject({ items: z.array(canned) });
export const cannedRequest = z.strictObject({
  locale: z.string().trim().min(2).max(16),
  title: z.string().trim().min(1).max(80),
  text: z.string().trim().min(1).max(2000),
});

export const savedView = z.strictObject({
  id: objectId,
  name: z.string(),
  filters: z.record(z.string(), z.string()),
});
export type SavedView = z.infer<typeof savedView>;
export const savedViews = z.strictObject({ items: z.array(savedView) });
const filterNames = Object.keys(queueQuery.shape) as [string, ...string[]];
export const viewRequest = z.strictObject({
  name: z.string().trim().min(1).max(60),
  filters: z.partialRecord(z.enum(filterNames), z.string().max(100)),
});

export const TASK_KINDS = ['pharmacist', 'clinical', 'refill', 'service_recovery', 'scheduling'] as const;
export const task = z.strictObject({
  id: objectId,
  kind: z.string(),
  conversationId: objectId,
  patient: z.string().nullable(),
  summary: z.string(),
  status: z.string(),
  owner: person.nullable(),
  outcome: z.string().nullable(),
  dueAt: instant.nullable(),
  late: z.boolean(),
  createdAt: instant,
  doneAt: instant.nullable(),
});
export type Task = z.infer<typeof task>;
export const taskList = z.strictObject({ items: z.array(task), kinds: z.array(z.string()) });
export const taskQuery = z.strictObject({
  kind: z.enum(TASK_KINDS).optional(),
  status: z.enum(['open', 'done']).default('open'),
});
export const finishRequest = z.strictObject({ outcome: z.string().trim().min(1).max(500) });
