import { z } from 'zod';
import { header, localized } from './common';
import { answeredBy, condition, level, localId, route } from './triage-common';

/** A background fact about the person, asked kindly and only when it can change the level. */
export const fact = z.strictObject({
  id: localId,
  text: localized,
  about: localized,
  hint: localized.optional(),
  /** Not asked (and counted as no) when this is "no": pregnancy of a boy, dementia of a baby. */
  ask_if: condition.optional(),
  /** Never asked: holds only when the person says so, or the record knows. */
  volunteered: z.boolean().default(false),
  /** May be asked together with others in one "tick any that are true". */
  batch: z.boolean().default(true),
  /** Medicine groups or conditions known to the record that mean yes. */
  known_as: z.array(z.string()).default([]),
  ...answeredBy,
});
export type Fact = z.infer<typeof fact>;

/** What a modifier does where its condition holds; it can only raise. */
export const effect = z
  .strictObject({
    id: localId,
    /** Usually `{ sign: fever }`; absent: always. */
    when: condition.optional(),
    /** Only where the level found so far is one of these. */
    from: z.array(level).optional(),
    at_least: level.optional(),
    steps_up: z.number().int().min(1).max(2).optional(),
    /** With steps_up: never past this level. */
    not_past: level.optional(),
    route: route.optional(),
    deadline_hours: z.number().positive().optional(),
    reason: z.strictObject({ patient: localized, staff: z.string().min(3) }),
  })
  .refine((given) => given.at_least !== undefined || given.steps_up !== undefined, {
    message: 'an effect needs at_least or steps_up',
  });
export type Effect = z.infer<typeof effect>;

/** `content/modifiers/<id>.yaml`: something about the person that makes any complaint more serious. */
export const modifier = z.strictObject({
  ...header,
  title: localized,
  facts: z.array(fact).default([]),
  /** When it is about this person. */
  when: condition,
  effects: z.array(effect).min(1),
});
export type Modifier = z.infer<typeof modifier>;
