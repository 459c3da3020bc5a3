import { slips } from '../match/spelling';
import { fold, tokenise } from '../text/tokenise';

/** Words of a text in order, folded; what commands and answers are compared with. */
export function wordsOf(text: string): string[] {
  return tokenise(text).map((token) => token.word);
}

/** Phrases as whole messages: found by their words alone, without politeness around them. */
export class WholeMessages<T> {
  private readonly exact = new Map<string, T>();
  private readonly longest: number;

  constructor(
    entries: Iterable<readonly [phrase: string, meaning: T]>,
    private readonly polite: ReadonlySet<string>,
  ) {
    let longest = 0;
    for (const [phrase, meaning] of entries) {
      const words = phrase.split(/\s+/).map(fold).join(' ');
      if (!this.exact.has(words)) this.exact.set(words, meaning);
      longest = Math.max(longest, words.split(' ').length);
    }
    this.longest = longest;
  }

  find(text: string, forgiving = false): T | undefined {
    if (text.length > 120) return undefined;
    const words = wordsOf(text);
    if (words.length === 0) return undefined;
    const whole = this.exact.get(words.join(' '));
    if (whole !== undefined) return whole;
    const bare = words.filter((word) => !this.polite.has(word));
    if (bare.length === 0 || bare.length > this.longest + 1) return undefined;
    const key = bare.join(' ');
    return this.exact.get(key) ?? (forgiving ? this.nearly(key) : undefined);
  }

  /** One slip in a message of four letters or more. */
  private nearly(key: string): T | undefined {
    if (key.length < 4) return undefined;
    for (const [phrase, meaning] of this.exact)
      if (phrase.length >= 4 && phrase[0] === key[0] && slips(key, phrase, 1) <= 1) return meaning;
    return undefined;
  }
}
