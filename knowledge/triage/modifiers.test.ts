import { join } from 'node:path';
import fc from 'fast-check';
import { answererOf, paths } from '../checks/protocol-paths';
import { loadContent } from '../load';
import { factsOf, rank } from './answers';
import { runTest } from './test-case';
import { walk } from './walk';

const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const modifiers = content.all('modifier');

/** A case of sore throat that is otherwise at home, with one thing about the person. */
function throat(about: {
  age?: string;
  facts?: string[];
  answers?: Record<string, boolean | string[]>;
  sex?: 'female' | 'male';
}) {
  const { outcome } = runTest(content.get('protocol', 'sore_throat'), modifiers, {
    name: 'case',
    age: about.age ?? '35y',
    sex: about.sex ?? 'female',
    facts: about.facts ?? [],
    unsure_facts: [],
    answers: about.answers ?? {},
    expect: 'D5',
  });
  return `${outcome.level} ${outcome.id}`;
}

test('modifiers never lower: with them every path is at least as urgent as without', () => {
  for (const protocol of content.all('protocol').slice(0, 12)) {
    fc.assert(
      fc.property(paths(protocol, modifiers), (path) => {
        const without = walk({ protocol, modifiers: [] }, answererOf(path)).outcome;
        const withThem = walk({ protocol, modifiers }, answererOf(path)).outcome;
        expect(rank(withThem)).toBeLessThanOrEqual(rank(without));
      }),
      { numRuns: 40 },
    );
  }
});

test.each([
  ['nothing special', throat({}), 'D5 home'],
  ['weak immunity', throat({ facts: ['weak_immunity'] }), 'D2 M-IMMUNO.infection'],
  ['weak immunity and fever', throat({ facts: ['weak_immunity'], answers: { fever: true } }), 'D1 M-IMMUNO.fever'],
  ['pregnant', throat({ facts: [] }), 'D5 home'],
  ['sickle cell disease and fever', throat({ facts: ['sickle_cell'], answers: { fever: true } }), 'D1 M-SICKLE.crisis'],
  ['insulin', throat({ facts: ['diabetes_medicine'] }), 'D2 M-DIABETES.sick_day'],
  ['two months old with fever', throat({ age: '2m', answers: { fever: true } }), 'D1 M-INFANT-LT3M.fever'],
  ['eight months old', throat({ age: '8m' }), 'D3 M-INFANT-3-12M.illness'],
  ['asked for help yesterday', throat({ facts: ['repeat_contact'] }), 'D4 M-REPEAT.up'],
  ['a parent who feels something is wrong', throat({ age: '4y', facts: ['carer_worry'] }), 'D2 M-CARER-WORRY.any'],
  ['malaria area and fever', throat({ facts: ['malaria_area'], answers: { fever: true } }), 'D2 M-TRAVEL.fever'],
])('%s', (_name, got, wanted) => {
  expect(got).toBe(wanted);
});

test('every fact a rule or modifier names is defined once, with words in both languages', () => {
  const all = modifiers.flatMap((modifier) => modifier.facts.map((fact) => fact.id));
  expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
  expect([...factsOf(modifiers).values()].filter((fact) => fact.text.es === fact.text.en)).toEqual([]);
});
