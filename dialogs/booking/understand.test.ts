import { sampleCalendarFile } from '../../bot/booking/sample';
import { createLanguage } from '../../bot/language';
import { practitionerInfo, serviceInfo } from '../../bot/store/booking/info';
import { readCalendar } from '../../knowledge/calendar';
import { shippedContent } from '../../test/support/talk';
import { nameIn } from './person/name';
import { hear } from './understand';

const content = shippedContent();
const language = createLanguage(content, { intents: () => [] });

/** The sample hospital, as the port tells of it. */
function sampleHospital() {
  const read = readCalendar(sampleCalendarFile(), content.hospital.zone);
  if (!read.ok) throw new Error('The sample calendar cannot be read.');
  const { calendar } = read;
  return {
    services: async () => calendar.services.map((one) => serviceInfo(calendar, one)),
    practitioners: async () => calendar.practitioners.map(practitionerInfo),
  };
}

const hospital = sampleHospital();
const heard = async (text: string, locale = 'en') => {
  const { unknownDoctor, ...rest } = await hear(text, { content, locale }, hospital);
  return unknownDoctor === undefined ? rest : { ...rest, unknown: unknownDoctor.said };
};

describe('who and what a message asks for', () => {
  test.each([
    ['an appointment for my eyes', 'en', { service: 'eye-clinic' }],
    ['dr eyes', 'en', { service: 'eye-clinic' }],
    ['dr reyes please', 'en', { practitioners: ['dr-reyes'] }],
    ['reyez', 'en', { practitioners: ['dr-reyes'] }],
    ['with doctor vergas', 'en', { practitioners: ['dr-vargas'] }],
    ['Dr. Elena', 'en', { practitioners: ['dr-vargas'] }],
    ['Dr Housemann tomorrow', 'en', { unknown: 'Housemann' }],
    ['Dr Adams', 'en', { unknown: 'Adams' }],
    ['el doctor Bermúdez', 'es', { unknown: 'Bermúdez' }],
    ['I need a doctor urgently', 'en', {}],
    ['a doctor who listens', 'en', {}],
    ['can i see the doctor tuesday', 'en', {}],
    ['necesito una doctora el jueves', 'es', { gender: 'female' }],
    ['una cita para mis ojos', 'es', { service: 'eye-clinic' }],
  ])('%s', async (text, locale, expected) => {
    expect(await heard(text, locale)).toEqual(expected);
  });
});

describe('a name', () => {
  test.each([
    ['my name is ana lopez', 'en', { given: 'Ana', family: 'Lopez' }],
    ["Hi, it's Ana María de la Cruz.", 'en', { given: 'Ana', family: 'María de la Cruz' }],
    ['hola, me llamo josé', 'es', { given: 'José' }],
    ['Hello', 'en', undefined],
    ['yes', 'en', undefined],
    ['call me at 555', 'en', undefined],
    ['who are you?', 'en', undefined],
  ])('%s', (text, locale, expected) => {
    expect(nameIn(text, { content, locale, language })).toEqual(expected);
  });
});
