import { join } from 'node:path';
import fc from 'fast-check';
import { answererOf, paths } from '../checks/protocol-paths';
import { loadContent } from '../load';
import type { Case } from './answers';
import { dispose } from './dispose';
import { couldBe, decidedUnanswered, openSigns } from './unanswered';
import { walk } from './walk';

const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const modifiers = content.all('modifier');
const least = content.all('levels')[0]!.unanswered;
const reason = { patient: { en: '-', es: '-' }, staff: '-' };

const ankle = (answers: Case['answers']): Case => ({
  protocol: content.get('protocol', 'limb_injury'),
  modifiers,
  person: { ageMonths: 360, sex: 'female', facts: {} },
  answers,
});

test('a twisted ankle and then silence: the danger signs with the level of each, none lost', () => {
  const signs = openSigns(ankle({}));
  expect(signs.filter((one) => one.level === 'D0').map((one) => `${one.question}.${one.option}`)).toEqual([
    'danger.cold',
    'danger.bone',
    'danger.hip',
  ]);
  expect(signs.find((one) => one.option === 'no_steps')).toEqual({
    question: 'hospital',
    option: 'no_steps',
    level: 'D1',
  });
});

test('signs that mean an emergency only together are each listed at the level of both', () => {
  const chest = { ...ankle({}), protocol: content.get('protocol', 'chest_pain_adult') };
  const d0 = openSigns(chest)
    .filter((one) => one.level === 'D0')
    .map((one) => `${one.question}.${one.option}`);
  expect(d0).toEqual([
    'danger.breathless',
    'danger.sweaty_sick',
    'danger.faint',
    'danger.spreads',
    'danger.tearing',
    'danger.coughs_blood',
    'danger.racing',
  ]);
});

test('how much hangs on one unanswered question', () => {
  expect(couldBe(ankle({}), 'danger')).toBe('D0');
  expect(couldBe(ankle({ danger: { ticks: [] } }), 'hospital')).toBe('D1');
  expect(couldBe(ankle({ danger: { ticks: [] }, hospital: { ticks: [] } }), 'moderate')).toBe('D2');
  expect(couldBe({ ...ankle({}), person: { facts: {} } }, 'age')).toBe('D1');
});

test('nothing answered is neither an emergency nor sent home; what was answered counts', () => {
  expect(decidedUnanswered(ankle({}), least, reason)).toMatchObject({ level: 'D3', id: 'unanswered', route: 'phone' });
  expect(decidedUnanswered(ankle({ moderate: { ticks: ['pop'] } }), least, reason)).toMatchObject({
    level: 'D2',
    id: 'moderate',
  });
});

test.each(content.all('protocol').map((protocol) => [protocol.id, protocol] as const))(
  '%s: broken off anywhere, never milder than the answers so far, never self-care with a danger sign open',
  (_id, protocol) => {
    fc.assert(
      fc.property(paths(protocol, modifiers), fc.nat(14), (path, screens) => {
        const { given } = walk({ protocol, modifiers }, answererOf(path));
        const answered = Object.entries(given.answers).slice(0, screens);
        const broken = { ...given, answers: Object.fromEntries(answered) };
        const closed = decidedUnanswered(broken, least, reason);
        expect(closed.level <= dispose(broken).level).toBe(true);
        if (openSigns(broken).length > 0) expect(closed.level).not.toBe('D5');
      }),
      { numRuns: 12, seed: 20270111 },
    );
  },
);
