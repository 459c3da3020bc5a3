import type { ContentLibrary } from '../../knowledge/schema/library';

/**
 * STOP and START in any language the content knows, when they are the whole message. They work whatever language the
 * conversation is in: people use the word they have learnt.
 */
export function optWord(text: string, content: ContentLibrary): 'stop' | 'start' | undefined {
  const said = normal(text);
  if (said === '') return undefined;
  for (const words of content.all('opt-words')) {
    if (words.stop.some((word) => normal(word) === said)) return 'stop';
    if (words.start.some((word) => normal(word) === said)) return 'start';
  }
  return undefined;
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
