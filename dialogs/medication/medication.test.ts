import type { Dialog } from '../../bot/contracts';
import { shippedContent, talk } from '../../test/support/talk';
import { adherence } from '../adherence/dialog';
import { counselling } from '../counselling/dialog';
import { medication } from './dialog';
import { medicineList } from './list';

const DIALOGS = [medication, medicineList, counselling, adherence] as unknown as readonly Dialog[];
const flags = (events: readonly { type: string }[]) =>
  events
    .filter((one) => one.type === 'flag')
    .map((one) => [(one as never as { severity: number }).severity, (one as never as { reason: string }).reason]);
const text = (ref: string, locale = 'en') => shippedContent().text(ref, locale);

/** Each topic: the question in both languages, and the section whose sentence must be in the answer. */
const QUESTIONS: readonly [string, string, string][] = [
  ['what is ramipril for?', 'para que sirve el ramipril', 'medicine-text/ace_inhibitor#texts.purpose'],
  ['how do i take ramipril', 'como se toma el ramipril', 'medicine-text/ace_inhibitor#texts.how'],
  ['ramipril with food?', 'ramipril con comida?', 'medicine-text/standard#texts.food_any'],
  ['i forgot my ramipril', 'se me olvido el ramipril', 'medicine-text/standard#texts.missed'],
  ['ramipril and beer', 'ramipril y cerveza', 'medicine-text/standard#texts.alcohol_low'],
  ['pregnant on ramipril', 'embarazada con ramipril', 'medicine-text/standard#texts.pregnancy_avoid'],
  ['ramipril breastfeeding', 'ramipril dando pecho', 'medicine-text/standard#texts.breastfeeding_ask'],
  ['can i drive on ramipril', 'puedo manejar con ramipril', 'medicine-text/standard#texts.driving_until_known'],
  ['where do i store ramipril', 'donde guardo el ramipril', 'medicine-text/standard#texts.storage'],
  ['ran out of ramipril', 'se me acabo el ramipril', 'medicine-text/standard#texts.running_out'],
  ['ramipril is too expensive', 'el ramipril es muy caro', 'medicine-text/standard#texts.cost'],
  ['can i stop ramipril', 'puedo dejar el ramipril', 'medicine-text/ace_inhibitor#texts.stopping'],
  [
    'how many ramipril can i take a day',
    'cuantos ramipril puedo tomar al dia',
    'medicine-text/standard#texts.max_daily',
  ],
  ['ramipril blood tests?', 'ramipril analisis de sangre', 'medicine-text/ace_inhibitor#texts.monitoring'],
];

test.each(QUESTIONS)('%s / %s', async (en, es, ref) => {
  for (const [locale, question] of [
    ['en', en],
    ['es', es],
  ] as const) {
    const said = await talk(DIALOGS, { locale }).begin('medication', { text: question });
    expect(said).toContain(text(ref, locale));
    // What the card is for is said first, so that a wrong medicine is noticed.
    expect(said[0]).toContain(locale === 'en' ? 'ramipril, for' : 'ramipril, para');
  }
});

test('a look-alike and a guess are confirmed by purpose; "no" never answers about the guess', async () => {
  const one = talk(DIALOGS);
  expect(await one.begin('medication', { text: 'what is metfromin for' })).toEqual([
    'Do you mean metformin, the medicine for type 2 diabetes?',
  ]);
  expect(await one.says('no')).toEqual([text('wording/medication.which-on-box')]);
  const said = await one.says('metronidazole');
  expect(said).toEqual(['Do you mean metronidazole, the medicine for an infection?']);
  expect(await one.says('yes')).toContain(text('medicine/metronidazole#say.purpose'));
});

test('a second "no" offers the pharmacist instead of guessing on', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'what is metformin for' });
  await one.says('no');
  await one.says('losartan');
  expect(await one.says('no')).toEqual([
    text('wording/medication.unknown'),
    text('wording/medication.offer-pharmacist'),
  ]);
  await one.says('yes');
  expect(flags(one.events)).toEqual([[3, 'asked-pharmacist']]);
});

