import { z } from 'zod';
import { contentId, header, localized } from './common';

/**
 * What a complete counselling covers, in the order a patient asks. Names follow the OBRA-90 points and the
 * Indian Health Service prime questions (use, how, what to expect), with the questions patients add themselves.
 */
export const SECTIONS = [
  'purpose',
  'how',
  'timing',
  'food',
  'missed',
  'double',
  'max_daily',
  'expect',
  'common',
  'serious',
  'interactions',
  'avoid',
  'pregnancy',
  'breastfeeding',
  'driving',
  'alcohol',
  'monitoring',
  'stopping',
  'storage',
  'disposal',
  'running_out',
  'cost',
] as const;
export type Section = (typeof SECTIONS)[number];

/** A sentence of its own, or one shared by many medicines: `{ use: <medicine-text id>.<name> }`. */
export const part = z.union([
  z.strictObject({ use: z.string().regex(/^[a-z0-9_-]+\.[a-z0-9_]+$/, 'write use: <medicine-text id>.<name>') }),
  localized,
]);
export type Part = z.infer<typeof part>;

/** Route hints, not advice (clinical reference 4.4b): they choose who is asked, never what is said. */
export const flags = z.strictObject({
  /** `avoid_20w`: from 20 weeks; `avoid_term`: in the last weeks. */
  pregnancy: z.enum(['ok', 'ask', 'specialist', 'avoid', 'avoid_20w', 'avoid_term', 'not_applicable']),
  breastfeeding: z.enum(['ok', 'ask', 'avoid', 'not_applicable']),
  kidney: z.enum(['usual', 'adjust', 'limit']),
  alcohol: z.enum(['none', 'low', 'any']),
  driving: z.enum(['ok', 'until_known', 'low_sugar']),
  food: z.enum(['with', 'empty', 'any']),
  /** Stopping suddenly can harm. */
  hold: z.boolean(),
});

const names = z.strictObject({
  /** The name shown to patients. */
  display: localized,
  /** Other exact names: international and national generic names, in any language. */
  also: z.array(z.string()).default([]),
  brands: z.array(z.string()).default([]),
  /** Spellings patients use that are known to mean this medicine. */
  misspellings: z.array(z.string()).default([]),
});

/** `content/medicines/<id>.yaml`: one medicine, everything a patient may be told about it. */
export const medicine = z.strictObject({
  ...header,
  names,
  /** Filled only where certain; `rxnorm` is an ingredient RxCUI. */
  codes: z.strictObject({ atc: z.string().nullable().default(null), rxnorm: z.string().nullable().default(null) }),
  /** Classes by id: duplicates, class interactions and allergies are found by them. */
  classes: z.array(contentId).default([]),
  /** Active ingredients by id, for duplicates across products; the medicine itself when it has one. */
  ingredients: z.array(contentId).min(1),
  /** Shown to confirm a name: "the medicine for ...". */
  purpose_short: localized,
  /** Most milligrams in 24 hours without a prescription, adults, by ingredient (label figures). */
  otc_max_mg: z.record(contentId, z.number().positive()).optional(),
  /** Youngest age in years for use without a prescriber's word; label figure. */
  otc_min_age: z.number().nonnegative().optional(),
  flags,
  /** Two or more missed doses are a same-day call (clinical reference 4.3). */
  critical_missed: z.boolean().default(false),
  opioid: z.boolean().default(false),
  /** Taken once a week: the teach-back asks for it, because daily use can harm. */
  weekly: z.boolean().default(false),
  /** Must be led with, and a person is asked at first use: boxed warnings, risk-minimisation programmes. */
  warning: localized.optional(),
  /** Shared texts used for sections this file does not write itself, first match wins. */
  base: z.array(contentId).default(['standard']),
  say: z.partialRecord(z.enum(SECTIONS), z.union([part, z.array(part).min(1)])),
});
export type Medicine = z.infer<typeof medicine>;

/** `content/medicine-texts/<id>.yaml`: sentences shared by medicines; names equal to a section are its default. */
export const medicineText = z.strictObject({ ...header, texts: z.record(z.string().regex(/^[a-z0-9_]+$/), localized) });
export type MedicineText = z.infer<typeof medicineText>;

/** `content/medicine-topics/<locale>.yaml`: how patients ask about a topic; cues are words, `*` ends a stem. */
export const medicineTopics = z.strictObject({
  ...header,
  locale: z.string(),
  /** Topic id to cues with their weight; `...` between words allows a few others in between. */
  topics: z.record(z.string(), z.record(z.string(), z.number())),
  /** Everyday words that are never taken for a misspelt medicine, though they look like one. */
  not_medicines: z.array(z.string()).default([]),
  /** "My little white pill": things said about a tablet that do not tell which one. */
  descriptions: z.array(z.string()).default([]),
  /** Words right before a name that make it an allergy told, not a medicine asked about. */
  allergy_before: z.array(z.string()).default([]),
  /** Names of a medicine that after another one mostly mean that one: "amlodipine ... could it be the pill?". */
  said_again: z.array(z.string()).default([]),
  /** Words that play the same part in a question: `{symptom}` in an example stands for any of them. */
  kinds: z.record(z.string().regex(/^[a-z_]+$/), z.array(z.string()).min(1)).default({}),
  /** Told before a question without saying anything about what is asked. */
  contexts: z.array(z.string()).default([]),
  /**
   * Topic id to whole questions it is learnt from. `@` is the medicine, `(a|b c|)` one of these, `{kind}` any word of a
   * kind.
   */
  examples: z.record(z.string(), z.array(z.string()).min(1)).default({}),
});
export type MedicineTopics = z.infer<typeof medicineTopics>;

/** `content/medicine-rules/*.yaml`: when a reminder, a miss or a silence becomes somebody's task. */
export const medicineRules = z.strictObject({
  ...header,
  reminder_expires_minutes: z.number().int().positive(),
  silence_after_minutes: z.number().int().positive(),
  misses_before_task: z.strictObject({ critical: z.number().int().positive(), other: z.number().int().positive() }),
  refill_notice_days: z.array(z.number().int().nonnegative()).min(1),
  teach_back_tries: z.number().int().positive(),
  /** Daily maxima of labels are for adults: younger patients are not counted for. */
  adult_from_years: z.number().int().positive(),
  /** "Twice" and kin: words that say how many times, when counting what was taken. */
  times_words: z.record(z.string(), z.number().int().positive()),
  /** The red flags that take over when a choice says so. */
  red_flags: z.strictObject({ self_harm: contentId, severe_effect: contentId }),
  /** Times of day offered for meals, `HH:mm` in the patient's zone. */
  meal_times: z.record(z.string(), z.string().regex(/^\d{2}:\d{2}$/)),
});
export type MedicineRules = z.infer<typeof medicineRules>;
