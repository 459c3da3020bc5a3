import { z } from 'zod';
import { contentId } from './common';

const head = {
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
};

/**
 * `content/openings/<protocol>.yaml`: how people begin who are best asked that protocol's questions. Only read by
 * example, never word for word.
 */
export const openings = z.strictObject({
  ...head,
  examples: z.object({ en: z.array(z.string().min(1)), es: z.array(z.string().min(1)) }),
});
export type Openings = z.infer<typeof openings>;

const share = z.number().gt(0).lt(2);

/** `content/opening-rules/<id>.yaml`: how words and likeness together choose what to ask about. */
export const openingRules = z.strictObject({
  ...head,
  /** What the words of a protocol's entry count beside the likeness, which is 0 to 1 over all protocols. */
  words: share,
  /** From here on the best is taken without asking which is meant; points are words and likeness together. */
  sure_from: share,
  /** A second complaint of the same message must look this likely. */
  also_from: share,
  /** The same for what is told at "anything else?", sentence by sentence. */
  else_from: share,
  /** A message that reads like no complaint less than this begins triage, whether or not a word of the lexicon is in it. */
  illness_below: share,
  /**
   * Where the rules end in self-care, a story that reads like those which needed a visit this much is seen all the same;
   * 0 to 1 as learnt, what was told at the beginning and at "anything else?" counting alike.
   */
  visit_from: z.number().gt(0).lt(1),
  /** Shorter messages say too little to be read so. */
  visit_words: z.number().int().positive(),
  /** How many are shown when it is asked which is meant. */
  shown: z.number().int().min(2).max(5),
});
export type OpeningRules = z.infer<typeof openingRules>;
