import { z } from 'zod';
import { contentId, localized } from './common';

/** Disposition levels as written in content; the scale itself is `bot/contracts/disposition.ts`. */
export const level = z.enum(['D0', 'D1', 'D2', 'D3', 'D4', 'D5']);
export type Level = z.infer<typeof level>;

/** Question, option, rule and fact ids inside a file: lower-case words joined by `_`. */
export const localId = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/, 'local ids are lower-case words joined by _, such as cannot_swallow');

/** An age such as `28d`, `3m` (months) or `16y`; compared in months. */
export const age = z.string().regex(/^\d+[dmy]$/, 'ages are written 28d, 3m or 16y');

/** Months of an age as written; 28d is 0.92 months (30.4 days a month). */
export function months(written: string): number {
  const count = Number(written.slice(0, -1));
  if (written.endsWith('y')) return count * 12;
  return written.endsWith('d') ? count / 30.4375 : count;
}

/** How long something has lasted, as `12h`, `4d` or `3w`. */
const lasting = z.string().regex(/^\d+[hdw]$/, 'how long is written 12h, 4d or 3w');

/** Hours of a time as written: 4d is 96. */
export function hours(written: string): number {
  return Number(written.slice(0, -1)) * { h: 1, d: 24, w: 168 }[written.at(-1) as 'h' | 'd' | 'w'];
}

/**
 * A condition of a rule. Three-valued: yes, no or unknown (strong Kleene).
 *
 * - `"airway"`: question `airway` is answered yes (yes_no), or anything is ticked (ticks)
 * - `"spot.one_side"`: option `one_side` of a choice or ticks question
 * - `{ number: days, gte: 7 }`: a number question, in its own unit; any of gte, gt, lte, lt
 * - `{ age_from: 65y }`, `{ age_under: 3m }`, `{ sex: female }`
 * - `{ fact: pregnant }`: a background fact (defined in `content/modifiers`), asked only when it can change the level
 * - `{ sign: fever }`: in modifiers only: what a protocol declares under `signs`
 * - `{ all: [...] }`, `{ any: [...] }`, `{ not: ... }`, `{ at_least: 2, of: [...] }`
 */
export type Condition =
  | string
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { at_least: number; of: Condition[] }
  | {
      number: string;
      gte?: number | undefined;
      gt?: number | undefined;
      lte?: number | undefined;
      lt?: number | undefined;
    }
  | { age_from: string }
  | { age_under: string }
  | { sex: 'female' | 'male' }
  | { fact: string }
  | { sign: string };

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, 'a condition in words is question or question.option'),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
    z.strictObject({ at_least: z.number().int().min(1), of: z.array(condition).min(2) }),
    z
      .strictObject({
        number: localId,
        gte: z.number().optional(),
        gt: z.number().optional(),
        lte: z.number().optional(),
        lt: z.number().optional(),
      })
      .refine((given) => [given.gte, given.gt, given.lte, given.lt].some((bound) => bound !== undefined), {
        message: 'a number condition needs one of gte, gt, lte, lt',
      }),
    z.strictObject({ age_from: age }),
    z.strictObject({ age_under: age }),
    z.strictObject({ sex: z.enum(['female', 'male']) }),
    z.strictObject({ fact: localId }),
    z.strictObject({ sign: localId }),
  ]),
);

/** Lay ways to say it, per locale; used beside the lexicon to recognise an answer given in the patient's own words. */
export const phrases = z.record(z.string(), z.array(z.string().min(2)));

/** What in the lexicon already answers a question, so that the opening message is taken over and not asked again. */
export const answeredBy = {
  /** Lexicon concept ids. Without any, the concepts found in the question's own words are used. */
  concepts: z.array(contentId).optional(),
  phrases: phrases.optional(),
  /** Where the question is only how long: what was told to have lasted this long, or longer, answers it with yes. */
  lasts: lasting.optional(),
};

