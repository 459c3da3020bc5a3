import { z } from 'zod';

/** A prepared message as staff see it before they send it. */
export const templateChoice = z.strictObject({
  id: z.string(),
  /** In the language the page is read in. */
  title: z.string(),
  /** Language of the wording that leaves. */
  locale: z.string(),
  /** With `{name}` for each parameter. */
  text: z.string(),
  buttons: z.array(z.string()),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      /** What it is filled with; empty when nothing is known and the sender has to write it. */
      value: z.string(),
      edit: z.boolean(),
    }),
  ),
  /** Why it is not offered; null when it can be sent. */
  refused: z.enum(['draft', 'submitted', 'rejected', 'paused', 'no_content_sid', 'no_value']).nullable(),
});
export type TemplateChoice = z.infer<typeof templateChoice>;

export const templateList = z.strictObject({ items: z.array(templateChoice) });

export const templateRequest = z.strictObject({
  template: z.string().regex(/^[a-z0-9-]{1,64}$/),
  /** Values of the places that may be changed; the others are filled in here. */
  values: z.record(z.string().max(64), z.string().trim().max(200)).default({}),
  /** Made by the page: the same message sent twice is one. */
  clientId: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
});
