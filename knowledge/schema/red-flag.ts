import { z } from 'zod';
import { header, localized } from './common';
import { route } from './triage-common';

/** A combination of concepts. All of `all`, at least one of each list in `any`, and none of `none` must be present. */
export const flagRule = z.strictObject({
  id: z.string().optional(),
  all: z.array(z.string()).default([]),
  any: z.array(z.array(z.string()).min(1)).default([]),
  none: z.array(z.string()).default([]),
  /** What a clear, present, literal mention leads to. Context can only soften it one step at a time. */
  outcome: z.enum(['fire', 'confirm', 'note']).default('fire'),
  level: z.enum(['D0', 'D1', 'D2']).optional(),
});
export type FlagRule = z.infer<typeof flagRule>;

/** Sentences for a chat bubble and, as `en_short`, for one SMS of at most 160 GSM-7 characters. */
export const sized = localized;

/** `content/red-flags/<id>.yaml`: what makes the screen speak, what the person is told, and what staff see. */
export const redFlag = z.strictObject({
  ...header,
  title: localized,
  /**
   * `physical` may be cancelled by context. `crisis` (suicide, self-harm, violence, abuse) is never cancelled, only
   * asked about. `poison` tells of the poison centre. `danger` is danger from another person.
   */
  kind: z.enum(['physical', 'poison', 'crisis', 'danger']),
  level: z.enum(['D0', 'D1', 'D2']),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  /** Hours a finding still counts as present after it has stopped. */
  window_hours: z.number().nonnegative(),
  rules: z.array(flagRule).min(1),
  /** Said at once when it fires: the emergency instruction first, at most two sentences. */
  reply: sized,
  /** While waiting: short points. */
  waiting: sized.optional(),
  /** The one yes-or-no question that already carries the instruction. */
  confirm: sized,
  /**
   * Said in place of `reply`, `waiting` and `confirm` where the rule that holds has a milder level of its own: how to get
   * to care by one's own way, and with which signs to call the emergency number instead. Every such rule needs it.
   */
  own_way: z.strictObject({ reply: sized, waiting: sized.optional(), confirm: sized.optional(), route }).optional(),
  /** What staff read before the words matched; English, for the console. */
  staff: z.string().min(1),
  /** What runs once the emergency is answered for or denied. */
  after: z.strictObject({ dialog: z.string(), protocol: z.string().optional() }).optional(),
  route: z.string().default('ems'),
  /** Minutes of silence after which staff are told again and the number is repeated once. */
  check_back_minutes: z.number().positive().default(10),
});
export type RedFlag = z.infer<typeof redFlag>;
