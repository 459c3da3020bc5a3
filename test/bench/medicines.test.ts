import { benchMedicines } from './medicines';

test('the medicine benchmark loads five thousand and looks every message up', () => {
  const result = benchMedicines(5000, 3);
  expect(result).toMatchObject({ medicines: 5000, lookups: 24 });
});
