import { z } from 'zod';
import { loadContent } from '../../knowledge/load';
import { MODEL_PURPOSES } from '../../knowledge/schema/prompt';
import { type Mood, type OpenAiStandIn, openAiStandIn } from '../../test/standins/openai';
import { testClock, testLog } from '../../test/support/universe';
import { contentPlaces } from '../places';
import { createModel } from './model';
import { isGrounded } from './model/grounded';
import { createSanitiser } from './model/sanitise';
import { sentencesOf } from './model/sentences';
import { modelSettings } from './model/settings';

const content = loadContent(contentPlaces({}));
const HOSTILE: readonly Mood[] = [
  'refuse',
  'hallucinate',
  'inject',
  'lower',
  'break-schema',
  'not-json',
  'stall',
  'throttle',
  'die',
];
const pages = [{ id: 'parking', text: 'Park in the garage. The first hour is free.' }];
const caller = { id: 'c_1', known: ['Maria Quispe', '44 Elm Street'] };

describe('the model', () => {
  let standIn: OpenAiStandIn;
  beforeEach(async () => {
    standIn = await openAiStandIn();
  });
  afterEach(() => standIn.close());

  function model(purposes: readonly string[] = MODEL_PURPOSES, more: NodeJS.ProcessEnv = {}) {
    const clock = testClock();
    const settings = modelSettings({
      OPENAI_BASE_URL: standIn.baseUrl,
      MODEL_PURPOSES: purposes.join(','),
      MODEL_DEADLINE_MS: '400',
      ...more,
    });
    return createModel({ settings, content, clock, log: testLog() });
  }

  test('is not there unless the hospital names a purpose', () => {
    expect(model([])).toBeUndefined();
    expect(() => modelSettings({ MODEL_PURPOSES: 'diagnose' })).toThrow('MODEL_PURPOSES names "diagnose"');
  });

  test('answers each purpose when all is well', async () => {
    standIn.honest = (user, schema) => {
      const keys = Object.keys(schema.properties as object);
      if (keys.includes('intent')) return { intent: (user.intents as string[])[0] };
      if (keys.includes('level')) return { level: 'D1' };
      if (keys.includes('quotes')) return { quotes: [{ page: 'parking', sentence: 2 }] };
      if (keys.includes('translation')) return { translation: (user.message as string).replace('hour', 'hora') };
      if (keys.includes('day')) return { day: 'monday' };
      return { summary: 'Asked about parking.', suggestedReply: 'We are here.' };
    };
    const m = model()!;
    expect(await m.chooseIntent('the garage', ['parking', 'directions'], caller)).toBe('parking');
    expect(await m.secondOpinion('my chest', 'D3', caller)).toBe('D1');
    expect(await m.quote('is parking free', pages, caller)).toEqual([
      { page: 'parking', text: 'The first hour is free.' },
    ]);
    expect(await m.translate('Come in one hour, Maria Quispe', 'es', caller)).toBe('Come in one hora, Maria Quispe');
    expect(await m.extract('on monday', z.strictObject({ day: z.string() }), caller)).toEqual({ day: 'monday' });
    expect(await m.summarise(['where to park'], caller)).toEqual({
      summary: 'Asked about parking.',
      suggestedReply: 'We are here.',
    });
  });

  test.each(HOSTILE)('when it would %s nothing it makes up comes through', async (mood) => {
    standIn.mood = mood;
    const m = model()!;
    expect({
      quote: await m.quote('is parking free', pages, caller),
      level: await m.secondOpinion('I am dizzy', 'D1', caller),
      translation: await m.translate('Come at 9 on floor 2', 'es', caller),
      extracted: await m.extract('monday', z.strictObject({ day: z.string(), dose: z.string() }), caller),
      order: await m.rerank('is parking free', [...pages, { id: 'dogs', text: 'Dogs stay outside.' }], caller),
    }).toEqual({ quote: undefined, level: undefined, translation: undefined, extracted: undefined, order: undefined });
  });

  test('orders pages by meaning, and asks for the vector of a page once', async () => {
    standIn.embed = (text) => [/free|cost|hour/.test(text) ? 1 : 0, /dog/.test(text) ? 1 : 0.1];
    const m = model()!;
    const both = [{ id: 'dogs', text: 'Dogs stay outside.' }, ...pages];
    expect(await m.rerank('what does it cost', both, caller)).toEqual(['parking', 'dogs']);
    expect(await m.rerank('may my dog come', both, caller)).toEqual(['dogs', 'parking']);
    expect(standIn.received.map((body) => (JSON.parse(body) as { input: string[] }).input.length)).toEqual([3, 1]);
  });

  test('extracts only what was written', async () => {
    const m = model()!;
    const shape = z.strictObject({ doctor: z.string().optional(), days: z.number().optional() });
    standIn.honest = () => ({ doctor: 'Lee', days: 3 });
    expect(await m.extract('Dr Lee please, in 3 days', shape, caller)).toEqual({ doctor: 'Lee', days: 3 });
    expect(await m.extract('any doctor, in 3 days', shape, caller)).toBeUndefined();
    expect(await m.extract('Dr Lee please, next week', shape, caller)).toBeUndefined();
  });

  test('may raise a level, never lower it', async () => {
    const m = model()!;
    for (const level of ['D0', 'D1', 'D2', 'D3', 'D4', 'D5'] as const) {
      standIn.honest = () => ({ level });
      const opinion = await model()!.secondOpinion(`words ${level}`, 'D2', { id: level });
      expect(opinion).toBe(level === 'D0' || level === 'D1' ? level : undefined);
    }
    expect(m).toBeDefined();
  });

  test('is left alone after five failures in a row, and again when the day is spent', async () => {
    standIn.mood = 'refuse';
    const m = model()!;
    for (let i = 0; i < 8; i++) await m.secondOpinion(`text ${i}`, 'D3', { id: `c${i}` });
    expect(standIn.received.length).toBe(5);
    standIn.mood = 'answer';
    standIn.honest = () => ({ level: 'D2' });
    const small = model(['second-opinion'], { MODEL_CALLS_PER_DAY: '1' })!;
    expect(await small.secondOpinion('one', 'D3', caller)).toBe('D2');
    expect(await small.secondOpinion('one', 'D3', caller)).toBe('D2');
    expect(await small.secondOpinion('two', 'D3', caller)).toBeUndefined();
  });

  test('receives nothing personal', async () => {
    standIn.honest = () => ({ level: 'D2' });
    const m = model()!;
    const secrets = [
      'Maria Quispe',
      'Wojciechowski',
      'Okonkwo',
      'maria@example.com',
      '555-010-0199',
      '5550100199',
      '12/03/1961',
      'March 12, 1961',
      '44 Elm Street',
      'AB123456',
      '123-45-6789',
      'calle Luna 44',
      '3 de mayo de 1950',
    ];
    const texts = [
      'My name is Wojciechowski, born 12/03/1961, call 555-010-0199, dizzy since today',
      'Dr Okonkwo saw Maria Quispe at 44 Elm Street, email maria@example.com, record AB123456, ssn 123-45-6789',
      'Vivo en calle Luna 44, nací el 3 de mayo de 1950, mi teléfono es 5550100199 y me duele la cabeza',
      'born March 12, 1961',
    ];
    for (const text of texts) await m.secondOpinion(text, 'D3', caller);
    expect(standIn.received.length).toBe(texts.length);
    const all = standIn.received.join('\n');
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
    expect(all).toContain('dizzy since today');
  });
});

