import fc from 'fast-check';
import { contexts } from './context/context';
import { find } from './context/find';
import { withSaidAges } from './context/said-age';
import { language, shipped } from './library.fixture';
import { indexLexicon } from './match/lexicon-index';
import { measuresIn } from './measures/measures';
import { unitWords } from './measures/units';
import { tokenise } from './text/tokenise';

const index = indexLexicon(shipped);
const { matcher } = index;
const units = unitWords(shipped);

/** How often the context of a text looks at its findings: work counted, not timed. */
function looks(text: string): number {
  const prepared = matcher.prepare(tokenise(text));
  const found = find(index, prepared);
  const { measures, ago } = measuresIn(prepared.tokens, units);
  let count = 0;
  const findings = found.findings.map((finding) => ({
    ...finding,
    get tokens() {
      count++;
      return finding.tokens;
    },
  }));
  withSaidAges(findings, measures, found.cues.self ?? []);
  contexts(prepared, { ...found, findings }, [...found.ago, ...ago]);
  return count;
}

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

  it.each([
    'chest pain two years ago and a stroke last year. ',
    'i have no fever no cough yesterday ',
    'my son is 3 years old and my baby is 2 months old ',
    'what are the signs of a stroke, or chest pain ',
    'no fever no fever ',
  ])('what is made of repeats of "%s"', (seed) => {
    const short = looks(seed.repeat(Math.ceil(2500 / seed.length)).slice(0, 2500));
    const long = looks(seed.repeat(Math.ceil(20000 / seed.length)).slice(0, 20000));
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
