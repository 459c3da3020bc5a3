import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContent } from '../../knowledge/load';
import type { Kind } from '../../knowledge/schema/kinds';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { contentPlaces } from '../places';
import { createIntents } from './intents';

const places = contentPlaces({});
const content = loadContent(places);
/** With the weights of the build, if they are of these examples. */
const intents = createIntents(content, places.cache === undefined ? {} : { cache: places.cache });
const first = (text: string, locale = 'en') => intents(text, locale)[0]?.intent;

describe('intents by example', () => {
  it.each([
    ['en', 'could you book me an apointment for the eye clinic', 'book_appointment'],
    ['en', 'cant make it thurs, any other day?', 'move_appointment'],
    ['en', 'pls cancle my visit', 'cancel_appointment'],
    ['es', 'qisiera una sita con la doctora', 'book_appointment'],
    ['es', 'ya no puedo ir, anulela porfa', 'cancel_appointment'],
  ])('%s: understands "%s"', (locale, text, expected) => {
    expect(first(text, locale)).toBe(expected);
  });

  it('reads an example word for word with near certainty', () => {
    expect(intents('When is my appointment?', 'en')).toEqual([{ intent: 'view_appointments', confidence: 0.99 }]);
  });

  it('says what is no business of a hospital', () => {
    expect(first('what will the weather be in paris')).toBe('out_of_scope');
  });

  it.each(['qwpoe zmxnc', '', '???'])('guesses nothing for "%s"', (text) => {
    expect(intents(text, 'en')).toEqual([]);
  });

  it('gives the same answer from kept weights', () => {
    const few: ContentLibrary = Object.assign(Object.create(content), {
      all: (kind: Kind) => (kind === 'intent' ? content.all('intent').slice(0, 6) : content.all(kind)),
    });
    const folder = mkdtempSync(join(tmpdir(), 'sathi-intents-'));
    const [learnt, kept] = [1, 2].map(() => createIntents(few, { cache: folder }));
    rmSync(folder, { recursive: true });
    const text = 'i have a question about seeing the doctor';
    expect(learnt!(text, 'en')).not.toEqual([]);
    expect(kept!(text, 'en')).toEqual(learnt!(text, 'en'));
  });
});
