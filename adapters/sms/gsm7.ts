/**
 * The GSM 03.38 default alphabet and its extension table (3GPP TS 23.038). A character of the extension costs two
 * septets: an escape and itself.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const basic = new Set(BASIC);
const extension = new Set(EXTENSION);

/** Septets of one character, or undefined when GSM-7 cannot carry it. */
export function septets(character: string): 1 | 2 | undefined {
  if (basic.has(character)) return 1;
  if (extension.has(character)) return 2;
  return undefined;
}

export function isGsm7(text: string): boolean {
  for (const character of text) if (septets(character) === undefined) return false;
  return true;
}

/** Characters that stand for the same thing in GSM-7: nothing a reader would miss is lost. */
const SAME: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
  '\u2032': "'",
  '`': "'",
  '\u00B4': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u2033': '"',
  '\u00AB': '"',
  '\u00BB': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u00A0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u202F': ' ',
  '\u2022': '-',
  '\u00B7': '-',
  '\t': ' ',
  '\u200B': '',
  '\u200E': '',
  '\u200F': '',
  '\u2060': '',
  '\uFEFF': '',
  '\u00AD': '',
  '\uFE0F': '',
  '\u00D7': 'x',
  '\u2264': '<=',
  '\u2265': '>=',
  '\u2192': '->',
};

/**
 * Accented vowels that GSM-7 lacks, without their accent. Spanish and Portuguese readers understand such text on a
 * phone; it is used only where the whole message then fits GSM-7 and would otherwise cost more segments.
 */
const WITHOUT_ACCENT: Readonly<Record<string, string>> = {
  á: 'a',
  í: 'i',
  ó: 'o',
  ú: 'u',
  Á: 'A',
  Í: 'I',
  Ó: 'O',
  Ú: 'U',
  â: 'a',
  ê: 'e',
  î: 'i',
  ô: 'o',
  û: 'u',
  Â: 'A',
  Ê: 'E',
  Î: 'I',
  Ô: 'O',
  Û: 'U',
  ë: 'e',
  ï: 'i',
  Ë: 'E',
  Ï: 'I',
  ã: 'a',
  õ: 'o',
  Ã: 'A',
  Õ: 'O',
  ç: 'c',
  œ: 'oe',
  Œ: 'OE',
  À: 'A',
  È: 'E',
  Ì: 'I',
  Ò: 'O',
  Ù: 'U',
};

/** Replaces what has an exact twin in GSM-7 (quotes, dashes, spaces); everything else stays. */
export function plainPunctuation(text: string): string {
  let out = '';
  for (const character of text.normalize('NFC')) out += SAME[character] ?? character;
  return out;
}

/** As `plainPunctuation`, and drops accents that GSM-7 cannot carry. */
export function withoutAccents(text: string): string {
  let out = '';
  for (const character of plainPunctuation(text)) {
    out += septets(character) === undefined ? (WITHOUT_ACCENT[character] ?? character) : character;
  }
  return out;
}
