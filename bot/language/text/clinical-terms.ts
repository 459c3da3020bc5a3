import type { ContentLibrary } from '../../../knowledge/schema/library';
import { BLANK, type Token, tokenise } from './tokenise';

/** Puts a patient's words where doctors' words stand. Work grows with the length of the text alone. */
export interface PlainWords {
  /** After each term what it means; those tokens have the place of the whole term, so what is found points at the text. */
  readonly tokens: (tokens: readonly Token[]) => readonly Token[];
  /** The text with what each term means in its place. */
  readonly text: (text: string) => string;
}

/** Reads `content/clinical-terms` of all languages: people mix them, and the terms are alike. */
export function plainWords(content: ContentLibrary): PlainWords {
  const byFirst = new Map<string, Term[]>();
  for (const { status, terms } of content.all('clinical-terms')) {
    if (status === 'retired' || status === 'draft') continue;
    for (const { term, plain } of terms)
      for (const one of term) {
        const words = tokenise(one).map((token) => token.word);
        const found = byFirst.get(words[0]!) ?? [];
        if (found.some((other) => other.words.join(' ') === words.join(' '))) continue;
        byFirst.set(
          words[0]!,
          [...found, { words, plain, instead: tokenise(plain) }].sort((a, b) => b.words.length - a.words.length),
        );
      }
  }
  const termAt = (tokens: readonly Token[], at: number) =>
    byFirst
      .get(tokens[at]!.word)
      ?.find(({ words }) =>
        words.every((word, i) => tokens[at + i]?.word === word && (i === 0 || tokens[at + i]!.before === BLANK)),
      );
  return {
    tokens(tokens) {
      const out: Token[] = [];
      for (let at = 0; at < tokens.length; ) {
        const term = termAt(tokens, at);
        if (term === undefined) {
          out.push(tokens[at]!);
          at += 1;
          continue;
        }
        const [first, last] = [tokens[at]!, tokens[at + term.words.length - 1]!];
        // The term stays: a phrase of the lexicon may be written with it.
        out.push(
          ...tokens.slice(at, at + term.words.length),
          ...term.instead.map(({ word }): Token => ({ word, start: first.start, end: last.end, before: BLANK })),
        );
        at += term.words.length;
      }
      return out;
    },
    text(text) {
      const tokens = tokenise(text);
      let out = '';
      let done = 0;
      for (let at = 0; at < tokens.length; ) {
        const term = termAt(tokens, at);
        if (term === undefined) {
          at += 1;
          continue;
        }
        out += text.slice(done, tokens[at]!.start) + term.plain;
        at += term.words.length;
        done = tokens[at - 1]!.end;
      }
      return out + text.slice(done);
    },
  };
}

interface Term {
  readonly words: readonly string[];
  readonly plain: string;
  readonly instead: readonly Token[];
}
