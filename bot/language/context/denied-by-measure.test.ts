import { createLanguage } from '..';
import { shipped } from '../library.fixture';

const language = createLanguage(shipped, { intents: () => [] });
const feverIn = (text: string) =>
  language
    .read(text, 'en', {})
    .mentions.filter((one) => one.concept === 'fever')
    .map((one) => one.context.polarity);

test.each([
  ['operation last week, temp 36.6 °C', ['negated']],
  ['a temp of 36.8 this morning', ['negated']],
  ['temperatura de 36,8 grados', ['negated']],
  ['a temp of 38.6 °C', ['affirmed', 'affirmed']],
  ['he has a fever, it was 36.8 yesterday', ['affirmed']],
  ['a fever. My other child has 36.8 C', ['affirmed']],
])('a normal reading beside the word is no fever: %s', (text, polarity) => {
  expect(feverIn(text)).toEqual(polarity);
});
