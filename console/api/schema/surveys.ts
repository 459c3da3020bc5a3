import { z } from 'zod';

/** An instrument that staff may have asked. */
export const instruments = z.strictObject({ items: z.array(z.strictObject({ id: z.string(), title: z.string() })) });

/**
 * Has the patient asked how it went, by the outreach rules: with an instrument as soon as they allow, without one by the
 * content's own instrument and delay for what has just ended.
 */
export const askCheckIn = z.strictObject({
  after: z.enum(['visit', 'conversation', 'discharge']),
  survey: z.string().max(64).optional(),
});

/** What results may be split by; `none` is everybody together. */
export const SPLITS = ['none', 'service', 'practitioner', 'channel', 'locale', 'week'] as const;

export const surveyQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).default(90),
  channel: z.string().max(32).optional(),
  locale: z.string().max(16).optional(),
  service: z.string().max(64).optional(),
  by: z.enum(SPLITS).default('none'),
});

/** A figure with its 95 % interval. `hidden`: too few people to show, `of` is then 0 and the rest null. */
const figure = z.strictObject({
  of: z.int(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  hidden: z.boolean(),
});
export type Figure = z.infer<typeof figure>;

const rate = z.strictObject({ group: z.string(), invited: z.int().nullable(), answered: figure });
const score = z.strictObject({
  group: z.string(),
  survey: z.string(),
  title: z.string(),
  question: z.string(),
  /** The question as patients read it. */
  asked: z.string(),
  method: z.string(),
  score: figure,
});

/** Results of check-ins in a period. Scores are percent; the recommendation score runs from -100 to 100. */
export const surveyResults = z.strictObject({
  /** Groups below this are not shown. */
  smallestGroup: z.int(),
  invited: z.int(),
  answered: z.int(),
  /** By the patient's own wish: no part of a response rate. */
  onDemand: z.int(),
  recovery: z.int(),
  /** Reports of mistreatment: counted by themselves, never part of a mean. */
  mistreatment: z.int(),
  sentiments: z.array(z.strictObject({ name: z.string(), count: z.int() })),
  topics: z.array(z.strictObject({ name: z.string(), count: z.int(), negative: z.int() })),
  rates: z.array(rate),
  scores: z.array(score),
});
export type SurveyResults = z.infer<typeof surveyResults>;
