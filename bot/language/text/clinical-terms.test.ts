import { createLanguage } from '..';
import { shipped } from '../library.fixture';
import { plainWords } from './clinical-terms';
import { tokenise } from './tokenise';

const plain = plainWords(shipped);
const language = createLanguage(shipped, { intents: () => [] });

test('doctors’ words are put in a patient’s, the longest term first, and the rest stays', () => {
  expect(plain.text('Exertional dyspnoea, no haemoptysis.')).toBe('short of breath on effort, no coughing up blood.');
  expect(plain.text('Pedal oedema and oedema of the hand')).toBe('swollen ankles and swelling of the hand');
  expect(plain.text('disuria desde ayer')).toBe('ardor al orinar desde ayer');
  expect(plain.text('my bum hurts')).toBe('my bum hurts');
});

test('a term of several words is found side by side only', () => {
  expect(plain.text('abdominal, distension')).toBe('abdominal, distension');
});

test('what a term means follows it and has its place', () => {
  expect(plain.tokens(tokenise('no haematemesis')).map(({ word, start, end }) => [word, start, end])).toEqual([
    ['no', 0, 2],
    ['haematemesis', 3, 15],
    ['vomiting', 3, 15],
    ['blood', 3, 15],
  ]);
});

test.each([
  ['haematemesis this morning', 'affirmed'],
  ['no haematemesis', 'negated'],
])('%s', (text, polarity) => {
  const found = language.read(text, 'en', {}).mentions.filter((one) => one.concept === 'blood-vomit');
  expect(new Set(found.map((one) => `${one.words} ${one.context.polarity}`))).toEqual(
    new Set([`haematemesis ${polarity}`]),
  );
});

test('no term stands in the words that replace another', () => {
  const again = shipped
    .all('clinical-terms')
    .flatMap(({ terms }) => terms)
    .filter(({ plain: words }) => plain.text(words) !== words);
  expect(again).toEqual([]);
});
