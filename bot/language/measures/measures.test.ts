import fc from 'fast-check';
import { language, shipped } from '../library.fixture';
import { unitWords } from './units';

function measures(text: string) {
  return language.read(text, 'en', {}).measures.map(({ kind, value }) => `${kind} ${Math.round(value * 10) / 10}`);
}

it.each([
  ['temp 103', ['temperature_c 39.4']],
  ['fever of 39.2', ['temperature_c 39.2']],
  ['tiene 38,5 de fiebre', ['temperature_c 38.5']],
  ['101.2F', ['temperature_c 38.4']],
  ['my 7 week old', ['age_months 1.6']],
  ['bebé de 2 meses', ['age_months 2']],
  ['he is 3 yo', ['age_months 36']],
  ['my baby is 3 weeks', ['age_months 0.7']],
  ['el bebé tiene tres semanas', ['age_months 0.7']],
  ['mi hijo tiene 8 meses', ['age_months 8']],
  ['el bebé tiene tres días con fiebre', ['duration_hours 72']],
  ['mi hija tiene 2 semanas de tos', ['duration_hours 336']],
  ['the finger is 40 degrees bent', []],
  ['my long term sugar is 58', []],
  ["I'm 62 and diabetic", ['age_months 744']],
  ['cough for three days', ['duration_hours 72']],
  ['two weeks ago', ['duration_hours 336']],
  ['cough for 6 weeks', ['duration_hours 1008']],
  ['lost 4 kg in 6 weeks', ['duration_hours 1008']],
  ['36 weeks and a bad headache', ['weeks_pregnant 36']],
  ['28 weeks pregnant', ['weeks_pregnant 28']],
  ['bp 182/111', ['systolic 182', 'diastolic 111']],
  ['pressure was 190 over 120', ['systolic 190', 'diastolic 120']],
  ['glucose 3.1', ['glucose_mgdl 55.8']],
  ['sugar is 320', ['glucose_mgdl 320']],
  ['6.1 mmol', ['glucose_mgdl 109.9']],
  ['o2 sats 88', ['spo2 88']],
  ['heart rate 150', ['heart_rate 150']],
  ['pulse 88, oxygen 98%, temp 36.6', ['heart_rate 88', 'spo2 98', 'temperature_c 36.6']],
  ['oxygen 96%, pulse 84', ['spo2 96', 'heart_rate 84']],
  ['type 1, sugars 18, ketones 1.8', ['glucose_mgdl 324.3', 'ketones_mmol 1.8']],
  ['ketones 1.2 mmol, now 0.9', ['ketones_mmol 1.2', 'ketones_mmol 0.9']],
  ['no sugar diabetes, but two or three hours past lunch', ['duration_hours 3']],
  ['comes down to 37.6 with paracetamol', ['temperature_c 37.6']],
  ['tiene 38.4 con tos', ['temperature_c 38.4']],
  ['took 12 tylenol', ['count 12']],
  ['pain 8/10', ['pain 8']],
  ['7 out of 10', ['pain 7']],
  ['7 de 10', ['pain 7']],
  ['it flutters several times a week', []],
  ['periods every 5 to 8 weeks for a year', ['duration_hours 8760']],
  ['my weight is 101.5', []],
  ['room 911', []],
])('%s', (text, expected) => {
  expect(measures(text)).toEqual(expected);
});

it('reads any row of numbers and unit words without failing', () => {
  const said = [...unitWords(shipped).uses.keys(), ...unitWords(shipped).numbers.keys()];
  const word = fc.oneof(
    fc.constantFrom(...said),
    fc.constantFrom('7', '10', '120', '38.5', '2010', '/', '.', 'de', 'of'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (row) => {
      expect(Array.isArray(measures(row.join(' ')))).toBe(true);
    }),
    { numRuns: 400, seed: 7 },
  );
});
