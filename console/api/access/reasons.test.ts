import type { ContentLibrary } from '../../../knowledge/schema/library';
import { flagReasons } from './reasons';

/** A content library that knows one red flag. */
const content = {
  get: (_kind: string, id: string) => {
    if (id !== 'RF07-CHEST-PAIN') throw new Error(`No ${id}.`);
    return { title: { en: 'Chest pain or pressure', es: 'Dolor o presión en el pecho' } };
  },
} as unknown as ContentLibrary;

test('what was only mentioned is named, not shown as an id', () => {
  expect(flagReasons(content, { rule: 2, noted: ['RF07-CHEST-PAIN', 'RF08-AORTIC'] }, 'es')).toEqual([
    { label: 'rule', text: '2' },
    { label: 'noted', text: 'Dolor o presión en el pecho, Aortic' },
  ]);
});
