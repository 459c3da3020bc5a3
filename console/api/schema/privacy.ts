import { z } from 'zod';
import { instant, objectId, person } from './common';

/** Patients' own requests about their data, and how long data is kept. */

export const requestKind = z.enum(['know', 'export', 'correct', 'erase']);
export type RequestKind = z.infer<typeof requestKind>;

export const patientRequest = z.strictObject({
  id: objectId,
  conversationId: objectId,
  kind: requestKind,
  status: z.enum(['open', 'done', 'refused']),
  note: z.string(),
  answer: z.string().nullable(),
  openedBy: person,
  closedBy: person.nullable(),
  openedAt: instant,
  dueAt: instant,
  closedAt: instant.nullable(),
  late: z.boolean(),
  mine: z.boolean(),
});
export type PatientRequest = z.infer<typeof patientRequest>;
export const requestList = z.strictObject({ items: z.array(patientRequest) });
export const requestQuery = z.strictObject({ status: z.enum(['open', 'closed']).default('open') });
export const openRequest = z.strictObject({ kind: requestKind, note: z.string().trim().min(1).max(1000) });
export const closeRequest = z.strictObject({
  outcome: z.enum(['done', 'refused']),
  answer: z.string().trim().max(1000).default(''),
});

const scalar = z.union([z.string().trim().max(300), z.number(), z.boolean()]);
export const fact = z.strictObject({ name: z.string(), value: scalar });
export const personSheet = z.strictObject({
  conversationId: objectId,
  label: z.string().nullable(),
  conversations: z.int(),
  /** What can be corrected: facts the bot learnt and the profile, single values only. */
  facts: z.array(fact),
  profile: z.array(fact),
  /** How much of each kind is kept. */
  kept: z.array(z.strictObject({ table: z.string(), rows: z.int() })),
  hold: z.strictObject({ reason: z.string(), by: person, at: instant }).nullable(),
  erasedAt: instant.nullable(),
  requests: z.array(patientRequest),
});
export type PersonSheet = z.infer<typeof personSheet>;
export const correctRequest = z.strictObject({
  where: z.enum(['facts', 'profile']),
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,60}$/),
  /** Null takes the value away. */
  value: scalar.nullable(),
});
export const holdRequest = z.strictObject({ reason: z.string().trim().min(3).max(500) });

export const retentionKind = z.enum(['messages', 'files', 'deliveries', 'questions', 'assessments', 'conversations']);
export type RetentionKind = z.infer<typeof retentionKind>;
export const retentionRule = z.strictObject({
  kind: retentionKind,
  days: z.int().nullable(),
  ranAt: instant.nullable(),
  removed: z.int(),
  changedBy: person.nullable(),
});
export type RetentionRule = z.infer<typeof retentionRule>;
export const retentionList = z.strictObject({ items: z.array(retentionRule) });
/** Shortest a rule may be: a mistyped day must not empty last week's work. */
export const retentionDays = z.int().min(30).max(36_500).nullable();
export const retentionChange = z.strictObject({ kind: retentionKind, days: retentionDays });
export const retentionTry = z.strictObject({ kind: retentionKind, days: z.coerce.number().int().min(30).max(36_500) });
export const retentionCount = z.strictObject({ rows: z.int(), held: z.int() });
