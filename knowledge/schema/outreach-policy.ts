import { z } from 'zod';

const purpose = z.enum(['care', 'reminder', 'programme', 'survey', 'research']);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'times are written 20:00');
const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
const perPurpose = <T extends z.ZodType>(value: T) =>
  z.strictObject({ care: value, reminder: value, programme: value, survey: value, research: value });

/** The hospital's rules for everything that is sent without being asked at that moment. */
export const outreachPolicy = z.strictObject({
  /** Nothing is sent from `from` to `to`, in the patient's zone; the same time twice means never quiet. */
  quiet: z.strictObject({ from: time, to: time }),
  /** What is not sent on the hospital's holidays. */
  holidays: z.array(purpose),
  /** The most a person gets of these purposes together in a calendar day or week (from Monday), in their zone. */
  caps: z.array(
    z.strictObject({
      purposes: z.array(purpose).min(1),
      per: z.enum(['day', 'week']),
      most: z.number().int().positive(),
    }),
  ),
  /** Between two messages to one person. */
  spacing_minutes: z.number().int().nonnegative(),
  /** How long a due message is worth sending, where it does not say so itself. */
  window_hours: perPurpose(z.number().positive()),
  /** Which goes first: 1 urgent to 5 a tip. */
  priority: perPurpose(priority),
  /** Whether a purpose must be agreed to first, or goes on until it is declined. */
  consent: perPurpose(z.enum(['implied', 'asked'])),
  /** "Not now" puts off for so long. */
  not_now_hours: z.number().positive(),
  /** An answer within this time after a message of ours may mean that message ("wrong number"). */
  answer_days: z.number().positive(),
  /** Template that says a message waits, where the channel's window is closed. */
  templates: perPurpose(z.string()),
});
export type OutreachPolicy = z.infer<typeof outreachPolicy>;
