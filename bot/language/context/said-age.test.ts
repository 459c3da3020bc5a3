import { language } from '../library.fixture';

/** Whether a message is about a young child or a baby, where words and numbers may differ. */
const about = (text: string, locale = 'en') =>
  ['baby', 'young-child'].filter((id) =>
    language.read(text, locale, {}).mentions.some(({ concept }) => concept === id),
  );

test.each([
  ['my son is 34 years old and has a fever', []],
  ['my 35 year old daughter is pregnant', []],
  ['i am 45 years old and have a fever', []],
  ['my baby is 3 years old and wont eat', ['young-child']],
  ['im 28 years old and my baby wont eat', ['baby', 'young-child']],
  ['my baby wont eat, im 28 years old', ['baby', 'young-child']],
  ['my 2 month old has a fever', ['baby', 'young-child']],
  ['my son has a fever', ['young-child']],
])('%s', (text, expected) => expect(about(text)).toEqual(expected));

test.each([
  ['mi hijo de 30 años tiene fiebre', []],
  ['tengo 30 años y mi bebe no come', ['baby', 'young-child']],
  ['mi nene de 2 años tiene calentura', ['young-child']],
  ['yo tengo calentura', []],
  ['lo que pasa es que me siento cansado', []],
])('%s', (text, expected) => expect(about(text, 'es')).toEqual(expected));
