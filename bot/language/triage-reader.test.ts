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
