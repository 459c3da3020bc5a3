import fc from 'fast-check';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../load';
import { createArticleSearch } from './articles';
import { freshness } from './freshness';
import { createRanker } from './ranker';
import { distance } from './spelling';

const content = loadContent(contentPlaces({}));
const NOW = Date.UTC(2026, 10, 23);

describe('articles', () => {
  test('there are at least eighty, short enough for SMS, complete in both languages', () => {
    const articles = content.all('article');
    expect(articles.length).toBeGreaterThanOrEqual(80);
    const long = articles.flatMap((one) =>
      ['en', 'es']
        .filter((locale) => content.text(`article/${one.id}#short`, locale).length > 300)
        .map((l) => `${one.id} ${l}`),
    );
    expect(long).toEqual([]);
  });

  test('every related action is an intent', () => {
    const unknown = content.all('article').flatMap((one) => one.actions.filter((id) => !content.has('intent', id)));
    expect(unknown).toEqual([]);
  });

  test('every intent has twenty-five examples in each language and leads to an article that exists', () => {
    const intents = content.all('intent');
    expect(intents.length).toBeGreaterThanOrEqual(45);
    const thin = intents
      .filter((one) => one.examples.en.length < 25 || one.examples.es.length < 25)
      .map((one) => one.id);
    const lost = intents
      .map((one) => one.args.article)
      .filter((id) => id !== undefined && !content.has('article', String(id)));
    expect({ thin, lost }).toEqual({ thin: [], lost: [] });
  });

  test('are found in other words, misspelt, and not found for what they do not cover', () => {
    const search = createArticleSearch(content);
    const first = (question: string, locale: string) => search.find(question, locale, NOW)[0];
    expect(first('where is the parkng', 'en')?.id).toBe('parking');
    expect(first('cuanto cuesta estacionarme', 'es')?.id).toBe('parking');
    expect(first('how do I stop smoking cigarettes', 'en')?.id).toBe('quit_smoking');
    expect(first('who painted the mona lisa', 'en')?.confidence ?? 0).toBeLessThan(0.4);
    expect(first('none of these', 'en')?.confidence ?? 0).toBeLessThan(0.15);
    expect(first('ninguna de estas', 'es')?.confidence ?? 0).toBeLessThan(0.15);
  });

  test('past their review date are hedged, ninety days later withdrawn, and not used before they are published', () => {
    const day = 24 * 60 * 60 * 1000;
    const article = { status: 'review', review_by: '2027-01-10' };
    const at = (days: number) => freshness(article, Date.UTC(2027, 0, 10) + days * day);
    expect([at(0), at(1), at(90), at(91)]).toEqual(['current', 'hedged', 'hedged', 'withdrawn']);
    expect(freshness({ ...article, publish_on: '2026-12-01' }, NOW)).toBe('withdrawn');
    expect(freshness({ ...article, status: 'draft' }, NOW)).toBe('withdrawn');
  });
});

describe('the ranker', () => {
  test('puts the passage with all words near one another first', () => {
    const ranker = createRanker(
      [
        { id: 'far', text: 'kidney one two three four five six seven eight nine ten eleven twelve stones' },
        { id: 'near', text: 'one two three kidney stones four five six seven eight nine ten eleven twelve' },
        { id: 'other', text: 'liver and heart and lungs and other words that fill a passage of such a length' },
      ],
      { locale: 'en' },
    );
    expect(ranker.search('kidney stones', 3).map((hit) => hit.id)).toEqual(['near', 'far']);
  });

  test('finds lay words for clinical ones', () => {
    const ranker = createRanker(
      [
        { id: 'clinical', text: 'Hypertension is treated with medication.' },
        { id: 'other', text: 'Asthma is treated with an inhaler.' },
      ],
      { locale: 'en', synonyms: content.all('synonym') },
    );
    expect(ranker.search('high blood', 1).map((hit) => hit.id)).toEqual(['clinical']);
  });

  test('finds any passage by its own words, whatever they are', () => {
    const word = fc.stringMatching(/^[b-z]{5,9}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(word, word, word), { selector: (one) => one.join(' '), minLength: 2, maxLength: 20 }),
        (texts) => {
          const ranker = createRanker(
            texts.map((text, i) => ({ id: String(i), text: text.join(' ') })),
            { locale: 'xx' },
          );
          const hits = ranker.search(texts[0]!.join(' '), texts.length);
          expect(hits.map((hit) => hit.id)).toContain('0');
          expect(hits.every((hit, i) => i === 0 || hit.score <= hits[i - 1]!.score)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('spelling distance is symmetric and counts a swap as one slip', () => {
  expect(distance('asthma', 'ashtma', 2)).toBe(1);
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(distance(a, b, 3)).toBe(distance(b, a, 3));
    }),
  );
});

test('a stop word is itself and no misspelt word of an article', () => {
  const ranker = createRanker([{ id: 'bones', title: 'Strong bones', text: 'Walking keeps every bone strong.' }], {
    locale: 'en',
  });
  expect(ranker.search('none', 3)).toEqual([]);
  expect(ranker.search('bome', 3)).toHaveLength(1);
});
