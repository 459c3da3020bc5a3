import { z } from 'zod';
import { contentId, header, localized } from './common';

const phrases = z.strictObject({ en: z.array(z.string().min(2)).min(1), es: z.array(z.string().min(2)).min(1) });

/** Where an answer or a keyword leads besides its reply. `help`: a nurse is told at once, and triage asks what is wrong. */
export const PROGRAMME_PATHS = ['triage', 'help', 'person', 'booking', 'leave'] as const;

const option = z.strictObject({
  id: contentId,
  label: localized,
  synonyms: z.strictObject({ en: z.array(z.string()).default([]), es: z.array(z.string()).default([]) }).optional(),
  /** Said at once; without one the patient is thanked. */
  reply: localized.optional(),
  leads_to: z.enum(PROGRAMME_PATHS).optional(),
  /** Staff are asked to look, with these words (English, sealed). */
  task: z.string().optional(),
  /** A step out of the row, said so many days later. */
  branch: z.strictObject({ step: contentId, after_days: z.number().int().min(1).max(60) }).optional(),
  /** What came of the programme, as a code. */
  outcome: z.strictObject({ measure: contentId, value: z.union([z.string(), z.number(), z.boolean()]) }).optional(),
});
export type ProgrammeOption = z.infer<typeof option>;

const step = z.strictObject({
  id: contentId,
  /** Days from the anchor; negative before it. Absent: only reached by a branch. */
  day: z.number().int().min(-300).max(400).optional(),
  /** Wall-clock time in the patient's zone, where it is not the programme's. */
  at: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .optional(),
  text: localized,
  options: z.array(option).max(5).default([]),
  /** Nobody answered: asked once more, then a person looks. Without it, silence is an answer. */
  silence: z
    .strictObject({ after_hours: z.number().min(1).max(168), afterwards: z.enum(['nothing', 'task']) })
    .optional(),
  /** Only for those who joined before the anchor's day: who gave the day of birth is not asked whether the baby is born. */
  joined_before_anchor: z.boolean().default(false),
  /** Asked of the control group too: it measures what came of it. */
  measures: z.boolean().default(false),
});
export type ProgrammeStep = z.infer<typeof step>;

/** `content/programmes/<id>.yaml`: a set of messages counted from a date, which listens to its answers. */
export const programme = z
  .strictObject({
    ...header,
    /** Names it to patients and staff; may show on a lock screen, so no diagnosis that shames. */
    title: localized,
    /** What a person agrees to: what it is, how often, that nobody reads at once, how to leave. */
    offer: localized,
    /** Whole messages that ask to join. Words that carriers act on are no keywords. */
    join: phrases,
    /** Single words that name it inside a sentence ("the smoking one"). */
    names: phrases,
    /** Day zero: the day of joining, or a date the patient gives. */
    anchor: z.strictObject({
      kind: z.enum(['join', 'date']),
      question: localized.optional(),
      earliest_days: z.number().int().default(0),
      latest_days: z.number().int().default(0),
    }),
    /** When messages come, patient's own time. */
    at: z.string().regex(/^\d{2}:\d{2}$/),
    /** Somebody for whom this is not meant is asked first; "yes" goes to a person instead. */
    unless: z.strictObject({ question: localized, reply: localized }).optional(),
    steps: z.array(step).min(3),
    /** Words that work while a person is in it ("craving"): replies take turns. */
    keywords: z
      .array(
        z.strictObject({
          id: contentId,
          say: phrases,
          replies: z.array(localized).min(1),
          leads_to: z.enum(PROGRAMME_PATHS).optional(),
        }),
      )
      .default([]),
    finish: localized,
    /** Arms of a trial; without any, everybody gets the programme. */
    arms: z.array(z.strictObject({ id: contentId, weight: z.number().positive() })).default([]),
  })
  .superRefine((value, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const ids = new Set(value.steps.map((one) => one.id));
    if (ids.size < value.steps.length) wrong(['steps'], 'two steps have the same id');
    if (value.anchor.kind === 'date' && value.anchor.question === undefined)
      wrong(['anchor'], 'a date has to be asked for: add `question`');
    for (const [i, one] of value.steps.entries()) {
      for (const choice of one.options)
        if (choice.branch !== undefined && !ids.has(choice.branch.step))
          wrong(['steps', i], `there is no step "${choice.branch.step}" to branch to`);
      if (one.silence !== undefined && one.options.length === 0)
        wrong(['steps', i], 'silence needs a question: add options');
    }
  });
export type Programme = z.infer<typeof programme>;
