import { nameKey } from './words';

/**
 * US school grade of an English text (Flesch-Kincaid: 0.39 words per sentence + 11.8 syllables per word - 15.59).
 * Words in `names` count as one short word: a medicine's name cannot be written more simply.
 */
export function readingGrade(text: string, names: ReadonlySet<string>): number {
  const { words, sentences } = parts(text);
  const syllables = words.reduce((sum, word) => sum + (names.has(nameKey(word)) ? 2 : englishSyllables(word)), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

/** Ease of a Spanish text (Szigriszt-Pazos, INFLESZ scale): 65 and above is fairly easy. */
export function spanishEase(text: string, names: ReadonlySet<string>): number {
  const { words, sentences } = parts(text);
  const syllables = words.reduce((sum, word) => sum + (names.has(nameKey(word)) ? 2 : spanishSyllables(word)), 0);
  return 206.835 - 62.3 * (syllables / words.length) - words.length / sentences;
}

function parts(text: string): { words: string[]; sentences: number } {
  const plain = text.replace(/[\d+][\d ().,+-]*/g, '9 ');
  const words = plain.match(/[\p{L}'’]+|9/gu) ?? ['x'];
  return { words, sentences: Math.max(1, (plain.match(/[.!?:;]+(?=\s|$)/g) ?? []).length) };
}

function englishSyllables(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const trimmed = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^l]e)$/, (end) => end[0]!).replace(/^y/, '');
  return Math.max(1, (trimmed.match(/[aeiouy]{1,2}/g) ?? []).length);
}

function spanishSyllables(word: string): number {
  const letters = word.toLowerCase();
  return Math.max(1, (letters.match(/(?:[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]+)/g) ?? []).length);
}
