import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadContent } from '../load';
import type { Modifier } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import { everyPathEnds, moreDangerIsNeverMilder, unsureIsNeverSelfCare } from './protocol-properties';

/** The properties every protocol is held to find a protocol that is broken on purpose, each in its own way. */
const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const modifiers = content.all('modifier');
const throat = content.get('protocol', 'sore_throat');

const withRules = (change: (rule: Protocol['rules'][number]) => Protocol['rules'][number]): Protocol => ({
  ...throat,
  rules: throat.rules.map(change),
});

test('they are asked of every protocol file there is', () => {
  const files = readdirSync(join(root, 'content/protocols')).map((file) => file.replace('.yaml', ''));
  expect(content.all('protocol').map((protocol) => protocol.id)).toEqual(files.sort());
});

test('a rule that a second danger sign switches off is found', () => {
  const broken = withRules((rule) =>
    rule.id === 'airway' ? { ...rule, when: { all: [rule.when!, { not: 'deep' }] } } : rule,
  );
  expect(() => moreDangerIsNeverMilder(broken, modifiers)).toThrow(/lowers D0 \(airway\)/);
});

test('a modifier that lowers is found', () => {
  const broken: Modifier[] = modifiers.map((modifier) =>
    modifier.id !== 'M-IMMUNO' ? modifier : { ...modifier, when: { not: modifier.when } },
  );
  expect(() => moreDangerIsNeverMilder(throat, broken)).toThrow(/fact weak_immunity lowers/);
});

test('more questions than anybody is asked, each of which still mattered, are found', () => {
  const more = Array.from({ length: 20 }, (_, at) => `more_${at}`);
  const yesNo = throat.questions.find((question) => question.type === 'yes_no')!;
  const endless: Protocol = {
    ...throat,
    questions: [...throat.questions, ...more.map((id) => ({ ...yesNo, id, unknown_level: undefined, safety: false }))],
    rules: [{ ...throat.rules[0]!, id: 'any_of_them', when: { any: more } }, ...throat.rules],
  };
  expect(() => everyPathEnds(endless, modifiers)).toThrow(/with all answers D0 \(any_of_them\)/);
});

test('a dead end is found: no rule is left that holds', () => {
  const broken: Protocol = { ...throat, rules: throat.rules.filter((rule) => rule.when !== undefined) };
  expect(() => everyPathEnds(broken, modifiers)).toThrow();
});

test('self-care while a danger question is unsure is found', () => {
  const broken: Protocol = {
    ...throat,
    questions: throat.questions.map((question) =>
      question.safety ? { ...question, unknown_level: 'D5' as const } : question,
    ),
  };
  // A story that reads like a visit raises self-care by itself: the rules must be found out without it.
  const rulesAlone = modifiers.filter((modifier) => modifier.id !== 'M-LIKE-VISITS');
  expect(() => unsureIsNeverSelfCare(broken, rulesAlone)).toThrow(/D5 with .* unsure/);
});
