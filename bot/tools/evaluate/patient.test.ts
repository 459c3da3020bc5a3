import { loadContent } from '../../../knowledge/load';
import type { Option, Question } from '../../../knowledge/schema/triage-common';
import { createLanguage } from '../../language';
import { createTriageReader } from '../../language/triage-reader';
import { contentPlaces } from '../../places';
import { knowsOf, means, replyTo, type Vignette, whoText } from './patient';

const content = loadContent(contentPlaces({}));
const language = createLanguage(content, { intents: () => [] });
const said = createTriageReader(content);

function patient(findings: readonly string[], rest: Partial<Vignette> = {}) {
  const vignette: Vignette = { id: 'v', age: 40, sex: 'female', opening: '', findings, acceptable: ['D3'], ...rest };
  return knowsOf(vignette, (text) => {
    const reading = language.read(text, vignette.locale ?? 'en', {});
    return { mentions: [...reading.mentions, ...said(text, vignette.locale ?? 'en')], measures: reading.measures };
  });
}

function says(findings: readonly string[], label: string, item: Partial<Option> = {}, rest: Partial<Vignette> = {}) {
  return means(patient(findings, rest), { ...item }, [label], content);
}

describe('words that lie near are not what is asked', () => {
  it.each([
    ['my eye is red and hurts', 'Double vision, or eye hurts to move', false],
    ['my eye hurts when I move it', 'Double vision, or eye hurts to move', true],
    ['slight ache on one side of the throat', 'Swelling on one side of throat or neck', false],
    ['five lice and many eggs behind the ears', 'Swelling or redness behind the ear', false],
    ['lice in her hair', 'Lice in the genital hair', false],
    ['blood pressure was 112 over 68', 'A headache, or high blood pressure', false],
    ['feel full quickly', 'Bloated most days, or full very quickly', true],
    ['my jaw aches when I chew', 'Over 50: jaw pain on chewing, or sight changes', false],
    ['strong pains and the tablets do not help', 'No pains for 3 months', false],
  ])('%s / %s: %s', (finding, label, wanted) => {
    expect(says([finding], label)).toBe(wanted);
  });
});

describe('what is asked together, or of one side, or at rest', () => {
  it.each([
    ['hit my head, now a headache', 'Hit head, and on a blood thinner', false],
    ['hit my head. I take warfarin, a blood thinner', 'Hit head, and on a blood thinner', true],
    ['light hurts both eyes', 'Contact lens wearer with pain, or light hurts', true],
    ['pain in my knee', 'Contact lens wearer with pain', false],
    ['my knee is hot and swollen, with shaking chills', 'Hot swollen joint with fever or chills', true],
    ['fever and shaking chills', 'Fever or shaking chills with it', true],
    ['both legs are swollen', 'One leg swollen or sore', false],
    ['my left leg is swollen', 'One leg swollen or sore', true],
    ['one leg is swollen', 'Both ankles or legs more swollen', false],
    ['a rasping noise when she cries, quiet when calm', 'Harsh noise while calm', false],
    ['a bit more breathless walking than usual, fine sitting still', 'At rest, sitting still', false],
    ['my leg is hot and red, the patch keeps growing', 'Growing, with heat or red lines', false],
    ['my leg has red lines and they are growing all day', 'Growing lines, with red lines', true],
    ['palms and soles are itching', 'Itching, mostly hands and feet', true],
    ['my face is swollen', 'Face swollen (not lips or tongue)', true],
    ['she takes less than half of her usual feeds', 'Feeds less than half of usual', true],
  ])('%s / %s: %s', (finding, label, wanted) => {
    expect(says([finding], label)).toBe(wanted);
  });
});

describe('how much, and how long', () => {
  it.each([
    ['streaks of blood in the phlegm', 'Coughing up more than streaks of blood', false],
    ['loose stools since this morning', 'More than 5 loose stools', false],
    ['six loose stools since this morning', 'More than 5 loose stools', true],
    ['mouth is a bit dry', 'Sunken eyes, very dry mouth', false],
    ['a cough for nine weeks', 'Cough for 3 weeks or more', true],
    ['a cough for two weeks', 'Cough for 3 weeks or more', false],
    ['I drink well and pee normally, for two days now', 'No pee for 12 hours or more', false],
    ['I take a pill for 4 days', 'Drinks on 4 or more days a week', false],
    ['sore for 10 days', 'A lump for over 3 weeks, or hard', false],
    ['sore for two weeks', '1 to 4 weeks', true],
    ['type 2 diabetes for 18 years', 'Longer than 6 weeks', false],
    ['smoked for thirty years', 'Longer than 6 weeks', false],
    ['no fever. a cough for nine weeks', 'Fever for 5 days or more', false],
  ])('%s / %s: %s', (finding, label, wanted) => {
    expect(says([finding], label)).toBe(wanted);
  });

  it.each([
    ['temperature 38 C', 'Fever over 39 C (102 F)', false],
    ['temperature 39.4 C', 'Fever over 39 C (102 F)', true],
    ['temperature 37.6 C', 'Fever with the rash', false],
    ['a fever and a rash', 'Fever with the rash', true],
  ])('a temperature: %s / %s: %s', (finding, label, wanted) => {
    expect(says([finding], label, { concepts: ['fever'] })).toBe(wanted);
  });

  it('takes no time of a fever from somebody who denies one, and degrees without a unit', () => {
    const since = {
      id: 'since',
      type: 'choice',
      text: { en: 'How long has there been a fever?' },
      about: { en: 'days of fever' },
      ordered: 'most_first',
      options: [
        { id: 'long', label: { en: '5 days or more' } },
        { id: 'short', label: { en: 'Less than 5 days' } },
      ],
    } as unknown as Question;
    const services = { locale: 'en', content };
    expect(replyTo(since, patient(['a cough for nine weeks', 'no fever']), services).choice).not.toBe('long');
    const degrees = {
      id: 'degrees',
      type: 'number',
      measure: 'temperature_c',
      unit: 'celsius',
      min: 30,
      max: 43,
    } as unknown as Question;
    expect(replyTo(degrees, patient(['39.3 under the arm, weighs 10.5 kg']), services).text).toBe('39.3');
    expect(replyTo(degrees, patient(['weighs 10.5 kg']), services).text).toBe('not sure');
  });

  it('takes a bare time only of what lasts, and of at least that length', () => {
    const item = { phrases: { en: ['for weeks', 'for years'] } };
    expect(says(['it has been like this for a week'], 'Going on for over 2 weeks', item)).toBe(false);
    expect(says(['it has been like this for four weeks'], 'Going on for over 2 weeks', item)).toBe(true);
    expect(says(['type 2 diabetes for 18 years'], 'Going on for over 2 weeks', item)).toBe(false);
  });
});

