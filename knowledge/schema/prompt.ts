import { z } from 'zod';
import { contentId } from './common';

/** What a model is asked for in words: each purpose has its prompt in the content. */
const PROMPTED = ['intent', 'extract', 'second-opinion', 'answer', 'translate', 'summarise'] as const;

/** What a model may be asked to do. Each is switched on by the hospital on its own; all are off by default. */
export const MODEL_PURPOSES = [...PROMPTED, 'rerank'] as const;
export type PromptedPurpose = (typeof PROMPTED)[number];
export type ModelPurpose = (typeof MODEL_PURPOSES)[number];

/** `content/prompts/<purpose>.yaml`: the words a model is given. A change is a new version, as with any content. */
export const prompt = z.strictObject({
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  purpose: z.enum(PROMPTED),
  /** The rules, without any text of a patient. */
  system: z.string().min(20),
});
export type Prompt = z.infer<typeof prompt>;
