import { z } from 'zod';

/** What a language model drafts for staff, where the hospital allows it. */
export const drafting = z.strictObject({ summary: z.boolean(), translation: z.boolean() });
export const draftReply = z.strictObject({ summary: z.string(), suggestedReply: z.string() });
export type DraftReply = z.infer<typeof draftReply>;
export const translateRequest = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  to: z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/),
});
export const translateReply = z.strictObject({ text: z.string() });
