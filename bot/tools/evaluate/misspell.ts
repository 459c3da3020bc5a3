/**
 * A text as a hurried thumb writes it: about one long word in four loses, doubles or swaps a letter.
 * The same text and seed give the same slips.
 */
export function misspell(text: string, seed: number): string {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % limit;
  };
  const words = text.split(' ');
  const long = words.flatMap((word, i) => (word.length > 3 ? [i] : []));
  if (long.length === 0) return text;
  for (let slip = 0; slip < Math.max(1, Math.round(long.length / 4)); slip++) {
    const at = long[below(long.length)]!;
    const letters = [...words[at]!];
    const place = 1 + below(Math.max(1, letters.length - 2));
    const kind = below(3);
    if (kind === 0) letters.splice(place, 1);
    else if (kind === 1 && place + 1 < letters.length) letters.splice(place, 2, letters[place + 1]!, letters[place]!);
    else letters.splice(place, 0, letters[place]!);
    words[at] = letters.join('');
  }
  return words.join(' ');
}
