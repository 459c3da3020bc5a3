/** Whether a piece of text fits into one physical message. Must be monotonic: a prefix of what fits, fits. */
export type Fits = (text: string) => boolean;

/**
 * Splits a text into pieces that fit, at the best place there is: blank lines, lines, sentences, words, and only for a
 * word longer than a whole message at a character. Nothing is lost but the white space at the cuts.
 */
export function splitText(text: string, fits: Fits): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest !== '' && !fits(rest)) {
    const cut = bestCut(rest, longestPrefix(rest, fits));
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

/** Length in UTF-16 units of the longest prefix that fits, never inside a surrogate pair; at least one character. */
function longestPrefix(text: string, fits: Fits): number {
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(text.slice(0, wholeCharacter(text, middle)))) low = middle;
    else high = middle - 1;
  }
  return Math.max(wholeCharacter(text, low), text.codePointAt(0)! > 0xffff ? 2 : 1);
}

function wholeCharacter(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  return at < text.length && before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
}

const BOUNDARIES = [/\n\s*\n/g, /\n/g, /[.!?…。।؟](?=\s)/g, /\s/g];

function bestCut(text: string, limit: number): number {
  const head = text.slice(0, limit + 1);
  for (const boundary of BOUNDARIES) {
    let best = -1;
    for (const match of head.matchAll(boundary)) {
      const end = /\s/.test(match[0]) ? match.index : match.index + match[0].length;
      if (end <= limit) best = end;
    }
    // A cut very near the start would make many tiny messages: look for a lesser boundary further on.
    if (best >= limit * 0.3) return best;
  }
  return limit;
}
