import { z } from 'zod';
import { contentId } from './common';

/**
 * `content/danger-examples/<id>.yaml`: how people write when something is wrong, and when nothing is. Only read by
 * example, never word for word: they teach the second look what the lexicon has no words for.
 */
export const dangerExamples = z.strictObject({
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  /** The red flag they should have raised; left out where a careful nurse would not speak of an emergency. */
  flag: contentId.optional(),
  examples: z.object({ en: z.array(z.string().min(1)), es: z.array(z.string().min(1)) }),
});
export type DangerExamples = z.infer<typeof dangerExamples>;

const probability = z.number().gt(0).lt(1);
const phrases = z.record(z.string().regex(/^[a-z]{2}$/), z.array(z.string().regex(/^[\p{L}' ]+$/u)));

/** `content/second-look/<id>.yaml`: when the second look speaks, and which flag's question it then asks. */
export const secondLook = z.strictObject({
  id: contentId,
  version: z.string(),
  status: z.enum(['draft', 'review', 'approved', 'retired']),
  owner: z.string().min(1),
  /** How sure it must be that something is wrong, 0 to 1 as learnt (not calibrated), before it asks. */
  ask_from: probability,
  /** The same for suicide, self-harm, violence and abuse, which a kind question harms nobody about. */
  ask_crisis_from: probability,
  /** The same while a question of ours waits for an answer or a danger was spoken of already. */
  ask_from_later: probability,
  /** Below this an instruction about a physical danger becomes a question, and a question a note. */
  calm_below: probability,
  /** Below this such an instruction becomes a note at once. */
  silent_below: probability,
  /** The same as `calm_below` and `silent_below` where the message tells of what has been there for weeks. */
  calm_standing_below: probability,
  silent_standing_below: probability,
  /** From this length of time on something has been there for long, in hours. */
  long_standing_hours: z.number().int().positive(),
  /** Words that say so beside a length of time ("for months"), per language; plain words, no patterns. */
  long_standing: phrases,
  /** Words that say something began or changed just now ("suddenly", "since last night"), per language. */
  just_now: phrases,
  /**
   * How likely it is, 0 to 1 as learnt, that what the screen found is true: below this an instruction about a physical
   * danger becomes a question, which still carries it.
   */
  doubt_below: probability,
  /** Below this instruction and question are said in passing, the number and what to call it for; triage asks on. */
  in_passing_below: probability,
  /** Below this a question about a crisis or danger from a person becomes a note. */
  calm_crisis_below: probability,
  /** Instructions in shorter messages stay: "not breathing" says all there is to say. */
  calm_fires_words: z.number().int().positive(),
  /** The same for questions. */
  calm_asks_words: z.number().int().positive(),
  /** Shorter messages say too little to be looked at. */
  fewest_words: z.number().int().positive(),
  /** Kinds of danger that can be told apart: the flag whose question is asked, and the flags it asks for. */
  questions: z.array(z.strictObject({ ask: contentId, for: z.array(contentId).min(1) })).min(1),
});
export type SecondLookRules = z.infer<typeof secondLook>;
