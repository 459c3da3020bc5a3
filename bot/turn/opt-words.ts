import type { ContentLibrary } from '../../knowledge/schema/library';

/**
 * STOP and START in any language the content knows, when they are the whole message. They work whatever language the
 * conversation is in: people use the word they have learnt.
 */
export function optWord(text: string, content: ContentLibrary): 'stop' | 'start' | undefined {
  const said = normal(text);
  return said === '' ? undefined : wordsOf(content).get(said);
}

/** Content does not change while the process runs; every turn asks. */
const known = new WeakMap<ContentLibrary, ReadonlyMap<string, 'stop' | 'start'>>();

function wordsOf(content: ContentLibrary): ReadonlyMap<string, 'stop' | 'start'> {
  const found = known.get(content);
  if (found !== undefined) return found;
  const words = new Map<string, 'stop' | 'start'>();
  for (const locale of content.all('opt-words')) {
    for (const word of locale.start) words.set(normal(word), 'start');
    for (const word of locale.stop) words.set(normal(word), 'stop');
  }
  known.set(content, words);
  return words;
}

/** Case, accents and punctuation around the words do not matter: "ALTO!", "Arrêt." */
function normal(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
