import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Passage } from '../../../knowledge/search/postings';

/**
 * Articles and medicines as one collection of plain pages, title and text only: the kind of collection a public question
 * set brings, without the phrasings the shipped articles list for themselves.
 */
export function libraryPages(content: ContentLibrary, language: 'en' | 'es'): Passage[] {
  const articles = content
    .all('article')
    .map((one) => ({ id: one.id, title: one.title[language], text: plain(one.rich[language]) }));
  const medicines = content.all('medicine').map((one) => ({
    id: one.id,
    title: one.names.display[language],
    text: plain([one.purpose_short[language], ...one.names.brands, ...said(one.say, language)].join(' ')),
  }));
  return [...articles, ...medicines];
}

/** What a medicine says in its own words; references to shared texts are left out. */
function said(say: Readonly<Record<string, unknown>>, language: 'en' | 'es'): string[] {
  return Object.values(say).flatMap((one) => {
    const text = (one as Record<string, unknown> | undefined)?.[language];
    return typeof text === 'string' ? [text] : [];
  });
}

function plain(text: string): string {
  return text.replace(/\{[^}]*\}/g, ' ').replace(/[*#_>`-]+/g, ' ');
}
