import { z } from 'zod';
import { header } from './common';

const phrases = z.array(z.string().min(1)).default([]);

/** What a comment can be about. The first ones are what patients speak of; the last three decide who is told. */
export const COMMENT_TOPICS = [
  'staff',
  'waiting',
  'communication',
  'cleanliness',
  'cost',
  'access',
  'food',
  'comfort',
  'pain',
  'outcome',
  'medicines',
  'discharge',
  'privacy',
] as const;
export type CommentTopic = (typeof COMMENT_TOPICS)[number];

export const SENTIMENTS = ['positive', 'neutral', 'negative'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

/** `content/sentiment/<id>.yaml`: how patients of one language praise and complain. Files of one locale add up. */
export const sentiment = z.strictObject({
  ...header,
  locale: z.string().regex(/^[a-z]{2}$/),
  /** Words and phrases by what they say about care, 3 (very good) to -3 (very bad). */
  valence: z.partialRecord(z.enum(['3', '2', '1', '-1', '-2', '-3']), phrases).default({}),
  /** Facts of hospital life that general word lists take for feelings. */
  ignore: phrases,
  /** Neither good nor bad, said on purpose. */
  lukewarm: phrases,
  intensifiers: phrases,
  diminishers: phrases,
  negators: phrases,
  /** Single words that compare: "never felt so well" turns nothing. */
  comparing: phrases,
  /** What follows weighs more than what came before. */
  but: phrases,
  /** What follows is granted and weighs less. */
  although: phrases,
  /** Two of these in a sentence: neither one nor the other. */
  neither: phrases,
  /** Turns praise beside it to scorn. */
  sarcasm: phrases,
  topics: z.partialRecord(z.enum(COMMENT_TOPICS), phrases).default({}),
  /** Discrimination, abuse, humiliation, treatment without consent: told at once, never averaged. */
  mistreatment: phrases,
  /** Harm in care or danger of it: for the patient-safety team. */
  safety: phrases,
  /** Wishes to complain formally. */
  complaint: phrases,
  /** Medicines or favours offered for a score: never traded. */
  bargain: phrases,
  examples: z.strictObject({ positive: phrases, neutral: phrases, negative: phrases }).optional(),
});
export type SentimentWords = z.infer<typeof sentiment>;
