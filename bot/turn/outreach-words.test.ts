import { loadContent } from '../../knowledge/load';
import { contentPlaces } from '../places';
import { answersOutreach, outreachMeaning } from './outreach-words';
import { initialState } from './state';

const content = loadContent(contentPlaces({}));

test.each([
  ['Not now, sorry', 'not_now'],
  ['I’m at work!', 'not_now'],
  ['ESTOY OCUPADA', 'not_now'],
  ['sorry you have the wrong person', 'wrong_number'],
  ['Número equivocado.', 'wrong_number'],
  ['My husband passed away in May', 'deceased'],
  ['wrong number, she died', 'deceased'],
  ['Mi mamá falleció hace un mes', 'deceased'],
  ['I am not dead yet', undefined],
  ['casi se murió del susto', undefined],
  ['my back hurts when I work', undefined],
  ['hoy no me siento bien', undefined],
  ['thank you', undefined],
  ['', undefined],
])('%s', (text, meaning) => {
  expect(outreachMeaning(text, content)).toBe(meaning);
});

test('only an answer to something we sent lately, with no other question between', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  const day = 24 * 3_600_000;
  const state = initialState('en');
  const frame = { id: 'f', dialog: 'triage', version: 1, state: {} };
  const asked = (askedAt: number) => ({
    id: 'q',
    kind: 'choice' as const,
    frameId: 'f',
    dialog: 'triage',
    choices: [],
    askedAt,
  });
  const sent = { ...state, outreachAt: now - day };
  expect([
    answersOutreach(state, now, 7),
    answersOutreach(sent, now, 7),
    answersOutreach({ ...state, outreachAt: now - 8 * day }, now, 7),
    answersOutreach({ ...sent, stack: [frame], prompts: [asked(now - day)] }, now, 7),
    answersOutreach({ ...sent, stack: [frame], prompts: [asked(now - 60_000)] }, now, 7),
  ]).toEqual([false, true, false, true, false]);
});
