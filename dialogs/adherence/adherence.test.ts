import { DateTime } from 'luxon';
import type { Dialog } from '../../bot/contracts';
import { shippedContent, type Talk, talk } from '../../test/support/talk';
import { counselling } from '../counselling/dialog';
import { medication } from '../medication/dialog';
import { adherence } from './dialog';
import { daysBefore, daysUntil, nextAt, readTimes } from './times';

const DIALOGS = [adherence, medication, counselling] as unknown as readonly Dialog[];
const ZONE = 'America/Chicago';
const at = (local: string): number => DateTime.fromISO(local, { zone: ZONE }).toMillis();
const flagged = (one: Talk) =>
  one.events.flatMap((event) => (event.type === 'flag' ? [[event.severity, event.reason]] : []));

async function reminded(medicine: string, when = '2026-11-23T07:00'): Promise<Talk> {
  const one = talk(DIALOGS, { now: at(when) });
  await one.begin('adherence', { kind: 'offer', medicine });
  await one.says('yes');
  await one.says('at breakfast');
  return one;
}

test('reminders at meals: asked, set, said, and the next day set again', async () => {
  const one = await reminded('ramipril');
  expect([...one.timers.keys()]).toEqual(['dose:ramipril:08:00']);
  expect(one.timers.get('dose:ramipril:08:00')!.at).toBe(at('2026-11-23T08:00'));
  expect(await one.due('dose:ramipril:08:00')).toEqual([
    'It is 08:00: time for ramipril, as your label says. Did you take it?',
  ]);
  expect(one.timers.get('dose:ramipril:08:00')!.at).toBe(at('2026-11-24T08:00'));
  expect(one.timers.get('silence:ramipril')!.at).toBe(at('2026-11-23T11:00'));
  expect(await one.answers('taken')).toEqual(['Well done. That helps ramipril to work.']);
  expect(one.timers.has('silence:ramipril')).toBe(false);
});

test('own times are read from the text', async () => {
  const one = talk(DIALOGS, { now: at('2026-11-23T07:00'), locale: 'es' });
  await one.begin('adherence', { kind: 'offer', medicine: 'ramipril' });
  await one.says('sí');
  await one.says('mis propias horas');
  await one.says('a las 8 y a las 9:30 pm');
  expect([...one.timers.keys()]).toEqual(['dose:ramipril:08:00', 'dose:ramipril:21:30']);
});

test('a reminder that comes hours late is not said, but the chain goes on', async () => {
  const one = await reminded('ramipril');
  one.now = at('2026-11-23T12:00');
  expect(await one.due('dose:ramipril:08:00')).toEqual([]);
  expect(one.timers.get('dose:ramipril:08:00')!.at).toBe(at('2026-11-24T08:00'));
});

test('the course ends: a last word and no more timers', async () => {
  const one = talk(DIALOGS, { now: at('2026-11-23T07:00') });
  await one.begin('adherence', { kind: 'offer', medicine: 'amoxicillin', ends: '2026-11-24' });
  await one.says('yes');
  await one.says('at breakfast');
  await one.due('dose:amoxicillin:08:00');
  const said = await one.due('dose:amoxicillin:08:00');
  expect(said[0]).toContain('Your course of amoxicillin ends now');
  expect([...one.timers.keys()].filter((key) => key.startsWith('dose:'))).toEqual([]);
});

test.each([
  ['I forgot', 'medicine/apixaban#say.missed', 'offer', []],
  ['It costs too much', 'medicine-text/standard#texts.cost', undefined, [[3, 'adherence-money']]],
  ['I feel well', 'medicine/apixaban#say.stopping', undefined, [[2, 'adherence-feels_well']]],
  ['I ran out', 'medicine-text/standard#texts.running_out_critical', 'refill', []],
  ['I am not sure of it', 'medicine/apixaban#say.purpose', undefined, [[3, 'adherence-belief']]],
  ['Something else', 'wording/medication.told-team', undefined, [[2, 'adherence-other_reason']]],
] as const)('a missed dose, because: %s', async (reason, ref, place, flags) => {
  const one = await reminded('apixaban');
  await one.due('dose:apixaban:08:00');
  const asked = await one.answers('not_taken');
  expect(asked[0]).toContain('What got in the way with apixaban?');
  expect(await one.says(reason)).toContain(shippedContent().text(ref, 'en'));
  expect(one.place).toBe(place);
  expect(flagged(one)).toEqual(flags);
});

