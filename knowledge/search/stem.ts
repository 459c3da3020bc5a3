import { newStemmer } from 'snowball-stemmers';

const english = newStemmer('english');
const CACHE_LIMIT = 200_000;
const caches = new Map<string, Map<string, string>>();

/**
 * The stem of a folded word. English uses Snowball (Porter 2). Spanish uses a light stemmer of our own that works
 * without accents, because people leave them out and Snowball needs them. Other languages: the word itself.
 */
export function stem(word: string, locale: string): string {
  const language = locale.slice(0, 2);
  const cache = caches.get(language) ?? new Map<string, string>();
  caches.set(language, cache);
  const known = cache.get(word);
  if (known !== undefined) return known;
  const made = language === 'en' ? englishStem(word) : language === 'es' ? spanishStem(word) : word;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(word, made);
  return made;
}

const BRITISH: readonly [RegExp, string][] = [
  [/aemi/, 'emi'],
  [/haem/, 'hem'],
  [/paed/, 'ped'],
  [/oede/, 'ede'],
  [/oest/, 'est'],
  [/rrhoea/, 'rrhea'],
  [/gynaec/, 'gynec'],
  [/anaest/, 'anest'],
  [/tumour/, 'tumor'],
  [/isation/, 'ization'],
];

function englishStem(word: string): string {
  let plain = word;
  if (plain.length > 5) for (const [british, american] of BRITISH) plain = plain.replace(british, american);
  return /\d/.test(plain) ? plain : english.stem(plain);
}

const SPANISH_ENDINGS: readonly (readonly [string, string, number])[] = [
  ['aciones', '', 3],
  ['iciones', '', 3],
  ['uciones', 'u', 3],
  ['acion', '', 3],
  ['icion', '', 3],
  ['ucion', 'u', 3],
  ['amente', '', 4],
  ['mente', '', 4],
  ['imientos', '', 3],
  ['imiento', '', 3],
  ['amientos', '', 3],
  ['amiento', '', 3],
  ['aremos', '', 3],
  ['ariamos', '', 3],
  ['aria', '', 4],
  ['eria', '', 4],
  ['iendo', '', 3],
  ['ando', '', 3],
  ['arlas', '', 3],
  ['arlos', '', 3],
  ['arles', '', 3],
  ['arla', '', 3],
  ['arlo', '', 3],
  ['arle', '', 3],
  ['arme', '', 3],
  ['erme', '', 3],
  ['irme', '', 3],
  ['erla', '', 3],
  ['erlo', '', 3],
  ['arse', '', 3],
  ['aron', '', 3],
  ['ieron', '', 3],
  ['adas', '', 3],
  ['ados', '', 3],
  ['idas', '', 3],
  ['idos', '', 3],
  ['ada', '', 3],
  ['ado', '', 3],
  ['ida', '', 3],
  ['ido', '', 3],
  ['aba', '', 3],
  ['are', '', 4],
  ['ar', '', 3],
  ['er', '', 3],
  ['ir', '', 3],
];

/** Longest ending first where the rest stays long enough; then the plural and the gender or person vowel. */
function spanishStem(word: string): string {
  if (/\d/.test(word)) return word;
  for (const [ending, replacement, rest] of SPANISH_ENDINGS) {
    if (word.length - ending.length >= rest && word.endsWith(ending)) {
      return word.slice(0, word.length - ending.length) + replacement;
    }
  }
  let stemmed = word;
  if (stemmed.length > 4) {
    if (stemmed.endsWith('ces')) stemmed = `${stemmed.slice(0, -3)}z`;
    else if (/[aeo]s$/.test(stemmed)) stemmed = stemmed.slice(0, -2);
    else if (/[^s]s$/.test(stemmed)) stemmed = stemmed.slice(0, -1);
  }
  if (stemmed.length > 3 && /[aeo]$/.test(stemmed)) stemmed = stemmed.slice(0, -1);
  return stemmed;
}