test.each([
  ['next tuesday', 'Can I come next Tuesday?', true],
  ['tuesday next', 'Can I come next Tuesday?', false],
  [38.5, 'fiebre de 38,5', true],
  [38.5, 'fever of 38', false],
  [{ who: 'Lee', when: undefined, sure: true }, 'dr lee', true],
  [['a', 'b'], 'a c', false],
])('%p in %p: %p', (value, message, grounded) => {
  expect(isGrounded(value, message)).toBe(grounded);
});

describe('the sanitiser', () => {
  const sanitiser = createSanitiser(content);

  test('puts back what it hid', () => {
    const cleaned = sanitiser.clean('Tell Mrs Abernathy to call 555 010 0123 about the rash');
    expect(cleaned.text).toBe('Tell Mrs [[2]] to call [[1]] about the rash');
    expect(cleaned.restore(cleaned.text)).toBe('Tell Mrs Abernathy to call 555 010 0123 about the rash');
  });

  test('keeps what a reader of symptoms needs', () => {
    expect(sanitiser.clean('fever 39.5 for 3 days and a bad headache').text).toBe(
      'fever 39.5 for 3 days and a bad headache',
    );
  });
});

test('sentences of an article keep its words', () => {
  expect(sentencesOf('Park here. It is free.\n\n- Pay by card.\n- Ask us.')).toEqual([
    'Park here.',
    'It is free.',
    'Pay by card.',
    'Ask us.',
  ]);
});
