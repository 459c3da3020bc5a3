/** From this confidence an article is shown as the answer. Set by hand; `evaluate retrieval` says how often it is right. */
export const ANSWER = 0.4;
/** From this confidence an article's title is offered to choose from. */
export const OFFER = 0.15;
/** Below this confidence an answer that was given is kept for the authors to look at, with the question. */
export const SURE = 0.6;
