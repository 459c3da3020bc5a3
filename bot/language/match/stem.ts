/** What is left of a word without its endings, and with `·` where an ending -a or -o stood. */
const VOWEL = '·';

/**
 * A light stem for English and Spanish: plural, gender and regular verb endings. It only has to bring the forms of
 * one word together, not to find its root; irregular forms stand in the content (`forms` of the phrases).
 */
export function stem(word: string): string {
  return stems(word)[0]!;
}

/**
 * All stems of a word, the plainest first. Two words are forms of one when they share a stem. A final -a or -o leaves
 * a mark, so that "much" is not "mucho" and "arm" not "arma"; a final -e is Spanish ("sangre", "sangra") as well as
 * English ("breathe", "breath"), so it stands for both.
 */
export function stems(word: string): readonly string[] {
  if (word.length < 4 || word.charCodeAt(0) > 127) return [word];
  const out = [...withoutVowel(withoutEnding(word)), ...spanish(word)];
  return [...new Set(out.filter((one) => one.length >= 3))];
}

function withoutEnding(word: string): string {
  let base = word;
  if (base.endsWith('ies') && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (/(?:sh|ch|x|ss)es$/.test(base)) base = base.slice(0, -2);
  else if (base.endsWith('s') && !base.endsWith('ss') && !base.endsWith('us') && !base.endsWith('is'))
    base = base.slice(0, -1);
  if (base.endsWith('ing') && base.length > 5) base = undouble(base.slice(0, -3));
  else if (base.endsWith('ied') && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (base.endsWith('ed') && base.length > 4) base = undouble(base.slice(0, -2));
  else if (base.endsWith('ly') && base.length > 5) base = base.slice(0, -2);
  return base.length >= 3 ? base : word;
}

function withoutVowel(base: string): string[] {
  if (base.length <= 3) return [base];
  if (/[ao]$/.test(base)) return [base.slice(0, -1) + VOWEL];
  if (base.endsWith('e')) return [base.slice(0, -1), base.slice(0, -1) + VOWEL];
  return [base];
}

/** "respirando", "respirar", "respiraba" and "respira" are one. Not "matarme": whom it is done to must be kept. */
const SPANISH_VERB = /(?:ando|aban?|aron|ar)$/;
/** "dolorcito", "manchitas"; not "muchisimo", which says more than "mucho". */
const SPANISH_SIZE = /c?it[oa]s?$/;

function spanish(word: string): string[] {
  if (word.length < 6) return [];
  const out: string[] = [];
  const verb = word.replace(SPANISH_VERB, '');
  if (verb !== word && verb.length >= 3) out.push(verb + VOWEL);
  const plain = word.replace(SPANISH_SIZE, '');
  if (plain !== word && plain.length >= 4) out.push(plain + VOWEL, plain);
  return out;
}

/** "stopp" to "stop", but "fall" and "pass" stay. */
function undouble(word: string): string {
  const last = word.at(-1);
  return last === word.at(-2) && last !== 'l' && last !== 's' && last !== 'z' ? word.slice(0, -1) : word;
}
