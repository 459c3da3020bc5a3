/**
 * A light stem for English and Spanish: plural, gender and regular verb endings. It only has to bring the forms of
 * one word together, not to find its root; irregular forms stand in the lexicon's word classes.
 */
export function stem(word: string): string {
  if (word.length < 4 || word.charCodeAt(0) > 127) return word;
  const base = strip(word);
  return base.length >= 3 ? base : word;
}

function strip(word: string): string {
  let base = word;
  if (base.endsWith('ies') && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (/(?:sh|ch|x|ss)es$/.test(base)) base = base.slice(0, -2);
  else if (base.endsWith('s') && !base.endsWith('ss') && !base.endsWith('us') && !base.endsWith('is'))
    base = base.slice(0, -1);
  if (base.endsWith('ing') && base.length > 5) base = undouble(base.slice(0, -3));
  else if (base.endsWith('ied') && base.length > 4) base = `${base.slice(0, -3)}y`;
  else if (base.endsWith('ed') && base.length > 4) base = undouble(base.slice(0, -2));
  else if (base.endsWith('ly') && base.length > 5) base = base.slice(0, -2);
  if (/[aeo]$/.test(base) && base.length > 3) base = base.slice(0, -1);
  return base;
}

/** "stopp" to "stop", but "fall" and "pass" stay. */
function undouble(word: string): string {
  const last = word.at(-1);
  return last === word.at(-2) && last !== 'l' && last !== 's' && last !== 'z' ? word.slice(0, -1) : word;
}
