import { z } from 'zod';
import { contentId, date, header, localized } from './common';

/** The shelf an article stands on: lists and the console group by it. */
export const ARTICLE_TOPICS = [
  'hospital',
  'money',
  'records',
  'access',
  'rights',
  'preparing',
  'conditions',
  'living',
  'medicines',
  'family',
] as const;

const phrasings = z.object({ en: z.array(z.string().min(3)), es: z.array(z.string().min(3)) });

/**
 * `content/articles/<topic>/<id>.yaml`: one question people ask, answered in three lengths.
 * Facts of one hospital stand as `{hospital.facts.<name>}` so that a hospital edits one file.
 */
const file = z.strictObject({
  ...header,
  topic: z.enum(ARTICLE_TOPICS),
  audience: z.array(z.enum(['patients', 'parents', 'carers', 'visitors'])).min(1),
  title: localized,
  /** Other ways people ask for it: searched, never shown. */
  asked_as: phrasings,
  /** At most 300 characters per language, for SMS; `normal` for chat; `rich` in Markdown for the web. */
  short: localized,
  normal: localized,
  rich: localized,
  /** Intent ids offered after the answer. */
  actions: z.array(contentId).max(3).default([]),
  /** Not used before this day. */
  publish_on: date.optional(),
});

/** The file, with its three lengths together as `body`: `article/<id>#body` is said in the length of the channel. */
export const article = file.transform((one) => ({
  ...one,
  body: { ...one.normal, short: one.short, rich: one.rich },
}));
export type Article = z.infer<typeof article>;
