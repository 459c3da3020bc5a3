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

test.each([
  ['dad has hay fever', ['idiom']],
  ['a fever since monday', ['literal']],
])('what the lexicon knows to be another thing is no answer either: %s', (text, senses) => {
  const found = read(text, 'en').filter((mention) => mention.concept === 'said:fever');
  expect(found.map((mention) => mention.context.sense)).toEqual(senses);
});

function polaritiesOf(text: string, concept: string) {
  return read(text, 'en')
    .filter((mention) => mention.concept === concept)
    .map((mention) => mention.context.polarity);
}

test.each([
  ['no change in my bowel habit otherwise', 'said:change-in-my-bowels', ['negated']],
  ['no change in my bowel habit otherwise', 'said:bowel-habit', ['negated']],
  ['a change in my bowel habit', 'said:change-in-my-bowels', ['affirmed']],
])('a "no" right before a phrase denies it: %s', (text, concept, wanted) => {
  expect(polaritiesOf(text, concept)).toEqual(wanted);
});

test.each([
  ['it has gone on for a week', 'said:for-weeks', []],
  ['it has gone on for 3 weeks', 'said:for-weeks', ['affirmed']],
  ['the inhaler every 4 to 5 hours', 'said:every-hour', []],
  ['the inhaler every hour', 'said:every-hour', ['affirmed']],
])('a phrase of time is of its own number: %s', (text, concept, wanted) => {
  expect(polaritiesOf(text, concept)).toEqual(wanted);
});

test('"about" a length of time is not what was read or seen about something', () => {
  const sense = (text: string) =>
    read(text, 'en').flatMap((mention) => (mention.concept === 'said:floaters' ? [mention.context.sense] : []));
  expect(sense('I have had new floaters for about two days')).toEqual(['literal']);
  expect(sense('I saw floaters since about nine')).toEqual(['literal']);
  expect(sense('I saw a film about floaters')).toEqual(['topic']);
});

test.each([
  ['temperature 36.8 C', ['negated']],
  ['my temperature is 36.9', ['negated']],
  ['temperature was normal', ['negated']],
  ['temperature 38.6', ['affirmed']],
  ['I have a temperature, for 2 days', ['affirmed']],
  ['temperature 34.5', ['affirmed']],
])('a temperature that was taken and is normal is no fever: %s', (text, wanted) => {
  expect(polaritiesOf(text, 'said:temperature')).toEqual(wanted);
});
