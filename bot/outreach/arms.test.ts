import { allocateArm, allocateBlocks } from './arms';

const ARMS = [
  { id: 'texts', weight: 2 },
  { id: 'control', weight: 1 },
];
const count = (arms: Iterable<string>) => {
  const counts: Record<string, number> = {};
  for (const arm of arms) counts[arm] = (counts[arm] ?? 0) + 1;
  return counts;
};

test('one person always gets the same arm, and shares come out as weighted', () => {
  const arms = Array.from({ length: 3000 }, (_, index) => allocateArm(ARMS, 'trial-1', `p_${index}`));
  expect(arms).toEqual(Array.from({ length: 3000 }, (_, index) => allocateArm(ARMS, 'trial-1', `p_${index}`)));
  const share = count(arms).texts! / 3000;
  expect(Math.abs(share - 2 / 3)).toBeLessThan(0.04);
  expect(arms).not.toEqual(Array.from({ length: 3000 }, (_, index) => allocateArm(ARMS, 'trial-2', `p_${index}`)));
});

test('a list is balanced inside every stratum and does not depend on its order', () => {
  const units = Array.from({ length: 300 }, (_, index) => ({ unit: `p_${index}`, stratum: index < 90 ? 'en' : 'es' }));
  const given = allocateBlocks(ARMS, 'trial-1', units);
  expect(new Map([...given].sort())).toEqual(
    new Map([...allocateBlocks(ARMS, 'trial-1', [...units].reverse())].sort()),
  );
  const armsOf = (stratum: string) => units.filter((one) => one.stratum === stratum).map((one) => given.get(one.unit)!);
  expect([count(armsOf('en')), count(armsOf('es'))]).toEqual([
    { texts: 60, control: 30 },
    { texts: 140, control: 70 },
  ]);
});

test('without any weight there is nothing to give', () => {
  expect(() => allocateArm([{ id: 'a', weight: 0 }], 's', 'u')).toThrow('positive weight');
});
