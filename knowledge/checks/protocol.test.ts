import { join } from 'node:path';
import fc from 'fast-check';
import { loadContent } from '../load';
import type { Question } from '../schema/triage-common';
import { isDefault, type Known, type Person, rank } from '../triage/answers';
import { NO, possible } from '../triage/condition';
import { dispose } from '../triage/dispose';
import { nextPlaces } from '../triage/next';
import { runTest } from '../triage/test-case';
import { MOST_QUESTIONS, walk } from '../triage/walk';
import { answererOf, type Path, paths, worse } from './protocol-paths';
import { readingProblems } from './protocol-reading';
import { protocolReferenceProblems } from './protocol-references';

const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const modifiers = content.all('modifier');
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
    fc.assert(
      fc.property(paths(protocol, modifiers), (path) => {
        const done = walk({ protocol, modifiers }, answererOf(path));
        expect(done.screens).toBeLessThanOrEqual(MOST_QUESTIONS);
        const full = {
          ...done.given,
          answers: path.answers,
          person: personOf(path),
        };
        expect(rank(dispose(full))).toEqual(rank(done.outcome));
      }),
      { numRuns: 60, seed: 20270111 },
    );
  });

  test('reporting more danger never leads to less urgent care', () => {
    fc.assert(
      fc.property(paths(protocol, modifiers), (path) => {
        // Deciding on all answers at once: the test above holds that asking step by step comes to the same.
        const person = personOf(path);
        const before = dispose({ protocol, modifiers, person, answers: path.answers });
        for (const step of worse(path, protocol)) {
          const after = dispose({ protocol, modifiers, person, answers: step.path.answers });
          if (after.level > before.level)
            throw new Error(`${step.what} lowers ${before.level} (${before.id}) to ${after.level} (${after.id})`);
        }
      }),
      { numRuns: 40, seed: 20270111 },
    );
  });

  test('self-care is never advised while a danger question is unsure', () => {
    fc.assert(
      fc.property(paths(protocol, modifiers), (path) => {
        const done = walk({ protocol, modifiers }, answererOf(path));
        const unsure = protocol.questions.filter((question) => {
          const answer = done.given.answers[question.id];
          return question.safety && answer !== undefined && 'is' in answer && answer.is === 'unsure';
        });
        if (unsure.length > 0) expect(done.outcome.level).not.toBe('D5');
      }),
      { numRuns: 60, seed: 20270111 },
    );
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

/** What is true of the person, with facts that cannot be (their gate is closed) left out as the dialog leaves them out. */
function personOf(path: Path): Person {
  const facts: Record<string, Known> = {};
  for (const fact of modifiers.flatMap((modifier) => modifier.facts)) {
    if (fact.volunteered) continue;
    const person = { ageMonths: path.ageMonths, sex: path.sex, facts };
    const closed =
      fact.ask_if !== undefined &&
      possible(fact.ask_if, { protocol: protocols[0]!, modifiers, person, answers: {} }) === NO;
    facts[fact.id] = closed ? 'no' : (path.facts[fact.id] ?? 'no');
  }
  return { ageMonths: path.ageMonths, sex: path.sex, facts };
}

function dangerousAnswers(question: Question): (string | boolean | string[])[] {
  if (question.type === 'yes_no') return [question.danger !== 'no'];
  if (question.type === 'choice') return question.options.map((option) => option.id);
  return question.type === 'ticks' ? [question.options.map((option) => option.id)] : [];
}
