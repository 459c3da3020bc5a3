import { z } from 'zod';
import { header } from './common';
import { level, route } from './triage-common';

/** `content/levels/<id>.yaml`: what each level of care means beyond its order: when to ask again, how it maps to codes. */
export const levels = z.strictObject({
  ...header,
  /** Minutes of silence in the questions after which they are asked once more, with the safety net. */
  silence_minutes: z.number().positive(),
  /** Minutes of silence after that until the person is left with the danger signs and staff are told. */
  unanswered_minutes: z.number().positive(),
  /** The mildest advice while a danger question has no answer: somebody looks at it, it is never left at home. */
  unanswered: z.strictObject({ level, route, deadline_hours: z.number().positive() }),
  /** Hours in which the same problem again, not better, counts as a repeat contact. */
  repeat_hours: z.number().positive(),
  levels: z.record(
    level,
    z.strictObject({
      /** Hours until "how is it now?". */
      follow_up_hours: z.number().positive(),
      /** Severity of the flag for staff; absent: no flag. */
      flag: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
      fhir_priority: z.enum(['stat', 'asap', 'urgent', 'routine']),
      v3_act_priority: z.string(),
      sct_priority: z.string(),
    }),
  ),
});
export type Levels = z.infer<typeof levels>;
