import { z } from 'zod';

/** Locales that must be complete before content may ship. Adding one is a folder of wording and its phrases. */
export const FIRST_CLASS_LOCALES = ['en', 'es'] as const;
export type Locale = string;

/** A sentence in every first-class locale, optionally with a shorter form for SMS. */
export const localized = z.object({ en: z.string().min(1), es: z.string().min(1) }).catchall(z.string().min(1));
export type Localized = z.infer<typeof localized>;

/** Human ids: lower-case words joined by `-` or `_`, red flags and modifiers in capitals. */
export const contentId = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*$/,
    'ids are words joined by -, _ or . , such as sore_throat or RF07-CHEST-PAIN',
  );

export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'dates are written 2027-05-31');

/** Where a fact comes from. `read` tells whether somebody opened the source for this entry; nothing is invented. */
export const source = z.strictObject({
  id: z.string().optional(),
  title: z.string(),
  publisher: z.string().optional(),
  link: z.string().optional(),
  date: z.string().optional(),
  read: z.boolean().default(false),
});
export type Source = z.infer<typeof source>;

/**
 * The header of every reviewed content file. `review` is sample content awaiting a hospital's clinical sign-off;
 * only an entry in the hospital's approvals makes it `approved` in production.
 */
export const header = {
  id: contentId,
  version: z.string().regex(/^\d+(\.\d+){0,2}$/, 'versions are written 1, 1.2 or 1.2.3'),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  sources: z.array(source).min(1),
  review_by: date,
};
