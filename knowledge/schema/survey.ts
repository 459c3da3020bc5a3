import { z } from 'zod';
import { contentId, header, localized } from './common';

/** What a check-in follows. `demand` is the patient's own wish and no part of a response rate. */
export const SURVEY_TRIGGERS = ['visit', 'conversation', 'discharge', 'demand'] as const;
export type SurveyTrigger = (typeof SURVEY_TRIGGERS)[number];

/**
 * How answers are counted. `csat`: share of the two best of five; `nps`: 9-10 less 0-6; `friends_family`: share of the
 * two best of all answers, "don't know" too; `top_box`: share of the best answer; `none`: not a score.
 */
export const SCORE_METHODS = ['csat', 'nps', 'friends_family', 'top_box', 'none'] as const;
export type ScoreMethod = (typeof SCORE_METHODS)[number];

const option = z.strictObject({
  id: contentId,
  label: localized,
  synonyms: z.strictObject({ en: z.array(z.string()).default([]), es: z.array(z.string()).default([]) }).optional(),
  /** Worth opening a service-recovery case. */
  low: z.boolean().default(false),
  /** Counts as the best answer of `top_box`, the two best of `csat` and `friends_family`. */
  top: z.boolean().default(false),
  /** `triage`: the patient feels worse, health goes before opinions. `help`: a person is asked to call. */
  leads_to: z.enum(['triage', 'help']).optional(),
});

const question = z.strictObject({
  id: contentId,
  type: z.enum(['choice', 'scale', 'text']),
  text: localized,
  options: z.array(option).max(6).default([]),
  /** Ends of a scale, both included. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
  /** Answers of a scale up to this one open a case. */
  low_up_to: z.number().int().optional(),
  method: z.enum(SCORE_METHODS).default('none'),
  /** Asked only of those who want to say more. */
  more: z.boolean().default(false),
});
export type SurveyQuestion = z.infer<typeof question>;

/** `content/surveys/<id>.yaml`: one instrument with its own scoring. Short first, more only if wanted. */
export const survey = z
  .strictObject({
    ...header,
    /** For staff and reports. */
    title: localized,
    /** Names the question when a bare "1" could answer several. */
    about: localized,
    triggers: z.array(z.enum(SURVEY_TRIGGERS)).default([]),
    /** Hours from what it follows to the invitation; how long that stays worth sending. */
    delay_hours: z.number().min(0),
    window_hours: z.number().positive(),
    /** Said before the first question of an invitation. */
    invite: localized,
    questions: z.array(question).min(1).max(10),
  })
  .superRefine((value, context) => {
    const ids = new Set<string>();
    for (const [i, one] of value.questions.entries()) {
      const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['questions', i], message });
      if (ids.has(one.id)) wrong(`two questions are called "${one.id}"`);
      ids.add(one.id);
      if (one.type === 'choice' && one.options.length < 2) wrong('a choice needs at least two options');
      if (one.type !== 'choice' && one.options.length > 0) wrong(`a ${one.type} question has no options`);
      if (one.type === 'scale' && (one.from === undefined || one.to === undefined || one.from >= one.to))
        wrong('a scale needs `from` below `to`');
      if (one.method === 'nps' && (one.from !== 0 || one.to !== 10)) wrong('nps is asked from 0 to 10');
    }
    if (value.questions[0]!.more)
      context.addIssue({ code: 'custom', path: ['questions', 0], message: 'the first question is for everybody' });
  });
export type Survey = z.infer<typeof survey>;

/** `content/check-in-rules/standard.yaml`: clocks, roles and limits of check-ins. */
export const checkInRules = z.strictObject({
  ...header,
  /** One reminder after so long; 0 for none. */
  remind_after_hours: z.number().min(0),
  /** Days after an asking in which a visit or a conversation brings no other one. */
  rest_days: z.number().int().min(0),
  /** How long an invitation may be answered. */
  open_days: z.number().positive(),
  /** Working minutes to a person's first word in a service-recovery case. */
  recovery_minutes: z.number().positive(),
  /** Teams that are told, by what is reported. */
  mistreatment_team: z.string(),
  safety_team: z.string(),
  /** Comments with fewer words than this are no answer to a question that offered choices. */
  words_of_a_comment: z.number().int().positive(),
  /** Whole replies that leave a question out, besides the choice offered. */
  skip_words: z.strictObject({ en: z.array(z.string()).default([]), es: z.array(z.string()).default([]) }),
  /** Whole replies that agree to be asked more or called: said about a wish of ours, never about how somebody is. */
  agree_words: z.strictObject({ en: z.array(z.string()).default([]), es: z.array(z.string()).default([]) }),
  /** Groups smaller than this are not shown. */
  smallest_group: z.number().int().min(2),
  /** Days without another survey after a mistreatment or safety report. */
  quiet_days_after_report: z.number().int().min(0),
});
export type CheckInRules = z.infer<typeof checkInRules>;
