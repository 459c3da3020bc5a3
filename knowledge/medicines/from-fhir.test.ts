import { shippedContent } from '../../test/support/talk';
import { fromMedicationRequest } from './from-fhir';
import { medicineKnowledge } from './index';
import { asksAboutMedicine } from './question';

const knowledge = medicineKnowledge(shippedContent());

test('a coded prescription: by RxNorm, with its directions and end', () => {
  expect(
    fromMedicationRequest(knowledge, {
      resourceType: 'MedicationRequest',
      status: 'active',
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '6809', display: 'metformin' }],
        text: 'METFORMIN HCL 500 MG TABS',
      },
      dosageInstruction: [{ text: '1 tab BID', patientInstruction: 'One tablet with breakfast and dinner' }],
      dispenseRequest: { validityPeriod: { end: '2026-12-24T00:00:00Z' } },
    }),
  ).toEqual({
    medicine: 'metformin',
    name: 'METFORMIN HCL 500 MG TABS',
    label: 'One tablet with breakfast and dinner',
    ends: '2026-12-24',
    active: true,
  });
});

test('by its exact name; a misspelt or unknown one is kept as written and never guessed', () => {
  const prescribed = (text: string) =>
    fromMedicationRequest(knowledge, {
      resourceType: 'MedicationRequest',
      status: 'stopped',
      medicationCodeableConcept: { text },
    });
  expect(prescribed('Lisinopril 10 mg oral tablet')).toEqual({
    medicine: 'lisinopril',
    name: 'Lisinopril 10 mg oral tablet',
    active: false,
  });
  expect(prescribed('Lisinoprul 10 mg')).toEqual({ name: 'Lisinoprul 10 mg', active: false });
  expect(prescribed('amoxicillin and metformin')).toEqual({ name: 'amoxicillin and metformin', active: false });
});

test('another resource is refused', () => {
  expect(() => fromMedicationRequest(knowledge, { resourceType: 'Patient' })).toThrow('MedicationRequest');
});

test.each([
  ['what is metformin for', true],
  ['forgot my water pill', true],
  ['tomo ramipril', true],
  ['my chest hurts', false],
  ['book an appointment for monday', false],
  ['i have a headache and feel dizzy', false],
])('a question for the medicine dialog: %s %s', (text, expected) => {
  expect(asksAboutMedicine(knowledge, text)).toBe(expected);
});
