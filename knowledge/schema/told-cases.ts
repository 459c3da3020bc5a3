import { z } from 'zod';
import { contentId } from './common';

const cases = z.array(
  z.strictObject({
    /** The first message; more than one when the same was written in other words too. */
    first: z.array(z.string().min(1)).min(1),
    /** What was told when asked for more, one statement after another. */
    more: z.array(z.string().min(1)),
  }),
);

/**
 * `content/told-cases/<id>.yaml`: stories told to their end. Only read by example: they teach the second look when it is
 * true what the red-flag screen finds in them.
 */
export const toldCases = z.strictObject({
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  /** What they called for: the emergency department or an ambulance at once, a visit, or care at home. */
  care: z.enum(['emergency', 'visit', 'home']),
  cases: z.object({ en: cases, es: cases }),
});
export type ToldCases = z.infer<typeof toldCases>;