test('a confirmed medicine is not confirmed again; a new question about it needs no name', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'what is metformin for' });
  await one.says('yes');
  expect(await one.says('and with wine?')).toContain(text('medicine/metformin#say.alcohol'));
  expect(await one.says('is metformin ok when driving')).toContain(text('medicine-text/standard#texts.driving_ok'));
});

test('a medicine on the list is known: no confirmation', async () => {
  const said = await talk(DIALOGS, { facts: { medicines: ['metformin'] } }).begin('medication', {
    text: 'what is metformin for',
  });
  expect(said).toContain(text('medicine/metformin#say.purpose'));
});

test('an unknown medicine is refused, recorded, and a pharmacist offered', async () => {
  const one = talk(DIALOGS);
  expect(await one.begin('medication', { text: 'what is zorblax for' })).toEqual([
    'I have no checked information about zorblax, so I will not guess. A pharmacist can answer you.',
    text('wording/medication.offer-pharmacist'),
  ]);
  expect(one.events.filter((event) => event.type === 'record')).toEqual([
    { type: 'record', kind: 'medicine-not-covered', data: { asked: 'zorblax', topic: 'purpose' } },
  ]);
});

test('a medicine known by name only is refused by name', async () => {
  const said = await talk(DIALOGS).begin('medication', { text: 'seroquel side effects' });
  expect(said[0]).toBe(
    'I have no checked information about quetiapine, so I will not guess. A pharmacist can answer you.',
  );
});

test('"the water pill" asks which one, the own list first', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'what is my water pill for' });
  expect(one.offered).toEqual(['furosemide', 'hydrochlorothiazide (HCTZ)', 'spironolactone', 'None of these']);
  const listed = talk(DIALOGS, { facts: { medicines: ['spironolactone', 'metformin'] } });
  await listed.begin('medication', { text: 'what is my water pill for' });
  expect(listed.offered).toEqual(['spironolactone', 'None of these']);
  expect(await listed.says('1')).toContain(text('medicine/spironolactone#say.purpose'));
});

test('a side effect is weighed first: severe is the emergency number, bad is today, mild is explained', async () => {
  const severe = talk(DIALOGS);
  expect(await severe.begin('medication', { text: 'ramipril side effects' })).toEqual([
    expect.stringContaining('How bad is it?'),
  ]);
  const instructed = await severe.says('severe');
  expect(instructed[0]).toBe(text('wording/medication.severe'));
  expect(instructed.at(-1)).toBe('(begins emergency)');
  expect(flags(severe.events)).toEqual([[1, 'medicine-severe-effect']]);
  expect(severe.events.find((event) => event.type === 'assess')).toMatchObject({ disposition: 'D0' });
  const bad = talk(DIALOGS, { locale: 'es' });
  await bad.begin('medication', { text: 'el ramipril me da tos' });
  expect((await bad.says('2'))[0]).toContain('llámenos hoy');
  expect(flags(bad.events)).toEqual([[2, 'medicine-side-effect']]);
  const mild = talk(DIALOGS);
  await mild.begin('medication', { text: 'ramipril makes me cough' });
  expect(await mild.says('mild')).toContain(text('medicine-text/ace_inhibitor#texts.common'));
  expect(flags(mild.events)).toEqual([]);
});

test('a double dose of warfarin: what to do before any question, a flag, and whether it was meant', async () => {
  const one = talk(DIALOGS);
  const said = await one.begin('medication', { text: 'i took my warfarin twice' });
  expect(said[1]).toBe(text('medicine/warfarin#say.double'));
  expect(flags(one.events)).toEqual([[2, 'medicine-extra-dose']]);
  await one.says('I wanted to hurt me');
  expect(flags(one.events)).toEqual([
    [2, 'medicine-extra-dose'],
    [1, 'medicine-self-harm'],
  ]);
  expect(one.events.find((event) => event.type === 'begin')).toEqual({
    type: 'begin',
    dialog: 'emergency',
    args: { flag: 'RF45-SELF-HARM', version: '1' },
  });
});

test('too much of a look-alike: the safety words come before the name is settled', async () => {
  const said = await talk(DIALOGS).begin('medication', { text: 'took my metformin twice today' });
  expect(said[0]).toBe(text('wording/medication.double-first'));
});

