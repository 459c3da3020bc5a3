import { place } from '../schema/hospital';
import { nextOpening, placeFor } from './places';

const weekdays = (hours: string) =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [hours]]));
const hospital = {
  zone: 'America/Chicago',
  holidays: ['2027-01-18'],
  places: {
    gp_sameday: place.parse({ open: weekdays('08:00-18:00'), instead: ['urgent_care', 'ed'] }),
    gp: place.parse({ open: weekdays('08:00-18:00'), instead: ['urgent_care'] }),
    urgent_care: place.parse({ open: { ...weekdays('08:00-21:00'), sat: ['09:00-21:00'] }, instead: [] }),
  },
};
/** 2027-01-11 is a Monday. */
const on = (local: string) => Date.parse(`${local}:00-06:00`);
const today = { level: 'D2', route: 'gp_sameday', hours: 6 } as const;
const tomorrow = { level: 'D3', route: 'gp', hours: 24 } as const;
const usual = { instead: false, raised: false };

it.each([
  ['open now', today, '2027-01-11T10:00', { level: 'D2', route: 'gp_sameday', ...usual }],
  [
    'opens in an hour',
    today,
    '2027-01-11T07:00',
    { level: 'D2', route: 'gp_sameday', opensAt: on('2027-01-11T08:00'), ...usual },
  ],
  [
    'closed in the evening',
    today,
    '2027-01-11T19:00',
    { level: 'D2', route: 'urgent_care', instead: true, raised: false },
  ],
  ['all closed at night', today, '2027-01-11T22:30', { level: 'D2', route: 'ed', instead: true, raised: false }],
  [
    'opens only after the six hours',
    today,
    '2027-01-12T00:30',
    { level: 'D2', route: 'ed', instead: true, raised: false },
  ],
  [
    'on a Saturday',
    today,
    '2027-01-16T08:00',
    { level: 'D2', route: 'urgent_care', opensAt: on('2027-01-16T09:00'), instead: true, raised: false },
  ],
  [
    'within a day, in the evening',
    tomorrow,
    '2027-01-11T20:00',
    { level: 'D3', route: 'gp', opensAt: on('2027-01-12T08:00'), ...usual },
  ],
  [
    'within a day, late on a Friday',
    tomorrow,
    '2027-01-15T19:00',
    { level: 'D3', route: 'urgent_care', instead: true, raised: false },
  ],
  [
    'within a day, on a Saturday night: nothing is open in time',
    tomorrow,
    '2027-01-16T22:00',
    { level: 'D1', route: 'ed', instead: true, raised: true },
  ],
  [
    'within three days, on a Friday evening',
    { ...tomorrow, hours: 72 },
    '2027-01-15T19:00',
    { level: 'D3', route: 'urgent_care', instead: true, raised: false },
  ],
  [
    'an emergency is not laid over hours',
    { level: 'D1', route: 'gp_sameday', hours: 1 } as const,
    '2027-01-11T23:00',
    { level: 'D1', route: 'gp_sameday', ...usual },
  ],
  [
    'a normal visit neither',
    { level: 'D4', route: 'gp', hours: 336 } as const,
    '2027-01-11T23:00',
    { level: 'D4', route: 'gp', ...usual },
  ],
  [
    'a place without hours is always open',
    { level: 'D2', route: 'nurse_line', hours: 6 } as const,
    '2027-01-11T23:00',
    { level: 'D2', route: 'nurse_line', ...usual },
  ],
])('%s', (_name, wanted, at, expected) => {
  expect(placeFor(wanted, on(at), hospital)).toEqual(expected);
});

test('a level raised to today uses what is open today', () => {
  const places = { ...hospital.places, gp: place.parse({ open: {}, instead: [] }) };
  expect(placeFor(tomorrow, on('2027-01-11T10:00'), { ...hospital, places })).toEqual({
    level: 'D2',
    route: 'gp_sameday',
    instead: true,
    raised: true,
  });
});

test('no advice is ever later or milder than the rule, at any hour of two weeks', () => {
  for (let hour = 0; hour < 14 * 24; hour++) {
    const at = on('2027-01-11T00:00') + hour * 3_600_000;
    for (const wanted of [today, tomorrow, { ...tomorrow, hours: 72 }]) {
      const placed = placeFor(wanted, at, hospital);
      expect(placed.level <= wanted.level).toBe(true);
      expect((placed.opensAt ?? at) - at).toBeLessThanOrEqual(wanted.hours * 3_600_000);
    }
  }
});

test('on a holiday only the hours of holidays count, and the clock change keeps the time on the wall', () => {
  const clinic = place.parse({ open: { mon: ['08:00-18:00'] }, on_holidays: ['10:00-12:00'] });
  expect(nextOpening(clinic, on('2027-01-18T07:00'), hospital)).toBe(on('2027-01-18T10:00'));
  const sunday = place.parse({ open: { sun: ['08:00-18:00'] } });
  expect(nextOpening(sunday, Date.parse('2027-03-13T20:00:00-06:00'), hospital)).toBe(
    Date.parse('2027-03-14T08:00:00-05:00'),
  );
});
