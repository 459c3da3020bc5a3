import type { ContentLibrary } from '../../knowledge/schema/library';
import { words } from '../../knowledge/search/text';

/** Whole messages that join a programme or ask it for something, whatever case, accents and punctuation. */
export function programmeKeywords(
  content: ContentLibrary,
): (text: string) => { dialog: string; args: unknown } | undefined {
  const joins = new Map<string, string>();
  const asks = new Map<string, { programme: string; word: string }[]>();
  const key = (phrase: string): string => words(phrase).join(' ');
  for (const one of content.all('programme')) {
    if (one.status === 'retired' || one.status === 'draft') continue;
    for (const phrase of [...one.join.en, ...one.join.es]) joins.set(key(phrase), one.id);
    for (const word of one.keywords)
      for (const said of new Set([...word.say.en, ...word.say.es].map(key)))
        asks.set(said, [...(asks.get(said) ?? []), { programme: one.id, word: word.id }]);
  }
  return (text) => {
    if (text.length > 60) return undefined;
    const said = key(text);
    const asked = asks.get(said);
    if (asked !== undefined) return { dialog: 'programme', args: { task: 'word', words: asked } };
    const joined = joins.get(said);
    return joined === undefined
      ? undefined
      : { dialog: 'programme', args: { task: 'join', programme: joined, by: 'keyword' } };
  };
}
