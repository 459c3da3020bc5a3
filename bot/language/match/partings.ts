import { COMMA, SENTENCE, type Token } from '../text/tokenise';

/** A sentence with this many commas lists facts. */
const LISTS_FROM = 4;
/** "Grey, sweating, not breathing": single words between commas belong together. */
const FEWEST_WORDS = 2;

/** 1 at the first token of every sentence. */
export function sentenceStarts(tokens: readonly Token[]): Uint8Array {
  return Uint8Array.from(tokens, (token, at) => (at === 0 || token.before === SENTENCE ? 1 : 0));
}

/**
 * The tokens no pattern may reach across: the first of a sentence, and in a sentence that lists facts the first after a
 * comma ("a sore on the left side, it feels firm, I smoked until 60, ..." is no pain on the left side from smoke). In
 * shorter sentences a comma is only a breath: "my arm, it went weak".
 */
export function factStarts(tokens: readonly Token[], sentences: Uint8Array): Uint8Array {
  const out = sentences.slice();
  for (let from = 0; from < tokens.length; ) {
    const commas: number[] = [];
    let to = from + 1;
    for (; to < tokens.length && sentences[to] !== 1; to++) if (isComma(tokens[to]!)) commas.push(to);
    if (commas.length >= LISTS_FROM) {
      const bounds = [from, ...commas, to];
      for (let i = 1; i <= commas.length; i++) {
        const shorter = Math.min(bounds[i]! - bounds[i - 1]!, bounds[i + 1]! - bounds[i]!);
        if (shorter >= FEWEST_WORDS) out[bounds[i]!] = 1;
      }
    }
    from = to;
  }
  return out;
}

/** Not a hyphen, bracket or slash, which part words less. */
function isComma(token: Token): boolean {
  return token.before === COMMA && token.mark === ',';
}
