import { shippedContent } from '../../../test/support/talk';
import { medicineKnowledge } from '../index';
import { checkDailyMaximum, type Taken } from './daily-maximum';
import { checkDuplicates } from './duplicates';
import { checkList, checkPair } from './interactions';
import { checkAllergies, findAllergies, pregnancyConcern, tooYoung } from './person';

const content = shippedContent();
const { names, exact, find } = medicineKnowledge(content);

/** Every medicine an id or class of a row stands for. */
function expand(side: readonly string[]): string[] {
  return [...names.subjects.values()]
    .filter((one) => side.includes(one.id) || one.classes.some((id) => side.includes(id)))
    .map((one) => one.id);
}

test('every curated pair is found in either order, at least as severe as its row', () => {
  const order = 'XABCN';
  const missed: string[] = [];
  let checked = 0;
  for (const file of content.all('interaction')) {
    for (const pair of file.pairs) {
      for (const a of expand(pair.a).filter((id) => !pair.except.includes(id))) {
        for (const b of expand(pair.b).filter((id) => !pair.except.includes(id) && id !== a)) {
          checked++;
          const [there, back] = [checkPair(content, names, a, b), checkPair(content, names, b, a)];
          const wanted = pair.otherwise ?? pair.severity;
          if (there === undefined || order.indexOf(there.severity) > order.indexOf(wanted))
            missed.push(`${pair.id}: ${a} + ${b}`);
          if (there?.ref !== back?.ref) missed.push(`${pair.id}: order matters for ${a} + ${b}`);
        }
      }
    }
  }
  expect(missed).toEqual([]);
  expect(checked).toBeGreaterThan(2000);
});

test('rows of every severity: X and A interrupt, the others do not', () => {
  const sample = (a: string, b: string) => {
    const hit = checkPair(content, names, exact(a)!, exact(b)!);
    return hit === undefined ? undefined : [hit.severity, hit.interrupts];
  };
  expect(sample('Viagra', 'nitroglycerin')).toEqual(['X', true]);
  expect(sample('Coumadin', 'Advil')).toEqual(['A', true]);
  expect(sample('Plavix', 'Losec')).toEqual(['B', false]);
  expect(sample('iron', 'Synthroid')).toEqual(['C', false]);
  expect(sample('Tylenol', 'Advil')).toEqual(['N', false]);
  expect(sample('metformin', 'levothyroxine')).toBeUndefined();
});

test('both names of every row are found in a sentence, generic or brand', () => {
  const brands = content.all('medicine').flatMap((one) => one.names.brands.map((brand) => [brand, one.id] as const));
  const wrong = brands.filter(
    ([brand, id]) => !find(`can i take ${brand} with beer`).found.some((one) => one.candidates.includes(id)),
  );
  expect(wrong).toEqual([]);
});

test('a triple is severe only with its third medicine', () => {
  expect(checkPair(content, names, 'ibuprofen', 'lisinopril')).toMatchObject({ severity: 'B', interrupts: false });
  expect(checkList(content, names, ['ibuprofen', 'lisinopril', 'furosemide']).hits[0]).toMatchObject({
    severity: 'A',
    interrupts: true,
  });
});

test('a list: most severe first, and what was not checked is named', () => {
  const { hits, notChecked } = checkList(content, names, ['warfarin', 'aspirin', 'levothyroxine', 'warfarin']);
  expect(hits.map((hit) => hit.severity)).toEqual(['A']);
  expect(notChecked).toEqual([
    ['warfarin', 'levothyroxine'],
    ['aspirin', 'levothyroxine'],
  ]);
});

test('duplicates by ingredient and by class', () => {
  expect(checkDuplicates(content, names, ['paracetamol', 'co_codamol', 'metformin'])).toEqual([
    { kind: 'ingredient', shared: 'paracetamol', ids: ['paracetamol', 'co_codamol'] },
  ]);
  expect(checkDuplicates(content, names, ['ibuprofen', 'naproxen'])).toEqual([
    { kind: 'class', shared: 'nsaid', ids: ['ibuprofen', 'naproxen'] },
  ]);
  expect(checkDuplicates(content, names, ['insulin_glargine', 'insulin_aspart'])).toEqual([]);
});

test('allergies: the thing itself, a relative, and nothing', () => {
  expect(findAllergies(content, 'Soy alérgica a la penicilina')).toEqual(['penicillin']);
  expect(checkAllergies(content, names, ['penicillin'], 'co_amoxiclav')).toMatchObject([{ kind: 'same' }]);
  expect(checkAllergies(content, names, ['penicillin'], 'cephalexin')).toMatchObject([
    { kind: 'cross', ref: 'allergy/penicillin@1#cross.0.advice' },
  ]);
  expect(checkAllergies(content, names, ['penicillin'], 'ceftriaxone')).toMatchObject([
    { kind: 'cross', ref: 'allergy/penicillin@1#cross.1.advice' },
  ]);
  expect(checkAllergies(content, names, ['penicillin'], 'azithromycin')).toEqual([]);
});

test('pregnancy: how soon somebody looks', () => {
  const concern = (id: string, weeks?: number) => pregnancyConcern(content.get('medicine', id), weeks);
  expect([concern('valproate'), concern('paracetamol'), concern('amlodipine')]).toEqual(['today', 'none', 'ask']);
  expect([concern('ibuprofen'), concern('ibuprofen', 12), concern('ibuprofen', 20)]).toEqual(['today', 'ask', 'today']);
  expect([concern('nitrofurantoin', 12), concern('nitrofurantoin', 38)]).toEqual(['none', 'today']);
});

test('aspirin is not for under sixteen', () => {
  const aspirin = content.get('medicine', 'aspirin');
  expect([tooYoung(aspirin, 15 * 12), tooYoung(aspirin, 16 * 12), tooYoung(aspirin, undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('the daily maximum counts an ingredient across products', () => {
  const taken: Taken[] = [
    { medicine: 'paracetamol', mg: { paracetamol: 1000 }, timesPerDay: 3 },
    { medicine: 'co_codamol', mg: { paracetamol: 500, codeine: 30 }, timesPerDay: 3 },
  ];
  expect(checkDailyMaximum(content, taken)).toEqual([
    { ingredient: 'paracetamol', total: 4500, maximum: 4000, medicines: ['paracetamol', 'co_codamol'] },
  ]);
  expect(checkDailyMaximum(content, [taken[0]!])).toEqual([]);
});
