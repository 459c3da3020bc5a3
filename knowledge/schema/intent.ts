import { z } from 'zod';
import { ARTICLE_TOPICS } from './article';
import { contentId, localized } from './common';

/**
 * What a message is for.
 * `skill` begins a dialog; `command` works in every dialog; `reply` answers the running dialog; `smalltalk` is
 * answered and forgotten; `boundary` is what the bot does not do and says so.
 */
export const INTENT_KINDS = ['skill', 'command', 'reply', 'smalltalk', 'boundary'] as const;

/** `content/intents/<id>.yaml`: an intent by example. Nothing but examples teaches it. */
export const intent = z.strictObject({
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  kind: z.enum(INTENT_KINDS),
  /** What it is called when the bot asks which of two was meant, and as a related action below an answer. */
  label: localized,
  /** Dialog to begin and its arguments. */
  dialog: z.string().optional(),
  args: z.record(z.string(), z.unknown()).default({}),
  /** For kind `command`: the command of every dialog it stands for. */
  command: z.string().optional(),
  /** Shelves of articles whose titles and phrasings teach it too; the article named in `args` always does. */
  learns_from: z.array(z.enum(ARTICLE_TOPICS)).default([]),
  /** Intents it is easily taken for. */
  close: z.array(contentId).default([]),
  /** Other names evaluation files use for it. */
  aliases: z.array(z.string()).default([]),
  examples: z.object({ en: z.array(z.string().min(1)).min(1), es: z.array(z.string().min(1)).min(1) }),
});
export type Intent = z.infer<typeof intent>;
