import type { Activity, SathiData } from '../contracts';
import { mergeSayings } from './merge';

const say = (text: string, sathi: SathiData = {}): Activity => ({
  type: 'message',
  text,
  channelData: { sathi: { author: 'bot', purpose: 'conversation', ...sathi } },
});
const ask = (text: string): Activity => say(text, { promptId: 'q1', choices: [{ id: 'yes', label: 'Yes' }] });
const shape = (activities: readonly Activity[]) => mergeSayings(activities).map((one) => [one.activity.text, one.last]);

test('sentences and the question after them are one message, carried by the question', () => {
  const merged = mergeSayings([say('Thank you.'), say('One more thing.'), ask('Any fever?')]);
  expect(merged.map((one) => [one.activity.text, one.last, one.activity.channelData?.sathi?.promptId])).toEqual([
    ['Thank you.\n\nOne more thing.\n\nAny fever?', 2, 'q1'],
  ]);
});

test('nothing follows a question in its own message', () => {
  expect(shape([ask('Any fever?'), say('You can also ask me something.')])).toEqual([
    ['Any fever?', 0],
    ['You can also ask me something.', 1],
  ]);
});

test('urgent text stands alone, and what ends or is meant otherwise is not mixed in', () => {
  expect(shape([say('Call now.', { safety: true, purpose: 'safety' }), say('Is somebody with you?')])).toHaveLength(2);
  expect(shape([say('a'), say('b', { expiresAt: 5 })])).toHaveLength(2);
  expect(shape([say('a'), say('b', { purpose: 'reminder' })])).toHaveLength(2);
  expect(shape([say('a'), say('b', { author: { staff: 's1', name: 'Ada' } })])).toHaveLength(2);
});

test('of two questions in one turn only the last may be answered by a bare number', () => {
  const overtaken = (activities: readonly Activity[]) =>
    mergeSayings(activities).map((one) => one.activity.channelData?.sathi?.overtaken === true);
  expect(overtaken([ask('Did this help?'), ask('Any fever?')])).toEqual([true, false]);
  expect(overtaken([ask('Did this help?'), say('Back to my question.'), ask('Any fever?')])).toEqual([true, false]);
  expect(overtaken([ask('Any fever?'), say('Write any time.')])).toEqual([false, false]);
});
