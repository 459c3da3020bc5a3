import { z } from 'zod';

/**
 * `content/synonyms/<id>.yaml`: words that mean the same to a reader of health information, lay and clinical.
 * Search widens a question by them at a lower weight; intents treat a group as one word.
 */
export const synonym = z.strictObject({
  id: z.string(),
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  locale: z.string(),
  /**
   * `same`: members may stand for one another (search widens by them). `kind`: members are things of one kind, such as
   * names of medicines; only intents use them, to carry an example with one member over to the others. `aside`: what
   * people say by the way in a long question (greetings, family, thanks); search weighs such words little in one.
   */
  relation: z.enum(['same', 'kind', 'aside']),
  /** Each group: words and phrases that mean the same. The first is the plain one. */
  groups: z.array(z.array(z.string().min(1)).min(2)).min(1),
});
export type Synonym = z.infer<typeof synonym>;
