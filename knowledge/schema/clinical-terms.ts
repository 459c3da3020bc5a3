import { z } from 'zod';
import { contentId } from './common';

/**
 * `content/clinical-terms/<language>.yaml`: doctors' words and what they mean in a patient's. Whoever copies "dysuria" from
 * a letter is read as if "burning when I pee" stood there.
 */
export const clinicalTerms = z.strictObject({
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  terms: z.array(
    z.strictObject({
      /** One meaning, in all spellings; several words are found side by side only. */
      term: z.array(z.string().regex(/^[\p{L} ]+$/u)).min(1),
      /** Everyday words which the lexicon knows. */
      plain: z.string().regex(/^[\p{L}' ]+$/u),
    }),
  ),
});
export type ClinicalTerms = z.infer<typeof clinicalTerms>;