const asked = {
  id: localId,
  /** The question as the patient reads it: grade six, one idea, at most about 25 words. `en_short`/`es_short` for SMS. */
  text: localized,
  /** Two to six words naming what is asked ("trouble breathing"): for "you told me: …", summaries and changes. */
  about: localized,
  /** One short line of help: how to look, what counts. */
  hint: localized.optional(),
  /** Ask only when this is not "no"; when it is "no" the answer counts as no, none ticked, or not known (numbers). */
  ask_if: condition.optional(),
  /**
   * A danger question: "not sure" counts as yes, at `unknown_level` (default one step below the rule), and a level of
   * self-care is never given while it is unsure.
   */
  safety: z.boolean().default(false),
  unknown_level: level.optional(),
  ...answeredBy,
};

export const yesNoQuestion = z.strictObject({
  ...asked,
  type: z.literal('yes_no'),
  /** The answer that reports danger; `none` when neither does. */
  danger: z.enum(['yes', 'no', 'none']).default('yes'),
});

export const option = z.strictObject({
  id: localId,
  /** At most about 40 characters; `en_short`/`es_short` at most 20 for buttons. */
  label: localized,
  ...answeredBy,
});
export type Option = z.infer<typeof option>;

export const choiceQuestion = z.strictObject({
  ...asked,
  type: z.literal('choice'),
  options: z.array(option).min(2).max(9),
  /** Set when the options run from most to least worrying: the property tests then hold the order. */
  ordered: z.literal('most_urgent_first').optional(),
});

export const ticksQuestion = z.strictObject({
  ...asked,
  type: z.literal('ticks'),
  /** "None of these" is added by the dialog. */
  options: z.array(option).min(2).max(8),
});

export const numberQuestion = z.strictObject({
  ...asked,
  type: z.literal('number'),
  /** Unit the value is kept in; what people write in other units (°F, mg/dL, weeks) is converted. */
  unit: z.enum([
    'celsius',
    'hours',
    'days',
    'mg_dl',
    'mmol_l',
    'mmhg',
    'percent',
    'per_minute',
    'weeks',
    'scale_0_10',
    'count',
    'cm',
    'kg',
  ]),
  /** Outside this range the patient is asked once more. */
  min: z.number(),
  max: z.number(),
  /** Which direction reports danger. */
  danger: z.enum(['high', 'low', 'none']).default('none'),
  /** A harmless value, used by tests that do not give one. */
  calm: z.number(),
  /** The same thing as a measure read from free text. */
  measure: z
    .enum([
      'temperature_c',
      'duration_hours',
      'glucose_mgdl',
      'systolic',
      'diastolic',
      'weeks_pregnant',
      'spo2',
      'heart_rate',
      'count',
      'pain',
    ])
    .optional(),
});

export const question = z.discriminatedUnion('type', [yesNoQuestion, choiceQuestion, ticksQuestion, numberQuestion]);
export type Question = z.infer<typeof question>;
export type YesNoQuestion = z.infer<typeof yesNoQuestion>;
export type ChoiceQuestion = z.infer<typeof choiceQuestion>;
export type TicksQuestion = z.infer<typeof ticksQuestion>;
export type NumberQuestion = z.infer<typeof numberQuestion>;

/** Where a level is delivered. Source: the clinical reference's route table; wording is `triage.route.<id>`. */
export const ROUTES = [
  'ems',
  'ed',
  'ed_or_foot_team',
  'maternity',
  'maternity_phone',
  'gp_or_epu',
  'team_hotline',
  'team_hotline_or_ed',
  'team',
  'diabetes_team',
  'diabetes_team_or_gp_sameday',
  'crisis',
  'crisis_ems',
  'crisis_line_gp',
  'police_or_clinic',
  'poison',
  'gp_sameday',
  'urgent_care',
  'nurse_line',
  'phone',
  'eye_emerg',
  'eye_sameday',
  'dental_urgent',
  'dentist',
  'sexual_health',
  'pharmacist',
  'pharmacist_or_prescriber',
  'pharmacist_or_sexual_health',
  'gp_or_pharmacist_first',
  'gp',
  'clinic',
  'self',
] as const;
export const route = z.enum(ROUTES);
export type RouteId = z.infer<typeof route>;