test('pregnant on valproate: not to stop alone, staff told at once', async () => {
  for (const [locale, question] of [
    ['en', 'i am pregnant and take epilim'],
    ['es', 'estoy embarazada y tomo valproato'],
  ] as const) {
    const one = talk(DIALOGS, { locale });
    const said = await one.begin('medication', { text: question });
    expect(said).toContain(text('medicine/valproate#say.pregnancy', locale));
    expect(flags(one.events)).toEqual([[2, 'medicine-pregnancy']]);
  }
});

test('two together: a serious pair interrupts and is flagged; an unlisted pair is said to be not checked', async () => {
  const serious = talk(DIALOGS);
  const said = await serious.begin('medication', { text: 'can i take viagra with nitroglycerin' });
  expect(said[0]).toBe('Please read this: sildenafil with nitroglycerin can be a problem.');
  expect(flags(serious.events)).toEqual([[2, 'medicine-interaction']]);
  const open = talk(DIALOGS);
  expect((await open.begin('medication', { text: 'levothyroxine with ramipril ok?' }))[0]).toContain(
    'I have not checked this pair',
  );
  const fine = talk(DIALOGS);
  await fine.begin('medication', { text: 'tylenol and advil together?' });
  expect(flags(fine.events)).toEqual([]);
});

test('with one medicine named, the list is the other side; without a list the bot asks', async () => {
  const listed = talk(DIALOGS, { facts: { medicines: ['warfarin'] } });
  expect((await listed.begin('medication', { text: 'what can i take with advil' }))[0]).toContain(
    'ibuprofen with warfarin',
  );
  const none = talk(DIALOGS);
  await none.begin('medication', { text: 'does advil interact' });
  expect(none.place).toBe('other');
  expect((await none.says('coumadin'))[0]).toContain('ibuprofen with warfarin');
});

test('opioids: no refill by the bot, naloxone in the warning signs', async () => {
  const one = talk(DIALOGS);
  const said = await one.begin('medication', { text: 'i ran out of oxycodone early' });
  expect(said).toContain(text('medicine-text/opioid#texts.running_out'));
  expect(one.events.some((event) => event.type === 'record' && event.kind === 'refill-request')).toBe(false);
  expect(text('medicine-text/opioid#texts.serious')).toContain('naloxone');
});

test('a refill is asked of staff, sooner for a medicine that must not be missed', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'ran out of eliquis' });
  expect((await one.says('yes'))[0]).toContain('I have asked our team for a refill of apixaban');
  expect(flags(one.events)).toEqual([[2, 'refill-request']]);
});

test('an allergy told before is said first', async () => {
  const said = await talk(DIALOGS, { facts: { allergies: ['penicillin'] } }).begin('medication', {
    text: 'how do i take amoxicillin',
  });
  expect(said[1]).toBe(text('allergy/penicillin#advice'));
});

test('what is not about medicines is left to others; coming back asks the open question again', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'what is ramipril for' });
  expect(await one.says('book an appointment on monday')).toEqual(['(unclear)']);
});

test('the list: added by name, look-alikes confirmed, serious pairs said, taken off again', async () => {
  const one = talk(DIALOGS);
  await one.begin('medicine-list', {});
  await one.says('add a medicine');
  await one.says('warfarin and metformin');
  await one.says('yes');
  expect(one.facts.medicines).toEqual(['warfarin', 'metformin']);
  await one.says('add a medicine');
  const said = await one.says('advil');
  expect(said).toContain('Please read this: warfarin with ibuprofen can be a problem.');
  await one.says('take one off');
  expect((await one.says('ibuprofen'))[0]).toContain('ibuprofen is off your list');
  expect(one.facts.medicines).toEqual(['warfarin', 'metformin']);
  expect(one.events.filter((event) => event.type === 'record' && event.kind === 'medicine-list')).toHaveLength(4);
});

test('the list leads to reminders, and is reached from the first question', async () => {
  const one = talk(DIALOGS, { facts: { medicines: ['ramipril'] } });
  await one.begin('medication', {});
  await one.says('my list, reminders');
  await one.says('reminders');
  expect((await one.says('ramipril'))[0]).toBe('Would you like me to remind you to take ramipril?');
});

