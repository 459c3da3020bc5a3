import fc from 'fast-check';
import { language, shipped } from './library.fixture';
import { indexLexicon } from './match/lexicon-index';
import { tokenise } from './text/tokenise';

const { matcher } = indexLexicon(shipped);

/** Steps of the matcher on a text: work counted, not timed. */
function steps(text: string): number {
  matcher.find(matcher.prepare(tokenise(text)));
  return matcher.steps;
}

describe('the work grows with the length of the text alone', () => {
  const seeds = [
    'chest pain ',
    'no no no not ',
    'chest ',
    'i want to die if i was not so tired and my chest hurts ',
    'a',
    '1.1,1/1 ',
    'é̈',
    'blood blood vomit pain ',
    'no puedo respirar me duele el pecho ',
  ];
  it.each(seeds)('repeats of "%s" to 20,000 characters', (seed) => {
    const short = steps(seed.repeat(Math.ceil(2500 / seed.length)).slice(0, 2500));
    const long = steps(seed.repeat(Math.ceil(20000 / seed.length)).slice(0, 20000));
    expect(long).toBeLessThanOrEqual(short * 8 * 1.3 + 2000);
  });

  it('reads anything without failing, and mentions lie inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const reading = language.read(text, 'en', {});
        for (const { start, end, words } of reading.mentions) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(words).toBe(text.slice(start, end));
        }
        language.screen(reading, { locale: 'en', facts: {}, raised: [] });
        language.command(text, 'en');
        language.yesNo(text, 'en');
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('gives the same answer to the same text', () => {
    const text = 'my chest hurts, sweaty, dont know what to do';
    expect(language.read(text, 'en', {})).toEqual(language.read(text, 'en', {}));
  });
});
