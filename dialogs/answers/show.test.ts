import type { Services } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { show } from './show';

const content = loadContent(contentPlaces({}));
const services = { content, locale: 'en', clock: { now: () => Date.UTC(2026, 10, 3) } } as unknown as Services;
const { version } = content.get('article', 'parking');
const records = (confidence: number, question: string) =>
  show({ id: 'parking', version, confidence, freshness: 'current' }, question, services).flatMap((event) =>
    event.type === 'record' ? [[event.kind, event.data]] : [],
  );

test('an answer the search was not sure of is kept with its question, a sure one is only counted', () => {
  expect(records(0.45, 'where do I leave my bicycle')).toEqual([
    ['article-shown', { confidence: 0.45 }],
    ['unsure-answer', { text: 'where do I leave my bicycle', confidence: 0.45 }],
  ]);
  expect(records(0.6, 'where do I park')).toEqual([['article-shown', { confidence: 0.6 }]]);
  // Begun from a menu: there was no question.
  expect(records(0.45, '')).toEqual([['article-shown', { confidence: 0.45 }]]);
});
