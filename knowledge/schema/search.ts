/** One article that may answer a question. `article/<id>@<version>` is the reference to show and record. */
export interface Answer {
  readonly id: string;
  readonly version: string;
  /** 0..1, calibrated: 0.7 answers the question seven times in ten. */
  readonly confidence: number;
  /** `hedged`: past its review date, to be shown with a warning. */
  readonly freshness: 'current' | 'hedged';
}

export interface ArticleSearch {
  /** Best first, one entry per article; withdrawn and unpublished ones are left out. */
  find(question: string, locale: string, now: number, limit?: number): readonly Answer[];
  /** A named article, unless it may not be shown at this moment. */
  named(id: string, now: number): Answer | undefined;
}
