import { z } from 'zod';
import { header } from './common';

const phrases = z.array(z.string().min(3)).min(1);

/**
 * How people answer a message they did not ask for. A phrase counts when its words stand together, in order, in a short
 * reply; matching ignores case, accents and punctuation.
 */
export const outreachReplies = z.strictObject({
  ...header,
  locale: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  /** Longer messages say something of their own and are read as a whole. */
  most_words: z.number().int().positive(),
  not_now: phrases,
  wrong_number: phrases,
  deceased: phrases,
  /** No more questions about how it went; everything else goes on. */
  no_surveys: phrases,
  /** Whole replies that take "wrong number" or a death back, besides the press offered. */
  mistaken: z.array(z.string()).default([]),
  /** Where one of these stands in the reply, nothing of the above is meant. */
  not_meant: z.array(z.string()).default([]),
});
export type OutreachReplies = z.infer<typeof outreachReplies>;