test('a missed dose, because it makes ill: the side-effect questions follow', async () => {
  const one = await reminded('apixaban');
  await one.due('dose:apixaban:08:00');
  await one.answers('not_taken');
  expect((await one.says('It makes me feel ill'))[0]).toContain('How bad is it?');
});

test('silence counts: two in a row of a critical medicine are a task, three of another', async () => {
  const critical = await reminded('apixaban');
  for (let day = 0; day < 2; day++) {
    await critical.due('dose:apixaban:08:00');
    await critical.due('silence:apixaban');
  }
  expect(flagged(critical)).toEqual([[2, 'missed-doses']]);
  const other = await reminded('ramipril');
  for (let day = 0; day < 3; day++) {
    await other.due('dose:ramipril:08:00');
    await other.due('silence:ramipril');
  }
  expect(flagged(other)).toEqual([[3, 'missed-doses']]);
});

test('a dose taken starts the count again', async () => {
  const one = await reminded('apixaban');
  await one.due('dose:apixaban:08:00');
  await one.due('silence:apixaban');
  await one.due('dose:apixaban:08:00');
  await one.answers('taken');
  expect(one.facts.missedDoses).toEqual({ apixaban: 0 });
});

test('the supply counts down, and the refill is asked of staff', async () => {
  const one = talk(DIALOGS, { now: at('2026-11-01T07:00') });
  await one.begin('adherence', { kind: 'offer', medicine: 'ramipril', ends: '2026-11-30' });
  await one.says('yes');
  await one.says('at dinner');
  expect([...one.timers].filter(([key]) => key.startsWith('refill:')).map(([key, timer]) => [key, timer.at])).toEqual([
    ['refill:ramipril:7', at('2026-11-23T08:00')],
    ['refill:ramipril:2', at('2026-11-28T08:00')],
  ]);
  expect(await one.due('refill:ramipril:7')).toEqual([
    'In 7 days your ramipril runs out. Shall I ask our team for a refill?',
  ]);
  expect((await one.answers('yes'))[0]).toContain('I have asked our team');
  expect(flagged(one)).toEqual([[3, 'refill-request']]);
});

test('no refill of an opioid by the bot', async () => {
  const one = talk(DIALOGS);
  await one.begin('adherence', { kind: 'refill', medicine: 'morphine', ends: '2026-12-01', answer: 'yes' });
  expect(flagged(one)).toEqual([[3, 'refill-opioid']]);
});

test('times: daylight saving moves a reminder, never drops it', () => {
  expect(nextAt('02:30', ZONE, at('2027-03-13T03:00'))).toBe(at('2027-03-14T03:30'));
  expect(nextAt('08:00', ZONE, at('2026-10-31T08:00'))).toBe(at('2026-11-01T08:00'));
  expect(daysUntil('2026-11-30', ZONE, at('2026-11-23T23:00'))).toBe(7);
  expect(daysBefore('2026-11-30', 2, '08:00', ZONE)).toBe(at('2026-11-28T08:00'));
  expect(readTimes('8am, 12 pm and 9.15 p.m.')).toEqual(['08:00', '12:00', '21:15']);
  expect(readTimes('at 25:00 or never')).toEqual([]);
});

test('reminders that are there are changed or stopped, not set twice', async () => {
  const one = await reminded('ramipril');
  await one.begin('adherence', { kind: 'offer', medicine: 'ramipril' });
  expect(one.place).toBe('manage');
  await one.says('change the times');
  await one.says('at bedtime');
  expect([...one.timers.keys()]).toEqual(['dose:ramipril:22:00']);
  await one.begin('adherence', { kind: 'offer', medicine: 'ramipril' });
  await one.says('no more reminders');
  expect([...one.timers.keys()]).toEqual([]);
  expect(one.facts.reminders).toEqual({});
});
