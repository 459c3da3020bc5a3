import { DateTime } from 'luxon';
import type { Dialog, Enrolment, Schedule, Services } from '../../bot/contracts';
import { shippedContent, talk } from '../../test/support/talk';
import { next, programmeOf, timeOf } from './calendar';
import { programme } from './dialog';
import { programmeKeywords } from './keywords';

const ZONE = 'America/Chicago';
const at = (local: string, zone = ZONE): number => DateTime.fromISO(local, { zone }).toMillis();

function services(now: number, enrolment?: Enrolment, zone?: string): Services {
  return {
    clock: { now: () => now },
    ids: { next: (prefix: string) => `${prefix}_1` },
    content: shippedContent(),
    locale: 'en',
    facts: {},
    conversation: { id: 'c_1', channel: 'sms', size: 'short', identityProven: false },
    ...(enrolment === undefined ? {} : { enrolments: [enrolment] }),
    ...(zone === undefined ? {} : { zone }),
  } as unknown as Services;
}

const mine = (more: Partial<Enrolment> = {}): Enrolment => ({
  id: 'en_1',
  programme: 'blood_pressure',
  version: '1',
  arm: 'programme',
  anchorAt: at('2026-03-01T12:00'),
  status: 'active',
  ...more,
});
const stepOf = (schedule: Schedule): unknown => (schedule.args as { step?: string }).step;

test("messages come at the programme's hour in the patient's zone, also over a change of the clocks", () => {
  const content = programmeOf(services(0), 'blood_pressure');
  const step = content.steps.find((one) => one.id === 'week1')!;
  expect(timeOf(content, step, at('2026-03-01T12:00'), ZONE)).toBe(at('2026-03-08T09:00'));
  expect(timeOf(content, step, at('2026-03-01T12:00'), 'Asia/Kolkata')).toBe(at('2026-03-08T09:00', 'Asia/Kolkata'));
});

test('what was missed is never made up for: the next message is the first that lies ahead', () => {
  const late = next(services(at('2026-03-09T10:00')), mine());
  expect([stepOf(late), late.at]).toEqual(['pain', at('2026-03-10T09:00')]);
});

test('the control group is asked only what measures', () => {
  const first = next(services(at('2026-03-01T12:00')), mine({ arm: 'control' }));
  expect(stepOf(first)).toBe('week8');
});

test('after the last message the programme finishes', async () => {
  const over = next(services(at('2027-03-01T12:00')), mine());
  expect(over.args).toEqual({ kind: 'finish', programme: 'blood_pressure' });
  const done = await programme.start(over.args, services(at('2027-03-04T12:00'), mine()));
  expect(done.events.map((event) => event.type)).toEqual(['say', 'enrolment']);
});

test('paused, muted and left say nothing; paused and muted keep their place', async () => {
  const now = at('2026-03-08T09:00');
  const due = { kind: 'step', programme: 'blood_pressure', step: 'week1' };
  const said = async (enrolment: Enrolment) =>
    (await programme.start(due, services(now, enrolment))).events.map((event) => event.type);
  expect(await said(mine({ status: 'paused' }))).toEqual(['schedule']);
  expect(await said(mine({ mutedUntil: now + 1 }))).toEqual(['schedule']);
  expect(await said(mine({ status: 'left' }))).toEqual([]);
  expect(await said(mine())).toEqual(['say', 'schedule', 'schedule']);
});

test('a message that was not sent: the chain goes on, a missed start still enrols', () => {
  const now = at('2026-03-08T10:00');
  const missed = (args: unknown) => programme.missed!(args, 'quiet_hours', services(now, mine()));
  expect(missed({ kind: 'step', programme: 'blood_pressure', step: 'week1' })).toEqual([next(services(now), mine())]);
  expect(missed({ kind: 'start', enrolment: mine() }).map((event) => event.type)).toEqual(['enrol', 'schedule']);
  expect(missed({ kind: 'silence', programme: 'blood_pressure', step: 'week1', stage: 1 })).toMatchObject([
    { type: 'schedule', purpose: 'conversation', args: { stage: 2 } },
  ]);
});

test('staff enrol: told so, with the way out; a control person is not told of messages that do not come', async () => {
  const start = (arm: string) =>
    programme.start({ kind: 'start', enrolment: mine({ arm }) }, services(at('2026-03-01T12:00')));
  expect((await start('programme')).events.map((event) => event.type)).toEqual(['say', 'enrol', 'schedule']);
  expect((await start('control')).events.map((event) => event.type)).toEqual(['enrol', 'schedule']);
});

test('a date out of reach is asked again', async () => {
  const one = talk([programme] as unknown as readonly Dialog[], { now: at('2026-11-23T11:00') });
  await one.begin('programme', { task: 'join', programme: 'after_surgery' });
  await one.says('yes');
  expect(await one.says('no idea')).toEqual([
    'I did not get the day. Please write it with the month, such as 3 May.',
    'On which day was your operation?',
  ]);
});

test('keywords are whole messages, without regard to case, accents and marks', () => {
  const keyword = programmeKeywords(shippedContent());
  expect(keyword('Smoke free!')).toEqual({
    dialog: 'programme',
    args: { task: 'join', programme: 'quit_smoking', by: 'keyword' },
  });
  expect(keyword('PERDÍ AL BEBÉ')).toEqual({
    dialog: 'programme',
    args: { task: 'word', words: [{ programme: 'pregnancy', word: 'loss' }] },
  });
  expect(keyword('I read about a smoke free home')).toBeUndefined();
});
