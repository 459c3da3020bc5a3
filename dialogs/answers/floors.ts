/** From this confidence an article is shown as the answer: right about seven times in ten on the held-back questions. */
export const ANSWER = 0.4;
/** From this confidence an article's title is offered to choose from. */
export const OFFER = 0.15;