test('a medicine added against a known allergy is said and flagged', async () => {
  const one = talk(DIALOGS, { facts: { allergies: ['penicillin'] } });
  await one.begin('medicine-list', { text: 'augmentin' });
  expect(flags(one.events)).toEqual([[2, 'medicine-allergy']]);
});

test('aspirin for a child is answered with the age first', async () => {
  const said = await talk(DIALOGS, { facts: { ageMonths: 60 } }).begin('medication', {
    text: 'how much aspirin can i take',
  });
  expect(said).toContain(shippedContent().text('wording/medication.too-young', 'en', { name: 'aspirin' }));
});

test('a topic given by the way here is kept until the medicine is named', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'i need help with this', topic: 'refill' });
  expect(one.place).toBe('which');
  expect(await one.says('ramipril')).toContain(text('medicine-text/standard#texts.running_out'));
});

const worded = (ref: string, values: Record<string, string>) => shippedContent().text(ref, 'en', values);

describe('the daily maximum across products', () => {
  const asked = async (text: string, facts: { ageMonths?: number } = {}) => {
    const one = talk(DIALOGS, { facts });
    await one.begin('medication', { text });
    return one;
  };

  test('is counted by ingredient over everything taken, and too much is an extra dose', async () => {
    const one = await asked('how much paracetamol can i take in a day');
    expect(one.place).toBe('taken');
    const said = await one.says('panadol 500mg 4 tablets twice and co-codamol 30/500 two');
    expect(said).toContain(
      worded('wording/medication.max-over', {
        ingredient: 'paracetamol (acetaminophen)',
        total: '5000',
        maximum: '4000',
      }),
    );
    expect(one.place).toBe('double');
  });

  test('below it, the sum and the label are said, and nothing about how much more', async () => {
    const one = await asked('cuantas pastillas de ibuprofeno puedo tomar al dia');
    const said = await one.says('dos advil 200 mg tres veces');
    expect(said).toContain(
      worded('wording/medication.max-within', { ingredient: 'ibuprofen', total: '1200', maximum: '1200' }),
    );
    expect(one.place).toBe('more');
  });

  test('what cannot be counted is said not to be, and a pharmacist is offered', async () => {
    const one = await asked('how much paracetamol can i take in a day');
    const said = await one.says('two tylenol');
    expect(said).toContain(worded('wording/medication.max-uncounted', { name: 'paracetamol (acetaminophen)' }));
    expect(one.place).toBe('pharmacist');
  });

  test('is not counted for a child', async () => {
    expect((await asked('how much paracetamol can i take in a day', { ageMonths: 60 })).place).toBe('more');
  });
});

test('asked again before the name is confirmed, the question is kept and the name asked again', async () => {
  const one = talk(DIALOGS, { locale: 'es' });
  const confirm = await one.begin('medication', { text: 'se me olvido la pastilla de losartan ayer' });
  expect(confirm[0]).toContain('losartán');
  expect(await one.says('y si tomo dos')).toEqual(confirm);
  const en = talk(DIALOGS);
  const asked = await en.begin('medication', { text: 'i take metformin' });
  expect(await en.says('side effects')).toEqual(asked);
  expect((await en.says('yes'))[0]).toContain('How bad is it');
});

test('what no card says is said to be not covered, though there is a card', async () => {
  const one = talk(DIALOGS);
  expect(await one.begin('medication', { text: 'does ramipril have gluten in it' })).toEqual([
    shippedContent().text('wording/medication.not-in-card', 'en', { name: 'ramipril' }),
    text('wording/medication.offer-pharmacist'),
  ]);
});

test('an amount without a name is of the medicine that was asked about', async () => {
  const one = talk(DIALOGS);
  await one.begin('medication', { text: 'how many paracetamol can i take a day' });
  expect((await one.says('500 mg 4 times'))[0]).toContain('2000 mg');
});

test('a name nobody knows is never answered with the medicine spoken of before', async () => {
  const one = talk(DIALOGS, { locale: 'es' });
  await one.begin('medication', { text: 'para qué sirve el ramipril' });
  expect((await one.says('para qué sirve el zzyzxol'))[0]).toContain('zzyzxol');
});
