import { z } from 'zod';
import { header } from './common';

/** Phrases per locale; `any` holds patterns made of word classes alone, which serve every language at once. */
export const phraseLists = z.record(z.string().regex(/^(any|[a-z]{2})$/), z.array(z.string().min(1)));

/**
 * A range of a measure that stands for a concept: "38.4" is `fever`. The thresholds are clinical facts and live here.
 * `at_least` is included, `below` is not.
 */
export const measuredRange = z.strictObject({
  measure: z.enum([
    'temperature_c',
    'age_months',
    'duration_hours',
    'glucose_mgdl',
    'systolic',
    'diastolic',
    'weeks_pregnant',
    'spo2',
    'ketones_mmol',
    'heart_rate',
    'dose_mg',
    'count',
    'pain',
  ]),
  at_least: z.number().optional(),
  below: z.number().optional(),
});

export type MeasuredRange = z.infer<typeof measuredRange>;

/**
 * One idea patients write about. `finding` is what is felt or seen now; `condition` is a lasting state (pregnant,
 * diabetes, a medicine in use); `event` happened at a moment and matters for its window (operation, fall, birth).
 */
export const concept = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'concept ids are lower-case words joined by -'),
  kind: z.enum(['finding', 'condition', 'event']).default('finding'),
  /** Hours an `event` still counts; unset, the red flag's own window decides. */
  window_hours: z.number().positive().optional(),
  phrases: phraseLists,
  /**
   * Look-alikes with another meaning: an idiom, a department, a medicine. What they cover is not this concept. They
   * allow no word between unless they say so with `..`.
   */
  not: phraseLists.optional(),
  measured: z.array(measuredRange).optional(),
  /** Readings that deny it: "temperature 36.8" is no `fever`. Between these and `measured` nothing is said. */
  denied_by: z.array(measuredRange).optional(),
  /** Concepts that are present whenever this one is. */
  implies: z.array(z.string()).optional(),
});
export type Concept = z.infer<typeof concept>;

/**
 * `content/lexicon/<group>.yaml`. Phrases are words in order with at most one word between them; `a + b` means both
 * near each other in any order; `@name` is a word class; `(a|b)` one of these; `a .. b` up to four words between;
 * `a_b` nothing between; `a?` may be missing; `=word` exactly this spelling; `/12` at the end widens the window to twelve
 * words; `~` at the beginning: said of harmless things as well, so the person is asked and not told to call.
 */
export const lexicon = z.strictObject({
  ...header,
  classes: z.record(z.string().regex(/^[a-z]+(-[a-z0-9]+)*$/), phraseLists).default({}),
  concepts: z.array(concept).default([]),
});
export type Lexicon = z.infer<typeof lexicon>;
