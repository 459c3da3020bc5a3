import fc from 'fast-check';
import type { HospitalCalendar } from '../schema/calendar';
import { calendarPolicy, WEEKDAYS } from '../schema/calendar';
import { addDays, instantAt, minutesOf } from './instants';
import { slotsOfDay } from './slots';

const MINUTE = 60_000;

/** Days on which clocks change, with their neighbours. Source: tz database (IANA), as shipped with Node. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  'America/Chicago': ['2026-03-08', '2026-11-01'],
  'Europe/Madrid': ['2026-03-29', '2026-10-25'],
  // Half an hour.
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  // At midnight: the day begins at 01:00 in spring and has two midnights' worth of the hour before in autumn.
  'America/Santiago': ['2026-04-04', '2026-04-05', '2026-09-06'],
  'Pacific/Auckland': ['2026-04-05', '2026-09-27'],
};

/** The simple oracle: every minute of the days around, what its clock on the wall shows, asked of the platform. */
function wallOracle(zone: string, days: readonly string[]): { at: number; day: string; minute: number }[] {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const from = Date.parse(`${days[0]}T00:00:00Z`) - 14 * 60 * MINUTE;
  const to = Date.parse(`${days[days.length - 1]}T00:00:00Z`) + 38 * 60 * MINUTE;
  const all: { at: number; day: string; minute: number }[] = [];
  for (let at = from; at < to; at += 5 * MINUTE) {
    const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
    all.push({
      at,
      day: `${parts.year}-${parts.month}-${parts.day}`,
      minute: Number(parts.hour) * 60 + Number(parts.minute),
    });
  }
  return all;
}

const oracles = Object.entries(CHANGES).flatMap(([zone, days]) =>
  days.map((day) => ({ zone, day, wall: wallOracle(zone, [addDays(day, -1), day, addDays(day, 1)]) })),
);

function expectedInstant(wall: (typeof oracles)[number]['wall'], day: string, minute: number): number {
  const same = wall.find((one) => one.day === day && one.minute >= minute);
  return (same ?? wall.find((one) => one.day > day))!.at;
}

const calendarOf = (zone: string, session: { from: string; to: string }, service: object): HospitalCalendar => ({
  zone,
  policy: calendarPolicy.parse({}),
  locations: [{ id: 'place', name: { en: 'Place' }, address: 'A' }],
  rooms: [],
  services: [
    {
      id: 's',
      name: { en: 'S' },
      also_called: {},
      minutes: 20,
      buffer_before: 0,
      buffer_after: 0,
      bookable_by: 'patient',
      urgency: ['routine'],
      routes: [],
      reminders: [],
      ...service,
    },
  ],
  practitioners: [{ id: 'p', name: 'P', family: 'P', gender: 'other', languages: ['en'], services: ['s'] }],
  sessions: [{ practitioner: 'p', location: 'place', weekdays: [...WEEKDAYS], every_weeks: 1, ...session }],
  exceptions: [],
  holidays: [],
  leave: [],
});

const clock = fc.integer({ min: 0, max: 288 }).map((step) => step * 5);
const text = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

describe.each(oracles)('slots in $zone on $day', ({ zone, day, wall }) => {
  const around = [addDays(day, -1), day, addDays(day, 1)];

  test('a time on the wall is the first moment that shows it', () => {
    for (const one of around)
      for (let minute = 0; minute < 1440; minute += 5)
        expect([minute, instantAt(one, minute, zone)]).toEqual([minute, expectedInstant(wall, one, minute)]);
  });

  test('are exactly the steps that fit between two times on the wall', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...around),
        clock,
        clock,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        (on, a, b, long, before, after) => {
          const [from, to] = a < b ? [a, b] : [b, a];
          const minutes = long * 5;
          const calendar = calendarOf(
            zone,
            { from: text(from), to: text(to) },
            { minutes, buffer_before: before * 5, buffer_after: after * 5 },
          );
          const start = expectedInstant(wall, on, from);
          const end = expectedInstant(wall, on, to);
          const step = (minutes + before * 5 + after * 5) * MINUTE;
          const expected = [];
          for (let at = start; at + step <= end; at += step) {
            const shown = wall.find((one) => one.at === at + before * 5 * MINUTE)!;
            expected.push([at, at + step, shown.at, shown.at + minutes * MINUTE, shown.day, shown.minute]);
          }
          expect(
            slotsOfDay(calendar, on).map((one) => [one.busyFrom, one.busyTo, one.start, one.end, one.day, one.minute]),
          ).toEqual(expected);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('a day that is not like the template', () => {
  const plain = calendarOf('America/Chicago', { from: '09:00', to: '10:00' }, {});
  const starts = (calendar: HospitalCalendar, day: string) =>
    slotsOfDay(calendar, day).map((one) => `${text(one.minute)} ${one.practitioner}`);
  const monday = '2026-11-30';

  test.each<[string, Partial<HospitalCalendar>, string[]]>([
    ['an ordinary day', {}, ['09:00 p', '09:20 p', '09:40 p']],
    ['a holiday', { holidays: [{ date: monday, name: 'Holiday' }] }, []],
    ['leave', { leave: [{ practitioner: 'p', from: '2026-11-29', to: monday }] }, []],
    ['a closed place', { exceptions: [{ date: monday, location: 'place', closed: true }] }, []],
    [
      'another place closed',
      { exceptions: [{ date: monday, location: 'elsewhere', closed: true }] },
      ['09:00 p', '09:20 p', '09:40 p'],
    ],
    [
      'an extra session on a holiday',
      {
        holidays: [{ date: monday, name: 'Holiday' }],
        exceptions: [{ date: monday, practitioner: 'p', location: 'place', closed: false, from: '13:00', to: '13:40' }],
      },
      ['13:00 p', '13:20 p'],
    ],
    ['a template that has ended', { sessions: [{ ...plain.sessions[0]!, valid_to: '2026-11-29' }] }, []],
    [
      'every second week, not this one',
      { sessions: [{ ...plain.sessions[0]!, every_weeks: 2, valid_from: '2026-11-23' }] },
      [],
    ],
    [
      'every second week, this one',
      { sessions: [{ ...plain.sessions[0]!, every_weeks: 2, valid_from: '2026-11-16' }] },
      ['09:00 p', '09:20 p', '09:40 p'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(starts({ ...plain, ...change }, monday)).toEqual(expected);
  });

  test('a blocked time takes what it touches', () => {
    const at = instantAt(monday, minutesOf('09:30'), 'America/Chicago');
    const absence = { practitioner: 'p', from: at, to: at + MINUTE };
    expect(slotsOfDay(plain, monday, [absence]).map((one) => one.minute)).toEqual([540, 580]);
  });
});
