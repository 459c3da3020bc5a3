import type { Dialog, TurnEvent } from '../../bot/contracts';
import { shippedContent, type Talk, talk } from '../../test/support/talk';
import { adherence } from '../adherence/dialog';
import { medication } from '../medication/dialog';
import { counselling } from './dialog';

const DIALOGS = [counselling, adherence, medication] as unknown as readonly Dialog[];
const RIGHT = ['preventing blood clots', 'What the label says', 'With or without food', 'Call for help at once'];
const RIGHT_ES = ['prevenir coágulos de sangre', 'Lo que dice etiqueta', 'Con o sin comida', 'Pido ayuda enseguida'];

const recorded = (one: Talk) =>
  one.events.flatMap((event: TurnEvent) =>
    event.type === 'record' && event.kind === 'counselling' ? [event.data] : [],
  );
const flagged = (one: Talk) =>
  one.events.flatMap((event) => (event.type === 'flag' ? [[event.severity, event.reason]] : []));

async function upToTeachBack(locale = 'en'): Promise<Talk> {
  const one = talk(DIALOGS, { locale });
  await one.begin('counselling', { medicine: 'warfarin', label: '5 mg, 18:00' });
  const yes = locale === 'en' ? 'yes' : 'sí';
  for (const said of [
    yes,
    locale === 'en' ? 'none' : 'ninguna',
    'clots',
    'one at night',
    'I may bleed',
    yes,
    'no',
    yes,
  ])
    await one.says(said);
  expect(one.place).toBe('teach');
  return one;
}

test.each([
  ['en', RIGHT],
  ['es', RIGHT_ES],
] as const)('a full encounter passed (%s): everything covered or declined is in the record', async (locale, right) => {
  const one = await upToTeachBack(locale);
  for (const answer of right) await one.says(answer);
  expect(recorded(one)).toEqual([
    {
      outcome: 'completed',
      content: 'medicine/warfarin@1',
      texts: shippedContent().fingerprint,
      label: '5 mg, 18:00',
      covered: [
        'name-and-description',
        'dose-form-route',
        'directions',
        'missed-dose',
        'side-effects',
        'severe-effects-and-action',
        'interactions',
        'contraindications',
        'duration',
        'refill-information',
      ],
      declined: ['self-monitoring', 'storage'],
      said: { purpose: 'clots', how: 'one at night', expect: 'I may bleed' },
      teachBack: { what_for: 'first', how_much: 'first', when: 'first', watch: 'first' },
      locale,
    },
  ]);
  expect(flagged(one)).toEqual([[3, 'counselling-high-risk']]);
  expect(one.facts.medicines).toEqual(['warfarin']);
  // The talk ends with the offer of reminders.
  expect(one.place).toBe('offer');
});

test('wrong once: explained in other words, asked again, passed at the second try', async () => {
  const one = await upToTeachBack();
  for (const answer of RIGHT.slice(0, 3)) await one.says(answer);
  const said = await one.says('Wait a week');
  expect(said[0]).toBe(shippedContent().text('wording/medication.teach-again-watch', 'en'));
  expect(said).toContain(shippedContent().text('medicine/warfarin#say.serious', 'en'));
  await one.says('Call for help at once');
  expect(recorded(one)[0]).toMatchObject({ outcome: 'completed', teachBack: { watch: 'again' } });
});

test('wrong twice: the answer is given, a pharmacist is asked, the record says so', async () => {
  const one = await upToTeachBack();
  await one.says(RIGHT[0]!);
  await one.says('More on bad days');
  await one.says('Two if I missed one');
  await one.says(RIGHT[2]!);
  await one.says(RIGHT[3]!);
  expect(recorded(one)[0]).toMatchObject({ outcome: 'completed-teach-back-failed', teachBack: { how_much: 'failed' } });
  expect(flagged(one)).toContainEqual([2, 'counselling-teach-back']);
});

test('refused: a right, and a record', async () => {
  const one = talk(DIALOGS);
  await one.begin('counselling', { medicine: 'ramipril' });
  await one.says('no');
  expect(recorded(one)).toEqual([{ outcome: 'refused', content: 'medicine/ramipril@1' }]);
  expect(one.place).toBeUndefined();
});

test('an allergy to the new medicine stops the talk and flags it', async () => {
  const one = talk(DIALOGS);
  await one.begin('counselling', { medicine: 'amoxicillin' });
  await one.says('yes');
  const said = await one.says('I am allergic to penicillin');
  expect(said[0]).toContain('You told us that you are allergic to penicillin');
  expect(flagged(one)).toEqual([[2, 'medicine-allergy']]);
  expect(recorded(one)).toEqual([{ outcome: 'stopped-allergy', content: 'medicine/amoxicillin@1' }]);
  expect(one.facts.allergies).toEqual(['penicillin']);
});

test('a serious pair with the list interrupts the talk; a note does not', async () => {
  const one = talk(DIALOGS, { facts: { medicines: ['ibuprofen', 'paracetamol'] } });
  await one.begin('counselling', { medicine: 'warfarin' });
  await one.says('yes');
  const said = await one.says('none');
  expect(said[0]).toContain('warfarin with ibuprofen can be a problem');
  expect(said.some((line) => line.startsWith('About warfarin with paracetamol'))).toBe(false);
});

test('a weekly medicine is asked about its day', async () => {
  const one = talk(DIALOGS);
  await one.begin('counselling', { medicine: 'methotrexate' });
  for (const said of [
    'yes',
    'none',
    'joints',
    'mondays',
    'sick',
    'no',
    'no',
    'no',
    'arthritis or psoriasis, once a WEEK',
    'What the label says',
  ])
    await one.says(said);
  expect([...one.offered].sort()).toEqual(['Every day', 'One day a week', 'Two times a day']);
});

test('a medicine without a card goes to a person', async () => {
  const one = talk(DIALOGS);
  await one.begin('counselling', { medicine: 'tacrolimus' });
  expect(flagged(one)).toEqual([[3, 'counselling-by-person']]);
  expect(recorded(one)).toEqual([{ outcome: 'not-possible' }]);
});

test('a question in words is answered by the medicine dialog', async () => {
  const one = talk(DIALOGS);
  const said = await one.begin('counselling', { intent: 'how_to_take', text: 'how do i take my ramipril' });
  expect(said).toContain(shippedContent().text('medicine-text/ace_inhibitor#texts.how', 'en'));
  expect(recorded(one)).toEqual([]);
});
