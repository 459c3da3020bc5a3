import { DateTime } from 'luxon';
import { loadContent } from '../../../knowledge/load';
import { contentPlaces } from '../../places';
import { createDates } from '.';

const dates = createDates(loadContent(contentPlaces({})));
const WEDNESDAY = '2026-03-11T09:00';
const read = (text: string, locale = 'en', at = WEDNESDAY, zone = 'America/Chicago') =>
  dates.read(text, locale, { now: DateTime.fromISO(at, { zone }).toMillis(), zone });

describe('dates', () => {
  test('a wish keeps day, part of the day and bounds apart', async () => {
    expect(await read('next tuesday afternoon, not before 2')).toEqual({
      kind: 'wish',
      wish: { from: '2026-03-17', to: '2026-03-17', earliest: '14:00' },
    });
    expect(await read('any day but friday, mornings')).toEqual({
      kind: 'wish',
      wish: { weekdays: [1, 2, 3, 4, 6, 7], parts: ['morning'] },
    });
  });

  test.each([
    ['not tomorrow, the day after', 'en', { from: '2026-03-13', to: '2026-03-13' }],
    ["I can't come in before 10", 'en', { earliest: '10:00' }],
    ['after I drop the kids at 9', 'en', { earliest: '09:00' }],
    ['as soon as possible but not today', 'en', { from: '2026-03-12' }],
    ['twenty to four on thursday', 'en', { from: '2026-03-12', to: '2026-03-12', at: '15:40' }],
    ['late morning on the 17th', 'en', { from: '2026-03-17', to: '2026-03-17', earliest: '10:00', parts: ['morning'] }],
    ['monday week', 'en', { from: '2026-03-23', to: '2026-03-23' }],
    ['the first monday in april', 'en', { from: '2026-04-06', to: '2026-04-06' }],
    ['en la mañana no puedo', 'es', { parts: ['afternoon', 'evening'] }],
    ['cinco para las cuatro el viernes', 'es', { from: '2026-03-13', to: '2026-03-13', at: '15:55' }],
  ])('"%s"', async (text, locale, wish) => {
    expect(await read(text, locale)).toEqual({ kind: 'wish', wish });
  });

  test.each([
    ['tuesday but not too early', 'en', { from: '2026-03-17', to: '2026-03-17', earliest: '10:00' }],
    ['el martes pero no muy temprano', 'es', { from: '2026-03-17', to: '2026-03-17', earliest: '10:00' }],
    ['no muy tarde mañana', 'es', { from: '2026-03-12', to: '2026-03-12', latest: '15:00' }],
  ])('"%s": how early is too early is proposed, not decided', async (text, locale, wish) => {
    expect(await read(text, locale)).toEqual({ kind: 'ask', why: 'not-all', candidates: [wish] });
  });

  test.each([
    ['an appointment for my eyes', 'en'],
    ['good morning, I would like an appointment', 'en'],
    ['when am I supposed to come in', 'en'],
    ['they sent me home by a side door', 'en'],
    ['do you have more times', 'en'],
    ['buenas tardes, quiero una cita', 'es'],
    ['a mi hija le duele el oído', 'es'],
    ['el día que usted diga', 'es'],
    ['me mareo, mire esta foto', 'es'],
  ])('"%s" names no time', async (text, locale) => {
    expect(await read(text, locale)).toEqual({ kind: 'none' });
  });

  test.each([
    ['the 17th or the 19th', 'en'],
    ['tuesday morning or wednesday afternoon', 'en'],
    ['after my dialysis on tuesday', 'en'],
    ['first thing or last thing', 'en'],
    ['not this week', 'en'],
    ['after 6 or saturdays', 'en'],
    ['mañana no puedo', 'es'],
  ])('"%s" is asked back: no wish holds all of it', async (text, locale) => {
    expect((await read(text, locale)).kind).toBe('ask');
  });

  test('what can be meant in two ways is asked, with both', async () => {
    expect(await read('3/4')).toEqual({
      kind: 'ask',
      why: 'day-or-month',
      candidates: [
        { from: '2027-03-04', to: '2027-03-04' },
        { from: '2026-04-03', to: '2026-04-03' },
      ],
    });
    expect(await read('friday at 7')).toEqual({
      kind: 'ask',
      why: 'am-or-pm',
      candidates: ['07:00', '19:00'].map((at) => ({ from: '2026-03-13', to: '2026-03-13', at })),
    });
    expect(await read('10')).toEqual({
      kind: 'ask',
      why: 'day-or-hour',
      candidates: [{ from: '2026-04-10', to: '2026-04-10' }, { at: '10:00' }],
    });
  });

  test('what is over or cannot be is said so', async () => {
    expect(await read('yesterday')).toEqual({ kind: 'past', day: '2026-03-10' });
    expect(await read('today at 8')).toEqual({ kind: 'past', day: '2026-03-11', at: '08:00' });
    expect(await read('february 30')).toEqual({ kind: 'impossible', what: 'day' });
    expect(await read('tomorrow at 25:00')).toEqual({ kind: 'impossible', what: 'time' });
    // The clocks go forward on 8 March.
    expect(await read('sunday at 2:30 am', 'en', '2026-03-06T12:00')).toEqual({ kind: 'impossible', what: 'time' });
  });

  test.each([
    ['2026-03-13T23:59', 'America/Chicago', '2026-03-14'],
    ['2026-03-14T00:01', 'America/Chicago', '2026-03-15'],
    ['2026-03-07T23:30', 'America/New_York', '2026-03-08'],
    ['2026-10-24T23:30', 'Europe/Madrid', '2026-10-25'],
    ['2026-12-31T22:00', 'Asia/Kolkata', '2027-01-01'],
  ])('tomorrow, said at %s in %s, is %s', async (at, zone, day) => {
    expect(await read('tomorrow', 'en', at, zone)).toEqual({ kind: 'wish', wish: { from: day, to: day } });
  });

  test('recognizers-text reads what our grammar leaves; French and Portuguese have words of their own', async () => {
    expect(await read('christmas day')).toEqual({ kind: 'wish', wish: { from: '2026-12-25', to: '2026-12-25' } });
    expect(await read('mardi prochain à 10h', 'fr')).toEqual({
      kind: 'wish',
      wish: { from: '2026-03-17', to: '2026-03-17', at: '10:00' },
    });
    expect(await read('próxima terça-feira', 'pt')).toEqual({
      kind: 'wish',
      wish: { from: '2026-03-17', to: '2026-03-17' },
    });
  });

  test.each(['', 'hello', 'my knee hurts', 'the second one', 'x'.repeat(5000), '99999999999999', '////'])(
    '"%s" is not a date',
    async (text) => {
      expect((await read(text)).kind).toMatch(/none|ask|impossible/);
    },
  );
});
