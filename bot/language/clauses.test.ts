import { loadContent } from '../../knowledge/load';
import { contentPlaces } from '../places';
import { clauseReader } from './clauses';

const clauses = clauseReader(loadContent(contentPlaces({})));

test.each([
  ['where do I park', ['where do I park']],
  ['where do I park and what does it cost?', ['where do I park', 'what does it cost']],
  ['¿Dónde estaciono? y también quiero una cita', ['Dónde estaciono', 'quiero una cita']],
  ['cancel my visit, also refill my pills. Thanks', ['cancel my visit', 'refill my pills', 'Thanks']],
  ['the land of sand', ['the land of sand']],
  ['', ['']],
  ['a, b, c, d, e, f, g', ['a, b, c, d, e, f, g']],
])('%p is %j', (text, parts) => {
  expect(clauses(text)).toEqual(parts);
});
