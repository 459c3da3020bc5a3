import { z } from 'zod';
import { TOPIC_SECTIONS, type Topic } from '../../knowledge/medicines/topics';

export const topicId = z.enum(Object.keys(TOPIC_SECTIONS) as [Topic, ...Topic[]]);

/** A medicine of the message that is not settled yet. */
const open = z.strictObject({ candidates: z.array(z.string()).min(1), confirm: z.boolean(), words: z.string() });
export type Open = z.infer<typeof open>;

export const state = z.strictObject({
  at: z.enum([
    'which',
    'confirm',
    'topic',
    'other',
    'severity',
    'double',
    'taken',
    'refill',
    'why',
    'cost',
    'pharmacist',
    'more',
  ]),
  /** Medicines the question is about, settled. */
  about: z.array(z.string()),
  /** Still to be confirmed, first is being asked. */
  open: z.array(open),
  /** Medicines the patient has confirmed in this dialog: not asked again. */
  confirmed: z.array(z.string()),
  topic: topicId.optional(),
  /** Classes named beside a medicine ("with my blood thinner"). */
  classes: z.array(z.string()),
  substances: z.array(z.string()),
  /** Choices offered when the patient has to say which one. */
  offered: z.array(z.string()),
  /** The name on the box was asked for once already. */
  asked: z.boolean(),
});
export type MedicationState = z.infer<typeof state>;

export const EMPTY: MedicationState = {
  at: 'which',
  about: [],
  open: [],
  confirmed: [],
  classes: [],
  substances: [],
  offered: [],
  asked: false,
};
