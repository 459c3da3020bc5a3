import type { Services } from '../../../bot/contracts';
import { shippedContent } from '../../../test/support/talk';
import { readName } from './name';

const content = shippedContent();

/** The services a name is read with; a model, if any, copies `copied` out of every text. */
function services(copied?: Record<string, string>): Parameters<typeof readName>[1] {
  const language = { yesNo: () => undefined } as unknown as Services['language'];
  const conversation = { id: 'c_1' } as Services['conversation'];
  const model = { extract: async () => copied } as unknown as NonNullable<Services['model']>;
  return { content, locale: 'en', language, conversation, ...(copied === undefined ? {} : { model }) };
}

const SENTENCE = 'well my parents called me Ana but everybody says Anita, and the last name would be Lopez';

test('a plain name needs no model', async () => {
  expect(await readName('my name is ana lopez', services({ given: 'Other' }))).toEqual({
    given: 'Ana',
    family: 'Lopez',
  });
});

test('a name inside a sentence is copied out by a model where one is allowed, and asked again where none is', async () => {
  expect(await readName(SENTENCE, services({ given: 'Ana', family: 'Lopez' }))).toEqual({
    given: 'Ana',
    family: 'Lopez',
  });
  expect(await readName(SENTENCE, services())).toBeUndefined();
  expect(await readName(SENTENCE, services({}))).toBeUndefined();
  expect(await readName(SENTENCE, services({ given: '12/03/1961' }))).toBeUndefined();
});
