import { join } from 'node:path';
import { loadContent } from '../load';
import type { Protocol } from '../schema/protocol';
import { encodeAnswer } from '../triage/answers';
import { runTest } from '../triage/test-case';
import { differences } from './diff';
import { reviewPage } from './page';
import { type Replayable, replay, replaySummary } from './replay';

const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const modifiers = content.all('modifier');
const throat = content.get('protocol', 'sore_throat');

/** A version with one rule milder, one question gone and one sentence changed. */
const changed: Protocol = {
  ...throat,
  version: '2',
  questions: throat.questions.filter((question) => question.id !== 'hoarse_or_lump'),
  rules: throat.rules
    .filter((rule) => rule.id !== 'persistent_hoarse_or_lump')
    .map((rule) => (rule.id === 'low_white_cells' ? { ...rule, level: 'D3' as const, deadline_hours: 24 } : rule)),
  tests: throat.tests.filter((one) => one.answers.hoarse_or_lump === undefined),
  advice: throat.advice.map((one) =>
    one.id === 'drink' ? { ...one, text: { ...one.text, en: 'Drink a lot.' } } : one,
  ),
};

function stored(name: string): Replayable {
  const one = throat.tests.find((test) => test.name === name)!;
  const { given, outcome } = runTest(throat, modifiers, one);
  return {
    id: name,
    protocol: 'protocol/sore_throat@1',
    disposition: outcome.level,
    rule: outcome.id,
    answers: Object.entries(given.answers).map(([id, answer]) => ({
      question: `protocol/sore_throat@1#questions.${id}`,
      answer: encodeAnswer(answer),
    })),
    because: [],
    at: 0,
    facts: {
      ageMonths: given.person.ageMonths as number,
      sex: given.person.sex as string,
      triageFacts: given.person.facts,
    },
  };
}

test('the same version has no difference', () => {
  expect(differences(throat, throat)).toEqual([]);
});

test('differences are of meaning, and those that matter for safety come first', () => {
  expect(differences(throat, changed).map((one) => `${one.weight}: ${one.text.en}`)).toEqual([
    'safety: Rule "low_white_cells" is now D3 instead of D2 (milder).',
    'safety: Rule "low_white_cells" has a deadline of 24 instead of the level hours.',
    'safety: Rule "persistent_hoarse_or_lump" (D3) is gone.',
    'safety: Question "hoarse_or_lump" (hoarse voice or neck lump for over 3 weeks) is not asked any more.',
    'wording: Advice "drink" reads: "Drink a lot."',
  ]);
});

test('stored assessments come to the same under the same version', () => {
  const all = throat.tests.map((one) => replay(stored(one.name), throat, modifiers));
  expect(replaySummary(all)).toEqual({ same: throat.tests.length, moreUrgent: 0, milder: [] });
});

test('a changed version shows which assessments would have been milder', () => {
  const all = throat.tests.map((one) => replay(stored(one.name), changed, modifiers));
  expect(replaySummary(all).milder.map((one) => [one.id, one.before, one.after])).toEqual([
    ['methotrexate without fever', 'D2', 'D3'],
    ['hoarse for a month', 'D3', 'D5'],
  ]);
});

test('the review page of every protocol shows its rules, both languages and no wrong case', () => {
  for (const protocol of content.all('protocol')) {
    const page = reviewPage(protocol, modifiers);
    expect(page).not.toContain('class="wrong"');
    for (const rule of protocol.rules) expect(page).toContain(`id="rule-${rule.id}"`);
    for (const question of protocol.questions) expect(page).toContain(`id="question-${question.id}"`);
    expect(page).toContain('lang="es"');
  }
});

test('the review page is a tree: below each answer the rules it leads to', () => {
  const page = reviewPage(throat, modifiers);
  expect(page).toMatch(/id="question-airway">.*?href="#rule-airway">\u2192 D0 airway/);
});

test('the review page names the changes since the version before', () => {
  expect(reviewPage(changed, modifiers, throat)).toContain(
    'Rule &quot;low_white_cells&quot; is now D3 instead of D2 (milder).',
  );
});
