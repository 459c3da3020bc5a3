import { language } from '../library.fixture';

describe('commands are whole messages', () => {
  it.each([
    ['STOP', { command: 'stop' }],
    ['stop.', { command: 'stop' }],
    ['Alto', { command: 'stop' }],
    ['menu please', { command: 'menu' }],
    ['menú', { command: 'menu' }],
    ['mneu', { command: 'menu' }],
    ['atrás', { command: 'back' }],
    ['empezar de nuevo', { command: 'restart' }],
    ['can I talk to a person', { command: 'human' }],
    ['español', { command: 'language', argument: 'es' }],
    ['English please', { command: 'language', argument: 'en' }],
  ])('%s', (text, expected) => {
    expect(language.command(text, 'en')).toEqual(expected);
  });

  it.each(['my nose will not stop bleeding', 'I want to go back to work', 'stop by the pharmacy', '1', ''])(
    'is no command: %s',
    (text) => {
      expect(language.command(text, 'en')).toBeUndefined();
    },
  );
});

describe('yes, no, not sure', () => {
  it.each([
    ['yes', 'yes'],
    ['Yeah a bit', 'yes'],
    ['sí', 'yes'],
    ['👍', 'yes'],
    ['nope', 'no'],
    ['no not really', 'no'],
    ['para nada', 'no'],
    ['not sure', 'unsure'],
    ['no sé', 'unsure'],
    ["I don't know", 'unsure'],
    ['my dog is brown', undefined],
  ])('%s: %s', (text, expected) => {
    expect(language.yesNo(text, 'en')).toBe(expected);
  });
});

describe('the language of a message', () => {
  it.each([
    ['as soon as possible', undefined],
    ['do you have a lady doctor as well', 'en'],
    ['si va con mi mama', 'es'],
    ['me da una consulta de dia', 'es'],
    ['I may die', undefined],
    ["bonjour, j'ai mal à la gorge", 'fr'],
    ['bom dia, preciso de uma consulta', 'pt'],
    ['mwen gen doulè nan vant', 'ht'],
    ['ich habe Schmerzen', 'de'],
    ['मुझे बुखार है', 'hi'],
    ['عندي ألم', 'ar'],
    ['ok', undefined],
  ])('%s: %s', (text, expected) => {
    expect(language.detect(text)).toBe(expected);
  });
});

describe('a bare no', () => {
  it.each([
    ['no', 'es', ['Nada de esto', 'No sé']],
    ['no', 'es', ['Ninguna', 'No estoy segura']],
    ['no', 'en', ['None of these', 'No idea']],
    ['si', 'es', ['Nada', 'Si, pero no ahora']],
  ])('%s is none of the longer answers that begin with it (%s: %p)', (text, locale, labels) => {
    const choices = labels.map((label) => ({ id: label, label }));
    expect(language.choose(text, choices, locale)).toBeUndefined();
  });
});

describe('choosing', () => {
  const choices = [
    { id: 'morning', label: 'Tuesday morning' },
    { id: 'noon', label: 'Wednesday noon', synonyms: ['midday'] },
    { id: 'person', label: 'Talk to a person' },
  ];
  it.each([
    ['2', { id: 'noon', how: 'number' }],
    ['2️⃣', { id: 'noon', how: 'number' }],
    ['two', { id: 'noon', how: 'number' }],
    ['option 1', { id: 'morning', how: 'number' }],
    ['the second one', { id: 'noon', how: 'ordinal' }],
    ['la última', { id: 'person', how: 'ordinal' }],
    ['tuesday morning', { id: 'morning', how: 'label' }],
    ['midday', { id: 'noon', how: 'synonym' }],
    ['wednsday', { id: 'noon', how: 'fuzzy' }],
    ['person', { id: 'person', how: 'fuzzy' }],
    ['7', undefined],
    ['maybe later', undefined],
  ])('%s', (text, expected) => {
    expect(language.choose(text, choices, 'en')).toEqual(expected);
  });
});

describe('a misspelt label that is also the end of a longer one', () => {
  const labels = ['Very happy', 'Happy', 'Neither', 'Unhappy', 'Very unhappy'];
  const choices = labels.map((label) => ({ id: label, label }));
  it.each([
    ['unhapy', 'Unhappy'],
    ['hapy', 'Happy'],
    ['very unhapy', 'Very unhappy'],
    ['not unhappy', undefined],
  ])('%s', (text, label) => {
    expect(language.choose(text, choices, 'en')?.id).toBe(label);
  });
});

describe('telling the language', () => {
  it.each([
    ['I need to see the doctor because my back hurts', 'en'],
    ['necesito una cita con el doctor por favor', 'es'],
    ['ok', undefined],
    ['12345', undefined],
  ])('%s: %s', (text, expected) => {
    expect(language.detect(text)).toBe(expected);
  });
});
