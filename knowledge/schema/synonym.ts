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
  /** Each group: words and phrases that mean the same. The first is the plain one. */
  groups: z.array(z.array(z.string().min(1)).min(2)).min(1),
});
export type Synonym = z.infer<typeof synonym>;
