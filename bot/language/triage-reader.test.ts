import { loadContent } from '../../knowledge/load';
import { contentPlaces } from '../places';
import { createTriageReader } from './triage-reader';

const read = createTriageReader(loadContent(contentPlaces({})));

test.each([
  ["I can't swallow my spit and my throat hurts", 'said:throat-hurts'],
  ['my sons temperature is high, he is burning up', 'said:burning-up'],
  ['I wont go to hospital', 'refuses-care'],
  ['no puedo pagar la ambulancia', 'barrier-cost'],
])('%s', (text, concept) => {
  expect(read(text, 'en').map((mention) => mention.concept)).toContain(concept);
});

test.each([
  ['I can keep water down', false],
  ["I can't keep water down", true],
  ['I cannot keep water down', true],
])('can and cannot are opposites: %s', (text, denied) => {
  expect(read(text, 'en').some((mention) => /^said:(?:can't|cannot|cant)-keep/.test(mention.concept))).toBe(denied);
});

test('"no fever" is the denial of fever, and not fever', () => {
  const found = read('no fever', 'en');
  expect(
    found.filter((mention) => mention.concept === 'said:fever').map((mention) => mention.context.polarity),
  ).toEqual(['negated']);
});
