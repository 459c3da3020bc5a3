import type { PatientInput, Services } from '../../bot/contracts';
import { createLanguage } from '../../bot/language';
import { createTriageReader } from '../../bot/language/triage-reader';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { questionOf } from '../../knowledge/triage/answers';
import { absorb, mentionsIn } from './absorb';
import { askedAge } from './answer';
import { EMPTY } from './state';
import { inputOf, servicesOf } from './transcript';
import { toldTicks, understand } from './understand';

const content = loadContent(contentPlaces({}));
const world = {
  content,
  language: createLanguage(content, { intents: () => [] }),
  saidInTriage: createTriageReader(content),
};

function understood(protocol: string, question: string, text: string, locale = 'en') {
  const services: Services = servicesOf(world, { locale, size: 'normal' }, {}, 0);
  const input: PatientInput = inputOf(text, undefined, services);
  return understand(
    questionOf(content.get('protocol', protocol), question)!,
    input,
    mentionsIn(input.reading, services),
    services,
  );
}

test.each([
  ['38.5', { value: 38.5 }],
  ['38,5 grados', { value: 38.5 }],
  ['101.3 F', { value: 38.5 }],
  ['it was 104', { value: 40 }],
  ['55 celsius', 'range'],
  ['not sure', { is: 'unsure' }],
  ['no thermometer here sorry', { is: 'unsure' }],
  ['quite high I think', 'unclear'],
])('numbers and units: a temperature of "%s"', (text, wanted) => {
  expect(understood('fever_child', 'temperature', text)).toEqual(wanted);
});

test.each([
  ['10', { value: 10 }],
  ['3 days', { value: 3 }],
  ['about two weeks', { value: 14 }],
])('numbers and units: days as "%s"', (text, wanted) => {
  expect(understood('sore_throat', 'days', text)).toEqual(wanted);
});

test.each([
  ['1', { ticks: ['hard_to_breathe'] }],
  ['1 and 3', { ticks: ['hard_to_breathe', 'drooling'] }],
  ['1, 2', { ticks: ['hard_to_breathe', 'noisy'] }],
  ['4', { ticks: [] }],
  ['none of these', { ticks: [] }],
  ['no', { ticks: [] }],
  ['yes', 'which'],
  ['not sure', { is: 'unsure' }],
  ['he is drooling', { ticks: ['drooling'] }],
  ['she is drooling and its hard to breathe', { ticks: ['hard_to_breathe', 'drooling'] }],
])('a list answered with "%s"', (text, wanted) => {
  expect(understood('sore_throat', 'airway', text)).toEqual(wanted);
});

test.each([
  ['yes', { is: 'yes' }],
  ['nope', { is: 'no' }],
  ['I dont know', { is: 'unsure' }],
  ['no but I do have a stiff neck now', { is: 'yes' }],
  ['banana', 'unclear'],
])('a yes/no question answered with "%s"', (text, wanted) => {
  expect(understood('sore_throat', 'very_ill', text)).toEqual(wanted);
});

test.each([
  ['45', 540],
  ['45, woman', 540],
  ['f 34', 408],
  ['18 months, female', 18],
  ['18 meses, niña', 18],
  ['6 weeks old boy', 1.38],
  ['3 semanas', 0.69],
  ['10 days', 0.33],
  ['8 motnhs', undefined],
  ['he is 3', 36],
  ['2 años', 24],
  ['7 men', 84],
])('numbers and units: an age as "%s"', (text, wanted) => {
  const got = askedAge(text);
  expect(got === undefined ? undefined : Math.round(got * 100) / 100).toBe(wanted);
});

function told(protocol: string, question: string, text: string): string[] {
  const services: Services = servicesOf(world, { locale: 'en', size: 'normal' }, {}, 0);
  const input: PatientInput = inputOf(text, undefined, services);
  const list = questionOf(content.get('protocol', protocol), question)!;
  const state = absorb({ ...EMPTY, opening: text }, input.reading, services);
  return 'options' in list ? toldTicks(list.options, state, content) : [];
}

test.each([
  ['glands_weight', 'soon', 'hot flushes for six months', []],
  ['glands_weight', 'soon', 'a lump in my neck for six weeks', ['three_weeks']],
  ['tb_symptoms', 'signs', 'coughing for a month', ['cough2w']],
  ['tb_symptoms', 'signs', 'coughing for a week', []],
  ['rectal_bleeding', 'soon', 'blood on wiping, no change in my bowel habit', []],
  ['tb_symptoms', 'signs', 'a cough since yesterday, type 2 diabetes for 18 years', []],
  ['earache', 'soon', 'earache with a fever of 38.2 C', []],
  ['earache', 'soon', 'earache with a fever of 39.6 C', ['high_fever']],
  ['infant_crying_feeding', 'hospital', 'she does not seem bothered by it, feeding well', []],
])('what was told ticks what it names, and as much of it: %s.%s by "%s"', (protocol, question, text, wanted) => {
  expect(told(protocol, question, text)).toEqual(wanted);
});

test.each([
  ['my back locked today, it happened two years ago and went in a week', []],
  ['had the same thing three months ago', []],
  ['this same pain started three months ago', [2190]],
  ['the accident happened three months ago and it still hurts', [2190]],
])('the times of an earlier episode are none of this one: %s', (text, hours) => {
  const services: Services = servicesOf(world, { locale: 'en', size: 'normal' }, {}, 0);
  const { measures } = absorb(EMPTY, inputOf(text, undefined, services).reading, services);
  expect(measures.filter((one) => one.kind === 'duration_hours').map((one) => one.value)).toEqual(hours);
});

test.each([
  ["I'm breastfeeding and my breast is hot and hard, the baby is three weeks old", undefined, undefined],
  ["I'm breastfeeding, my baby is three weeks old and has a fever", 'child', 0.7],
  ['my baby is three weeks old and will not feed', 'child', 0.7],
])('whose age is told: %s', (text, about, months) => {
  const services: Services = servicesOf(world, { locale: 'en', size: 'normal' }, {}, 0);
  const state = absorb(EMPTY, inputOf(text, undefined, services).reading, services);
  const age = typeof state.ageMonths === 'number' ? Math.round(state.ageMonths * 10) / 10 : state.ageMonths;
  expect([state.about, age]).toEqual([about, months]);
});
