import type { ContentLibrary } from '../../../knowledge/schema/library';
import { slips } from '../match/spelling';
import { stem } from '../match/stem';
import { fold } from '../text/tokenise';
import { politeWords } from './polite';
import { wordsOf } from './whole-message';

type Offered = { id: string; label: string; synonyms?: readonly string[] };
type Chosen = { id: string; how: 'number' | 'label' | 'ordinal' | 'synonym' | 'fuzzy' };

/** Binds a reply to one of the choices offered; undefined when none or more than one fits. */
export function choiceReader(
  content: ContentLibrary,
): (text: string, choices: readonly Offered[]) => Chosen | undefined {
  const numbers = new Map<string, number>();
  const ordinals = new Map<string, number>();
  for (const file of content.all('phrases')) {
    for (const list of Object.values(file.numbers ?? {}))
      for (const [word, value] of Object.entries(list)) if (!numbers.has(fold(word))) numbers.set(fold(word), value);
    for (const list of Object.values(file.ordinals ?? {}))
      for (const [word, value] of Object.entries(list)) ordinals.set(fold(word), value);
  }
  const polite = politeWords(content);
  const articles = new Set([
    'the',
    'el',
    'la',
    'los',
    'las',
    'a',
    'an',
    'un',
    'una',
    'option',
    'opcion',
    'number',
    'numero',
    'one',
    'i',
    'want',
    'quiero',
    'choose',
  ]);
  return (text, choices) => {
    if (text.length > 200 || choices.length === 0) return undefined;
    const words = wordsOf(emojiDigits(text));
    const bare = words.filter((word) => !polite.has(word));
    if (bare.length === 0) return undefined;
    const key = bare.join(' ');
    const byLabel = choices.filter(
      (choice) => wordsOf(choice.label).join(' ') === words.join(' ') || wordsOf(choice.label).join(' ') === key,
    );
    if (byLabel.length === 1) return { id: byLabel[0]!.id, how: 'label' };
    const bySynonym = choices.filter((choice) =>
      (choice.synonyms ?? []).some((synonym) => wordsOf(synonym).join(' ') === key),
    );
    if (bySynonym.length === 1) return { id: bySynonym[0]!.id, how: 'synonym' };
    const position = positionOf(bare, numbers, ordinals, articles, choices.length);
    if (position !== undefined) return { id: choices[position.at - 1]!.id, how: position.how };
    const said = bare.filter((word) => !articles.has(word));
    const whole = choices.filter((choice) =>
      [choice.label, ...(choice.synonyms ?? [])].some((text) =>
        misspelt(
          said,
          wordsOf(text).filter((word) => !articles.has(word)),
        ),
      ),
    );
    // "Unhapy" is "Unhappy" and not the beginning of "Very unhappy".
    if (whole.length === 1) return { id: whole[0]!.id, how: 'fuzzy' };
    return nearest(said, choices);
  };
}

/** "2", "2.", "two", "#2", "2️⃣", "option 2", "the second one", "the last one" (ordinal -1). */
function positionOf(
  words: readonly string[],
  numbers: ReadonlyMap<string, number>,
  ordinals: ReadonlyMap<string, number>,
  articles: ReadonlySet<string>,
  count: number,
): { at: number; how: 'number' | 'ordinal' } | undefined {
  const core = words.filter((word) => !articles.has(word) || words.length === 1);
  const meant = core.length === 0 ? words : core;
  if (meant.length > 2) return undefined;
  const inRange = (at: number) => at >= 1 && at <= count;
  const ordinal = ordinals.get(meant.join(' ')) ?? ordinals.get(meant[0]!) ?? ordinals.get(meant.join(''));
  if (ordinal !== undefined && (meant.length === 1 || ordinals.has(meant.join(' ')) || ordinals.has(meant.join('')))) {
    const at = ordinal === -1 ? count : ordinal;
    return inRange(at) ? { at, how: 'ordinal' } : undefined;
  }
  if (meant.length !== 1) return undefined;
  const word = meant[0]!;
  const value = /^\d{1,2}$/.test(word) ? Number(word) : numbers.get(word);
  return value !== undefined && inRange(value) ? { at: value, how: 'number' } : undefined;
}

/** The very words of a label, one for one, with a slip of the finger. */
function misspelt(said: readonly string[], label: readonly string[]): boolean {
  return said.length > 0 && said.length === label.length && said.every((word, index) => slipsOnly(word, label[index]!));
}

/** The same word but for a slip or two; short words must be right, one letter makes another word of them. */
function slipsOnly(a: string, b: string): boolean {
  const most = a.length >= 8 ? 2 : 1;
  return a === b || (a.length >= 4 && b.length >= 4 && slips(a, b, most) <= most);
}

/** The only choice whose words are all or nearly all there, forgiving a slip per word. */
function nearest(words: readonly string[], choices: readonly Offered[]): Chosen | undefined {
  if (words.length === 0 || words.length > 8) return undefined;
  const scored = choices
    .map((choice) => {
      const options = [choice.label, ...(choice.synonyms ?? [])].map((text) => overlap(words, wordsOf(text)));
      return { id: choice.id, score: Math.max(...options) };
    })
    .sort((a, b) => b.score - a.score);
  const best = scored[0]!;
  if (best.score < 0.6 || (scored[1] !== undefined && scored[1].score > best.score - 0.15)) return undefined;
  return { id: best.id, how: 'fuzzy' };
}

/** Share of the reply's words found in the label, weighed with the share of the label that was said. */
function overlap(said: readonly string[], label: readonly string[]): number {
  if (label.length === 0) return 0;
  const close = (a: string, b: string) => slipsOnly(a, b) || (a.length >= 4 && b.length >= 4 && stem(a) === stem(b));
  const hit = said.filter((word) => label.some((other) => close(word, other))).length;
  const covered = label.filter((word) => word.length > 3 && said.some((other) => close(word, other))).length;
  const long = label.filter((word) => word.length > 3).length;
  // "No" is not a short way to say "no sé" or "no estoy segura": a word of the label that tells it apart must be there.
  const told = long === 0 ? label.every((word) => said.includes(word)) : covered > 0;
  if (!told) return 0;
  return (hit / said.length) * 0.75 + (long === 0 ? 0.25 : (covered / long) * 0.25);
}

/** Keycap emoji to plain digits; 🔟 to 10. */
function emojiDigits(text: string): string {
  return text.replace(/([0-9])\uFE0F?\u20E3/gu, '$1').replace(/🔟/gu, '10');
}
