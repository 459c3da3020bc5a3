import { shippedContent } from '../../test/support/talk';
import { createOpinions } from './sentiment';

const { read } = createOpinions(shippedContent());
const QUIET = { mistreatment: false, safety: false, complaint: false, bargain: false };

test.each([
  ['The nurses were kind and the ward was clean', 'en', 'positive'],
  ['Nobody was kind and the ward was not clean', 'en', 'negative'],
  ['I have no complaints', 'en', 'positive'],
  ['The doctor was good but I waited five hours and nobody told me why', 'en', 'negative'],
  ['Although I waited, the care was excellent', 'en', 'positive'],
  ['It was ok', 'en', 'neutral'],
  ['Kind nurses, terrible food', 'en', 'neutral'],
  ['Neither good nor bad', 'en', 'neutral'],
  ['exelent servise, very helpfull staf', 'en', 'positive'],
  ['No fueron amables', 'es', 'negative'],
  ['Muy buena atención', 'en', 'positive'],
  ['', 'en', 'neutral'],
])('%s', (text, locale, sentiment) => {
  expect(read(text, locale).sentiment).toBe(sentiment);
});

test('topics, most spoken of first, and what must be told at once', () => {
  const { confidence: _, ...comment } = read('The food was cold, the meals came late and the bill was wrong', 'en');
  expect(comment).toEqual({ ...QUIET, sentiment: 'negative', topics: ['food', 'waiting', 'cost'] });
  expect(read('She made fun of my accent', 'en').mistreatment).toBe(true);
  expect(read('They gave me the wrong medicine', 'en').safety).toBe(true);
  expect(read('Quiero poner una queja', 'es').complaint).toBe(true);
  expect(read('a good rating if I get my oxycodone', 'en').bargain).toBe(true);
});
