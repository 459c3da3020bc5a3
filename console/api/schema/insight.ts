import { z } from 'zod';
import { instant, objectId, severity } from './common';

/** Insight: what managers look at, and the rows behind each number. */

export const insightQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).default(30),
  channel: z.string().max(32).optional(),
  locale: z.string().max(16).optional(),
  /** A team or a bookable service, by its id. */
  service: z.string().max(64).optional(),
});
/** `value` is what was counted, where `name` is worded for a reader. */
const share = z.strictObject({ name: z.string(), count: z.int(), value: z.string().optional() });
export type Share = z.infer<typeof share>;
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
  bookings: z.array(share),
  visits: z.array(share),
  waitlist: z.array(share),
  counselling: z.array(share),
  teachBack: z.array(share),
  programmes: z.array(share),
  measures: z.array(share),
  /** Services that something in this period belongs to, whichever of them is asked for: what the page offers to choose. */
  services: z.array(z.string()),
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

/** What the care around conversations came to. */
export const careChart = z.enum([
  /** Appointments made, by service. */
  'bookings',
  /** Visits that were due, by FHIR appointment status. */
  'visits',
  /** Offers to the waiting list, by what came of them. */
  'waitlist',
  'counselling',
  'teach_back',
  /** Who was enrolled, by programme and how it stands now. */
  'programmes',
  /** What programmes measured, by programme, measure and value. */
  'measures',
  'check_ins',
  'scores',
  'mistreatment',
]);
export type CareChart = z.infer<typeof careChart>;

/** What stands behind a number: the chart, and the bar of it. */
export const insightChart = z.enum([
  'conversations',
  'contained',
  'days',
  'flag_days',
  'messages',
  'channels',
  'locales',
  'reasons',
  'severities',
  'answered',
  'in_time',
  'outcomes',
  'dispositions',
  'deliveries',
  'failures',
  'triage',
  ...careChart.options,
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
