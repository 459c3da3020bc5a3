import type { ContentLibrary } from '../../knowledge/schema/library';

/** A message of more parts than this is a story, not a list of wishes. */
const MOST_PARTS = 6;

/**
 * Cuts a message where one wish may end and the next begin: at sentence ends, line breaks, and joining words of the
 * content ("and", "y también"). One part when there is nothing to cut.
 */
export function clauseReader(content: ContentLibrary): (text: string) => readonly string[] {
  const joiners = content
    .all('phrases')
    .flatMap((file) => Object.values(file.joiners ?? {}).flat())
    .sort((a, b) => b.length - a.length)
    .map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+'));
  const join = joiners.length === 0 ? '' : `|[\\s,]+(?:${joiners.join('|')})(?=\\s)`;
  const ends = new RegExp(`[.!?;\\n]+(?=\\s|$)|,(?=\\s)${join}`, 'giu');
  return (text) => {
    const parts = text
      .slice(0, 1000)
      .split(ends)
      .map((part) => part.trim().replace(/^[¿¡,]+/, ''))
      .filter((part) => part !== '');
    return parts.length <= 1 || parts.length > MOST_PARTS ? [text] : parts;
  };
}
