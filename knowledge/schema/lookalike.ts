import { z } from 'zod';
import { header } from './common';

/** `content/lookalikes/<id>.yaml`: names that look or sound alike; each is always confirmed by its purpose. */
export const lookalikes = z.strictObject({
  ...header,
  pairs: z.array(z.tuple([z.string(), z.string()])).min(1),
  /** Endings that many medicines share (INN stems): what comes before them must be near, too. */
  stems: z.array(z.string()).default([]),
});
export type Lookalikes = z.infer<typeof lookalikes>;
