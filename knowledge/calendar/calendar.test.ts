import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { describe as line } from '../problems';
import { readCalendar } from '.';

const sample = join(__dirname, '../hospital/calendar.yaml');
const GOOD = {
  'locations.csv': 'id,name_en,name_es,address\nmain,Main,Principal,1 Road\n',
  'rooms.csv': 'id,location,kind,name\nus-1,main,ultrasound,Ultrasound 1\n',
  'services.csv':
    'id,name_en,name_es,minutes,buffer_after,urgency,needs_room,also_called_en,reminders,age_months_min\nvisit,visit,consulta,20,,routine;soon,,gp;family doctor,3d:reminder;36h:prepare,\nscan,scan,ecografía,30,10,routine,ultrasound,,,144\n',
  'practitioners.csv': 'id,name,family,gender,languages,services\ndr-a,Dr. A,A,female,en;es,visit;scan\n',
  'sessions.csv': 'practitioner,location,weekdays,from,to\ndr-a,main,mon;tue,09:00,12:00\n',
  'holidays.csv': 'date,name\n2026-12-25,Christmas\n',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sathi-calendar-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function csv(changed: Partial<Record<string, string>> = {}): string[] {
  for (const [name, text] of Object.entries({ ...GOOD, ...changed }))
    if (text !== undefined) writeFileSync(join(folder, name), text);
  const read = readCalendar(folder, 'America/Chicago');
  return read.ok ? [] : read.problems.map((one) => line(one).replace(/^.*\/(?=[a-z]+\.csv)/, ''));
}

test('the sample is whole', () => {
  const read = readCalendar(sample, 'America/Chicago');
  expect(read.ok ? [] : read.problems.map(line)).toEqual([]);
});

test('a folder of CSV files says the same as YAML', () => {
  expect(csv()).toEqual([]);
  const read = readCalendar(folder, 'UTC');
  if (!read.ok) throw new Error('broken');
  const file = join(folder, 'all.yaml');
  const { zone: _zone, ...tables } = read.calendar;
  writeFileSync(file, stringify(tables));
  expect(readCalendar(file, 'UTC')).toEqual({ ok: true, calendar: read.calendar });
  expect(read.calendar.services[0]).toMatchObject({
    name: { en: 'visit', es: 'consulta' },
    also_called: { en: ['gp', 'family doctor'] },
    reminders: [
      { id: 'reminder-3d', before: '3d', kind: 'reminder' },
      { id: 'prepare-36h', before: '36h', kind: 'prepare' },
    ],
  });
});

test.each<[string, Record<string, string>, string[]]>([
  [
    'cells of the wrong kind, each with its line',
    {
      'services.csv': 'id,name_en,minutes,urgency\nvisit,visit,abc,routine\nscan,scan,22,now\n',
    },
    [
      'services.csv:2: services "visit" minutes: must be a whole number of minutes',
      'services.csv:3: services "scan" minutes: must be a multiple of 5 minutes',
      'services.csv:3: services "scan" urgency.0 has a value that is not allowed — write one of routine, soon, urgent',
    ],
  ],
  [
    'an unknown column and a missing one',
    { 'locations.csv': 'id,name_en,adress\nmain,Main,1 Road\n' },
    [
      'locations.csv:2: locations "main" address is missing — add it as string',
      'locations.csv:2: locations "main" has the unknown key "adress" — remove it or correct its spelling',
    ],
  ],
  [
    'names that nobody has',
    {
      'sessions.csv': 'practitioner,location,weekdays,from,to\ndr-a,main,mon,09:00,12:00\ndr-b,annex,mon,09:00,12:00\n',
    },
    [
      'sessions.csv:3: a session names the unknown practitioner "dr-b" — write a practitioner of the file: dr-a',
      'sessions.csv:3: a session of "dr-b" names the unknown location "annex" — write a location of the file: main',
    ],
  ],
  [
    'sessions that overlap, end before they begin, or are too short',
    {
      'sessions.csv':
        'practitioner,location,weekdays,from,to\ndr-a,main,mon;tue,09:00,12:00\ndr-a,main,tue;wed,11:00,13:00\ndr-a,main,thu,12:00,09:00\ndr-a,main,fri,09:00,09:10\n',
    },
    [
      'sessions.csv:3: two sessions of "dr-a" overlap: 09:00-12:00 and 11:00-13:00 — change the days or times of one of them',
      'sessions.csv:4: a session of "dr-a" ends at 09:00, not after it begins at 12:00 — a session past midnight is two sessions',
      'sessions.csv:4: a session of "dr-a" is shorter than any of its services — make it at least 20 minutes long',
      'sessions.csv:5: a session of "dr-a" is shorter than any of its services — make it at least 20 minutes long',
    ],
  ],
  [
    'a room that is nowhere, and days that are none',
    { 'rooms.csv': 'id,location,kind,name\n', 'holidays.csv': 'date,name\n2026-02-30,Never\n' },
    ['holidays.csv:2: holidays date: is not a day of the calendar'],
  ],
  [
    'a room that is nowhere',
    { 'rooms.csv': 'id,location,kind,name\n' },
    [
      'services.csv:3: services "scan" needs a room of kind "ultrasound", and there is none — add such a room or take needs_room away',
    ],
  ],
])('%s', (_name, changed, expected) => {
  expect(csv(changed)).toEqual(expected);
});

test('a missing table, a stranger file and a path that is not there', () => {
  cpSync(sample, join(folder, 'calendar.yaml'));
  expect(csv({ 'doctors.csv': 'id\n' })).toEqual([
    'doctors.csv:1: is not a table of the calendar — use locations.csv, rooms.csv, services.csv, practitioners.csv, sessions.csv, exceptions.csv, holidays.csv, leave.csv',
  ]);
  rmSync(join(folder, 'doctors.csv'));
  rmSync(join(folder, 'sessions.csv'));
  expect(readCalendar(folder, 'UTC')).toMatchObject({ ok: false, problems: [{ message: 'is missing' }] });
  expect(readCalendar(join(folder, 'nothing'), 'UTC')).toMatchObject({
    ok: false,
    problems: [{ message: 'is not there' }],
  });
});
