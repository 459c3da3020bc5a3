import { z } from 'zod';

const entry = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), short: z.string().min(1).optional(), rich: z.string().min(1).optional() }),
]);

/** `content/wording/<locale>/<area>.yaml`: every sentence of the engine and dialogs, by id `<area>.<name>`. */
export const wording = z.strictObject({
  id: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?\/[a-z0-9-]+$/, 'wording ids are <locale>/<area>, such as en/welcome'),
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  texts: z.record(z.string().regex(/^[a-z0-9_.-]+$/), entry),
});
export type Wording = z.infer<typeof wording>;
