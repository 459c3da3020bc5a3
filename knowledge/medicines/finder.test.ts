import * as fc from 'fast-check';
import { shippedContent } from '../../test/support/talk';
import { medicineKnowledge } from './index';
import { readQuestion } from './question';
import { edits } from './spelling';
import { nameKey } from './words';

const knowledge = medicineKnowledge(shippedContent());
const found = (text: string) => knowledge.find(text).found.map((one) => [one.id, one.how, one.confirm]);

test.each([
  ['what is ramipril for', [['ramipril', 'name', false]]],
  ['is Tylenol the same as Panadol', [['paracetamol', 'brand', false]]],
  ['tylonol', [['paracetamol', 'misspelling', false]]],
  // A look-alike is asked about even when it is spelt right.
  ['metformin', [['metformin', 'name', true]]],
  ['Glucophage', [['metformin', 'brand', false]]],
  // A guess is always asked about.
  ['ramiprill 5', [['ramipril', 'misspelling', false]]],
  ['ramprilo', [['ramipril', 'near', true]]],
  ['co amoxiclav and co-amoxiclav', [['co_amoxiclav', 'name', false]]],
  ['st. johns wort', [['st_johns_wort', 'name', false]]],
  ["St John's wort", [['st_johns_wort', 'name', false]]],
  ['vitamin d', [['vitamin_d', 'name', false]]],
  ['insulin lispro', [['insulin_lispro', 'name', true]]],
  [
    'levotiroxina y hierro',
    [
      ['levothyroxine', 'name', false],
      ['ferrous_sulfate', 'name', false],
    ],
  ],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each([
  ['hydroxyzine or hydralazine', ['hydroxyzine', 'hydralazine']],
  ['clonidine', ['clonidine']],
])('look-alikes are confirmed: %s', (text, ids) => {
  const all = knowledge.find(text).found;
  expect(all.map((one) => one.id)).toEqual(ids);
  expect(all.every((one) => one.confirm)).toBe(true);
});

test.each([
  'my little white tablet',
  'the water pill',
  'blood pressure pills',
  'mi pastilla para la presion',
  'my inhaler',
])('asks which one: %s', (text) => {
  expect(readQuestion(knowledge, text).state).toBe('ask');
});

test.each(['what is fexomolol for', 'zorvacitinib side effects', 'hello', 'my stomach hurts after supper', '', '💊'])(
  'knows no medicine in: %s',
  (text) => {
    expect(readQuestion(knowledge, text)).toMatchObject({ found: [], state: 'unknown' });
  },
);

test('a medicine known by name only has no card and is not answered', () => {
  expect(readQuestion(knowledge, 'what is seroquel for').state).toBe('no-card');
});

test('every name of every medicine leads to it', () => {
  const wrong: string[] = [];
  for (const [key, entries] of knowledge.names.byName) {
    for (const { id } of entries) {
      const first = knowledge.find(key).found.flatMap((one) => one.candidates);
      const isSubstance = knowledge.names.subjects.get(id)?.kind === 'substance';
      if (!isSubstance && !first.includes(id)) wrong.push(`${key} -> ${first.join(',')} not ${id}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('one slip of the finger never gives another medicine without asking', () => {
  const names = [...knowledge.names.byName.entries()].filter(
    ([key, entries]) => key.length >= 6 && knowledge.names.subjects.get(entries[0]!.id)?.kind === 'medicine',
  );
  const slip = fc
    .tuple(
      fc.constantFrom(...names),
      fc.nat(),
      fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
      fc.constantFrom('drop', 'put', 'change', 'swap'),
    )
    .map(([[key, entries], where, letter, how]) => {
      const at = where % (key.length - 1);
      const [before, here, next, rest] = [key.slice(0, at), key[at]!, key[at + 1]!, key.slice(at + 2)];
      const text = {
        drop: before + next + rest,
        put: before + letter + here + next + rest,
        change: before + letter + next + rest,
        swap: before + next + here + rest,
      }[how];
      return { text, id: entries[0]!.id };
    });
  void fc.assert(
    fc.property(slip, ({ text, id }) => {
      for (const one of knowledge.find(text).found)
        if (one.id !== id && !one.confirm)
          expect(
            knowledge.names.byName.has(nameKey(text)) || knowledge.names.byName.has(nameKey(text).replace(/s$/, '')),
          ).toBe(true);
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test('edits agrees with the plain definition on short words', () => {
  const slow = (a: string, b: string): number => {
    const grid = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    for (let i = 1; i <= a.length; i++)
      for (let j = 1; j <= b.length; j++) {
        grid[i]![j] = Math.min(
          grid[i - 1]![j]! + 1,
          grid[i]![j - 1]! + 1,
          grid[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        );
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          grid[i]![j] = Math.min(grid[i]![j]!, grid[i - 2]![j - 2]! + 1);
      }
    return grid[a.length]![b.length]!;
  };
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  void fc.assert(
    fc.property(word, word, fc.nat({ max: 4 }), (a, b, limit) => {
      expect(edits(a, b, limit)).toBe(Math.min(slow(a, b), limit + 1));
    }),
    { seed: 7 },
  );
});

test('the pill after another medicine is that one, beside it the pill', () => {
  const read = (text: string) => readQuestion(knowledge, text).found.map((one) => one.id);
  expect(read('My mum takes amlodipine. Her feet swell. Could it be the pill?')).toEqual(['amlodipine']);
  expect(read('does carbamazepine stop the pill working')).toEqual(['carbamazepine', 'combined_pill']);
});
