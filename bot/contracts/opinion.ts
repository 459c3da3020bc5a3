import type { CommentTopic, Sentiment } from '../../knowledge/schema/sentiment';

/** What a comment says about care, read without a model. */
export interface Opinion {
  readonly sentiment: Sentiment;
  /** 0 to 1, as learnt; not calibrated. */
  readonly confidence: number;
  /** What it is about, most spoken of first. */
  readonly topics: readonly CommentTopic[];
  /** Discrimination, abuse, humiliation or treatment without consent is reported. */
  readonly mistreatment: boolean;
  /** Harm in care, or danger of it, is reported. */
  readonly safety: boolean;
  /** The writer wishes to complain formally. */
  readonly complaint: boolean;
  /** A score is offered for a medicine or a favour. */
  readonly bargain: boolean;
}

/** Reads a comment; the locale is a hint, another language of the hospital is recognised. */
export type OpinionReader = (text: string, locale: string) => Opinion;
