import type { ContentLibrary } from '../../../knowledge/schema/library';
import { politeWords } from './polite';
import { WholeMessages, wordsOf } from './whole-message';

type Answer = 'yes' | 'no' | 'unsure';

/**
 * "yes", "yeah a bit", "no not really", "sí", "👍". The first clear word decides; "yes ... no" in one message and
 * "no idea" are unsure. Undefined when the text says something else.
 */
export function yesNoReader(content: ContentLibrary): (text: string) => Answer | undefined {
  const entries: [string, Answer][] = [];
  const signs = new Map<string, Answer>();
  for (const file of content.all('phrases')) {
    for (const [answer, lists] of Object.entries(file.answers ?? {})) {
      for (const phrase of Object.values(lists ?? {}).flat()) {
        if (wordsOf(phrase).length === 0) signs.set(phrase, answer as Answer);
        else entries.push([phrase, answer as Answer]);
      }
    }
  }
  const whole = new WholeMessages(entries, politeWords(content));
  const opening = new Map(entries.map(([phrase, answer]) => [wordsOf(phrase).join(' '), answer]));
  return (text) => {
    const bare = text.trim();
    for (const [sign, answer] of signs) if (bare.startsWith(sign) && bare.length <= sign.length + 4) return answer;
    const exact = whole.find(text, true);
    if (exact !== undefined) return exact;
    if (text.length > 300) return undefined;
    const words = wordsOf(text);
    // Longest opening phrase first: "not sure" before "no".
    for (let length = Math.min(5, words.length); length >= 1; length--) {
      const answer = opening.get(words.slice(0, length).join(' '));
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}
