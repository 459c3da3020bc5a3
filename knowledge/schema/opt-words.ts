import { z } from 'zod';
import { header } from './common';

const words = z.array(z.string().min(2)).min(1);

/**
 * Words of one language that stop and restart messages when they are the whole message. They work whatever language a
 * conversation is in: people write the word they know. They must mean nothing else in an answer.
 */
export const optWords = z.strictObject({
  ...header,
  locale: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/),
  stop: words,
  start: words,
});
export type OptWords = z.infer<typeof optWords>;
