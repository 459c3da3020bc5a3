import { join } from 'node:path';
import { loadContent } from '../load';
import type { Question } from '../schema/triage-common';
import { isDefault } from '../triage/answers';
import { nextPlaces } from '../triage/next';
import { runTest } from '../triage/test-case';
import { everyPathEnds, moreDangerIsNeverMilder, unsureIsNeverSelfCare } from './protocol-properties';
import { readingProblems } from './protocol-reading';
import { protocolReferenceProblems } from './protocol-references';

const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const modifiers = content.all('modifier');
/** What a story reads like raises self-care by itself: here the rules must hold without it. */
const rulesAlone = modifiers.filter((modifier) => modifier.id !== 'M-LIKE-VISITS');
const protocols = content.all('protocol');
const ids = protocols.map((protocol) => protocol.id);

describe.each(protocols.map((protocol) => [protocol.id, protocol] as const))('%s', (_id, protocol) => {
  test('names only what exists', () => {
    expect(protocolReferenceProblems(protocol, modifiers, ids)).toEqual([]);
  });

  test.each(protocol.tests.map((one) => [one.name, one] as const))('decides: %s', (_name, one) => {
    const { outcome } = runTest(protocol, modifiers, one);
    expect({ level: outcome.level, rule: one.rule === undefined ? undefined : outcome.id }).toEqual({
      level: one.expect,
      rule: one.rule,
    });
  });

  test('its own cases reach every rule and every level', () => {
    const outcomes = protocol.tests.map((one) => runTest(protocol, modifiers, one).outcome);
    const unreached = protocol.rules.map((rule) => rule.id).filter((id) => !outcomes.some((found) => found.id === id));
    expect(unreached).toEqual([]);
  });

  test('every path ends within fifteen screens, and nothing left unasked could have changed the level', () => {
    everyPathEnds(protocol, modifiers);
  });

  test('reporting more danger never leads to less urgent care', () => {
    moreDangerIsNeverMilder(protocol, modifiers);
  });

  test('self-care is never advised while a danger question is unsure', () => {
    unsureIsNeverSelfCare(protocol, rulesAlone);
  });

  test('"not sure" to a danger question alone counts as its most dangerous answer, down to its unknown level', () => {
    const decide = (id: string, answer: string | boolean | string[]) =>
      runTest(protocol, modifiers, {
        name: `${id} alone`,
        age: protocol.applies.age_from ?? (protocol.applies.age_under === undefined ? '35y' : '5y'),
        sex: protocol.applies.sex ?? 'female',
        facts: [],
        unsure_facts: [],
        answers: { [id]: answer },
        expect: 'D0',
      }).outcome.level;
    for (const question of protocol.questions) {
      if (!question.safety || question.unknown_level === undefined || question.type === 'number') continue;
      const worst = dangerousAnswers(question)
        .map((answer) => decide(question.id, answer))
        .sort()[0]!;
      const wanted = [worst, question.unknown_level].sort()[1]!;
      expect({ question: question.id, atLeast: wanted, ok: decide(question.id, 'unsure') <= wanted }).toEqual({
        question: question.id,
        atLeast: wanted,
        ok: true,
      });
    }
  });

  test('is written for people: short, plain, in both languages', () => {
    expect(readingProblems(protocol)).toEqual([]);
  });

  test('asks before it decides', () => {
    expect(nextPlaces({ protocol, modifiers, person: { facts: {} }, answers: {} }).length).toBeGreaterThan(0);
    expect(protocol.rules.filter(isDefault)).toHaveLength(1);
  });
});

function dangerousAnswers(question: Question): (string | boolean | string[])[] {
  if (question.type === 'yes_no') return [question.danger !== 'no'];
  if (question.type === 'choice') return question.options.map((option) => option.id);
  return question.type === 'ticks' ? [question.options.map((option) => option.id)] : [];
}