describe('a concept of the lexicon must be about what is asked', () => {
  it.each([
    ['on the same pill for ages', 'drug-use', 'Uses other drugs at times', false],
    [
      'slightly unsteady but I can walk straight',
      'balance-loss',
      'Sudden loss of balance, cannot stand or walk',
      false,
    ],
    ['lost my balance all of a sudden', 'balance-loss', 'Sudden loss of balance, cannot stand or walk', true],
    ['take metformin', 'diabetes', 'Diabetes', true],
    ['fever three days, gone today', 'fever', 'Fever with the rash', false],
  ])('%s / %s / %s: %s', (finding, concept, label, wanted) => {
    expect(says([finding], label, { concepts: [concept] })).toBe(wanted);
  });
});

describe('what the case says is absent', () => {
  const floaters = { concepts: ['vision-loss-sudden'], phrases: { en: ['floaters'] } };

  it('denies what it names, as a thing or as a fact', () => {
    const label = 'Hot swollen joint with fever or chills';
    for (const absent of [['fever'], ['no fever', 'no chills', 'knee does not lock']])
      expect(says(['my knee is hot'], label, { concepts: ['fever'] }, { absent })).toBe(false);
  });

  it('leaves alone what the case says is there in other words', () => {
    const absent = ['no shadow or curtain across the sight', 'no loss of vision'];
    expect(says(['dozens of new black floaters since last night'], 'New floating spots', floaters, { absent })).toBe(
      true,
    );
    expect(says(['dry cough at night'], 'A dry cough', { concepts: ['cough'] }, { absent: ['cough with blood'] })).toBe(
      true,
    );
  });
});

describe('what is asked about somebody else', () => {
  it.each([
    ['Baby: yellow palms, soles, or pale stool', { age: 67 }, false],
    ['Baby: yellow palms, soles, or pale stool', { age: 0.1 }, true],
    ['Woman over 45: a pale stool', { age: 60, sex: 'male' }, false],
    ['Over 50: a pale stool', { age: 30 }, false],
    ['Over 50: a pale stool', { age: 60 }, true],
  ])('%s to %j: %s', (label, rest, wanted) => {
    expect(says(['a pale stool'], label, {}, rest)).toBe(wanted);
  });
});

test('nobody with a fever answers that there is none', () => {
  const fever = content.get('protocol', 'cough_cold_child').questions.find((one) => one.id === 'fever')!;
  const reply = (findings: readonly string[]) => replyTo(fever, patient(findings), { locale: 'en', content }).choice;
  expect(reply(['temperature 38.6 C'])).not.toBe('none');
  expect(reply(['fever for 2 days'])).toBe('short');
  expect(reply(['temperature 36.8 C'])).toBe('none');
});

test('weeks of a pregnancy answer how far along it is', () => {
  const stage = content.get('protocol', 'pregnancy').questions.find((one) => one.id === 'stage')!;
  const reply = (finding: string) => replyTo(stage, patient([finding]), { locale: 'en', content }).choice;
  expect([reply('12 weeks pregnant'), reply('20 weeks pregnant')]).toEqual(['early', 'mid']);
});

const HOW_LONG: Question = {
  id: 'when',
  type: 'choice',
  safety: false,
  text: { en: 'How long have you had it?', es: '¿Desde cuándo?' },
  about: { en: 'how long', es: 'cuánto tiempo' },
  ordered: 'most_urgent_first',
  options: [
    { id: 'week', label: { en: 'Less than a week', es: 'Menos de una semana' } },
    { id: 'month', label: { en: '1 to 4 weeks', es: '1 a 4 semanas' } },
    { id: 'long', label: { en: 'More than 4 weeks', es: 'Más de 4 semanas' } },
  ],
};

test.each([
  ['it began 3 days ago', 'week'],
  ['sore for two weeks', 'month'],
  ['aching for about 2 years', 'long'],
  ['I had the same 2 years ago. Sore for two weeks', 'month'],
])('the time of the complaint chooses among times: %s', (finding, wanted) => {
  expect(replyTo(HOW_LONG, patient([finding]), { locale: 'en', content }).choice).toBe(wanted);
});

test.each([
  [0.002, '1 days, female'],
  [0.07, '26 days, female'],
  [0.15, '8 weeks, female'],
  [0.5, '6 months, female'],
  [3, '3 years, female'],
])('an age of %s years is told as %s', (age, told) => {
  expect(whoText(patient([], { age }).vignette)).toBe(told);
});
