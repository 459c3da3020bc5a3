import { join } from 'node:path';
import { loadContent } from '../../../knowledge/load';
import { NO_COMPLAINT } from '../../contracts';
import { contentPlaces, projectRoot } from '../../places';
import { createComplaintReader, entryPhrases, openingsOf } from './reader';

const content = loadContent(contentPlaces({}));
const reads = createComplaintReader(content, join(projectRoot(), '.cache'))!;

function best(text: string, locale = 'en'): string {
  return [...reads(text, locale)].sort((a, b) => b[1] - a[1])[0]![0];
}

test('shares are over every protocol and no complaint, and sum to one', () => {
  const shares = reads('my ear hurts', 'en');
  expect([...shares.keys()].sort()).toEqual([NO_COMPLAINT, ...content.all('protocol').map((one) => one.id)].sort());
  expect([...shares.values()].reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
});

test.each([
  ['water burns when it comes out and i run to the loo every ten minutes', 'en', 'urinary'],
  ['the room goes round when i turn over in bed', 'en', 'dizzy_faint'],
  ['i wet myself a little each time i laugh', 'en', 'bladder_prostate'],
  ['hace cinco días que no hago del dos', 'es', 'constipation'],
  ['se me queman las tripas hasta la garganta después de comer', 'es', 'heartburn'],
])('lay words lead to a protocol without a word of its entry: %s', (text, locale, protocol) => {
  expect(best(text, locale)).toBe(protocol);
});

test.each([
  ['can I bring my dog to visit my grandfather', 'en'],
  ['¿a qué hora abre la farmacia los domingos?', 'es'],
  ['please cancel my appointment of friday', 'en'],
])('an errand is no complaint: %s', (text, locale) => {
  expect(reads(text, locale).get(NO_COMPLAINT)!).toBeGreaterThan(0.5);
});

test('every protocol has openings in both languages, and its phrases teach without the marks of their patterns', () => {
  const known = new Set(openingsOf(content).map((one) => `${one.protocol} ${one.locale}`));
  const wanted = content.all('protocol').flatMap((one) => [`${one.id} en`, `${one.id} es`]);
  expect(wanted.filter((one) => !known.has(one))).toEqual([]);
  expect(entryPhrases(content).filter((one) => /[[\]()*~|]|\.\./.test(one.text))).toEqual([]);
});

test('content without openings reads nothing', () => {
  const without = Object.create(content, {
    all: { value: (kind: Parameters<typeof content.all>[0]) => (kind === 'openings' ? [] : content.all(kind)) },
  });
  expect(createComplaintReader(without)).toBeUndefined();
});
