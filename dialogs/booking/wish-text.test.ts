import { shippedContent } from '../../test/support/talk';
import { wishText } from './wish-text';

const content = shippedContent();

test.each([
  ['en', { from: '2026-03-17', to: '2026-03-17', at: '14:00' }, 'Tuesday, March 17, 2:00 PM'],
  [
    'en',
    { from: '2026-03-16', to: '2026-03-20', parts: ['morning'] },
    'Monday, March 16 - Friday, March 20, in the morning',
  ],
  ['en', { weekdays: [1, 3], earliest: '11:00' }, 'Monday, Wednesday, from 11:00 AM'],
  ['en', { to: '2026-03-19', latest: '09:00' }, 'up to Thursday, March 19, before 9:00 AM'],
  ['es', { from: '2026-03-21', parts: ['afternoon'] }, 'desde sábado 21 de marzo, por la tarde'],
] as const)('in %s, %j is "%s"', (locale, wish, expected) => {
  expect(wishText(wish, { content, locale }, 'America/Chicago')).toBe(expected);
});
