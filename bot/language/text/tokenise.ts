/** How a token is parted from the one before: a blank, a comma or bracket, or the end of a sentence. */
export const BLANK = 0;
export const COMMA = 1;
export const SENTENCE = 2;
export type Break = 0 | 1 | 2;

/** A word or number as the matcher sees it, with its place in the original text. */
export interface Token {
  /** Folded: lower case, without accents and apostrophes. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly before: Break;
  readonly number?: number;
  /** The character right before it when that matters to numbers: `/`, `-`, `<`, `>`. */
  readonly mark?: string;
}

const APOSTROPHES = new Set(["'", '’', '‘', '`', '´', 'ʼ']);
const SENTENCE_ENDS = new Set(['.', '!', '?', ';', '\n', '¡', '¿', '。', '।', '…']);
const COMMA_MARKS = new Set([',', ':', '(', ')', '[', ']', '-', '–', '—', '/', '"', '“', '”', '&', '+', '•', '*']);

/** Splits a text into folded tokens in one pass: the work is proportional to the length of the text. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let before: Break = BLANK;
  let mark: string | undefined;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      const end = numberEnd(text, at);
      const literal = text.slice(at, end);
      tokens.push({ word: literal, start: at, end, before, mark, number: numberValue(literal) });
      at = end;
    } else if (isLetter(code)) {
      const end = wordEnd(text, at);
      tokens.push({ word: fold(text.slice(at, end)), start: at, end, before, mark });
      at = end;
    } else {
      const char = text[at]!;
      const found = breakOf(text, at, char);
      if (found > before) before = found;
      mark = char === ' ' ? mark : char;
      at++;
      continue;
    }
    before = BLANK;
    mark = undefined;
  }
  return tokens;
}

function breakOf(text: string, at: number, char: string): Break {
  if (char === '.' || char === '…') {
    // "..." is how people pause, not how they end a thought.
    if (char === '…' || text[at + 1] === '.' || text[at - 1] === '.') return COMMA;
    return SENTENCE;
  }
  if (SENTENCE_ENDS.has(char)) return SENTENCE;
  return COMMA_MARKS.has(char) ? COMMA : BLANK;
}

const FOLDED = new Map<string, string>();

/** Lower case without accents and apostrophes; long runs of a letter are cut to two ("helppp" to "helpp"). */
export function fold(word: string): string {
  const known = FOLDED.get(word);
  if (known !== undefined) return known;
  const plain = word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’‘`´ʼ]/g, '')
    .normalize('NFC')
    .replace(/([a-z])\1{2,}/g, '$1$1');
  if (FOLDED.size > 20000) FOLDED.clear();
  if (word.length <= 40) FOLDED.set(word, plain);
  return plain;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  if (code < 0xc0) return false;
  // General punctuation, symbols, surrogates (emoji) are no letters.
  return (
    !(code >= 0x2000 && code <= 0x2bff) &&
    !(code >= 0x3000 && code <= 0x303f) &&
    !(code >= 0xd800 && code <= 0xdfff) &&
    code !== 0xd7 &&
    code !== 0xf7 &&
    code !== 0x964 &&
    code !== 0xfe0f
  );
}

function wordEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) at++;
    else if (APOSTROPHES.has(text[at]!) && at + 1 < text.length && isLetter(text.charCodeAt(at + 1))) at += 2;
    else break;
  }
  return at;
}

/** Digits with one decimal point or comma between digits, or thousands ("1,000"). */
function numberEnd(text: string, from: number): number {
  let at = from + 1;
  let points = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) at++;
    else if ((text[at] === '.' || text[at] === ',') && points < 1 && isDigit(text.charCodeAt(at + 1))) {
      points++;
      at++;
    } else break;
  }
  return at;
}

function numberValue(literal: string): number {
  if (/^\d{1,3},\d{3}$/.test(literal)) return Number(literal.replace(',', ''));
  return Number(literal.replace(',', '.'));
}
