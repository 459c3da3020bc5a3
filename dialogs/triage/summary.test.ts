import { createLanguage } from '../../bot/language';
import { createTriageReader } from '../../bot/language/triage-reader';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { decided } from './case';
import { EMPTY, type TriageState } from './state';
import { recordedAnswers, sbar } from './summary';
import { servicesOf } from './transcript';

const content = loadContent(contentPlaces({}));
const services = servicesOf(
  { content, language: createLanguage(content, { intents: () => [] }), saidInTriage: createTriageReader(content) },
  { locale: 'es', size: 'normal' },
  {},
  0,
);

const state: TriageState = {
  ...EMPTY,
  at: 'question',
  ageMonths: 408,
  sex: 'female',
  facts: { weak_immunity: 'yes', pregnant: 'no' },
  runs: [
    {
      protocol: 'sore_throat',
      version: '1',
      answers: {
        airway: { ticks: [] },
        deep: { ticks: ['muffled'] },
        fever: { is: 'yes' },
        days: { value: 3 },
        very_ill: { is: 'unsure' },
      },
      order: ['airway', 'deep', 'very_ill', 'fever', 'days'],
    },
  ],
};

test('SBAR for staff is in English whatever the patient speaks, with what was reported and why', () => {
  const { given, outcome } = decided(state, services);
  expect(sbar(state, given, outcome, services)).toBe(
    [
      'S: Sore throat. Level D1, to be seen within 1 h.',
      'B: 34 years, female. Known: weak immunity.',
      'A: reported Voice muffled, as if speaking with hot food; fever; days of sore throat 3. Not sure about: stiff neck, spots that stay, or very drowsy. Possible peritonsillar or deep neck infection, or unable to drink. Rule sore_throat@1 deep_infection.',
      'R: told the patient: Go to Riverside Emergency Department, 100 River Road (open 24 hours).',
    ].join('\n'),
  );
});

test('the record holds every answer in order, as replay reads it', () => {
  expect(recordedAnswers(state)).toEqual([
    { question: 'protocol/sore_throat@1#questions.airway', answer: 'ticks:' },
    { question: 'protocol/sore_throat@1#questions.deep', answer: 'ticks:muffled' },
    { question: 'protocol/sore_throat@1#questions.very_ill', answer: 'unsure' },
    { question: 'protocol/sore_throat@1#questions.fever', answer: 'yes' },
    { question: 'protocol/sore_throat@1#questions.days', answer: 'value:3' },
  ]);
});
