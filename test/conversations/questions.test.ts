import { join } from 'node:path';
import { createLanguage } from '../../bot/language';
import { createIntents } from '../../bot/language/intents';
import { contentPlaces, projectRoot } from '../../bot/places';
import { answers } from '../../dialogs/answers/dialog';
import { clarify } from '../../dialogs/clarify/dialog';
import { smalltalk } from '../../dialogs/smalltalk/dialog';
import { loadContent } from '../../knowledge/load';
import { createArticleSearch } from '../../knowledge/search/articles';
import { onEachDb } from '../support/databases';
import { harness } from '../support/harness';

const content = loadContent(contentPlaces({}));
const language = createLanguage(content, { intents: createIntents(content, { cache: join(projectRoot(), '.cache') }) });
const articles = createArticleSearch(content);

onEachDb('questions', (open) => {
  const phone = '+15550100001';
  async function talk(...lines: string[]): Promise<string[]> {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [answers, clarify, smalltalk],
      language,
      engine: (base) => ({ ...base, content, ports: () => ({ articles }) }),
    });
    let id = '';
    for (const line of lines) {
      id = (await h.say(phone, line)).conversationId;
      await h.settle();
    }
    return h.lines(id);
  }

  test('are answered from a reviewed article with source and date, and "yes" ends it', async () => {
    const lines = await talk('where can I park and what does parking cost?', 'yes');
    expect(lines.some((line) => line.startsWith('bot: Park at the garage on Mill Street.'))).toBe(true);
    expect(lines.some((line) => /^bot: Source: Riverside\. To be checked again in November 2027\./.test(line))).toBe(
      true,
    );
    expect(lines).toContain('bot: I am glad. Write to me any time.');
  });

  test('are answered in Spanish', async () => {
    const lines = await talk('¿cuánto cuesta el estacionamiento del hospital?');
    expect(lines.some((line) => line.startsWith('bot: Estacione en el garaje de Mill Street.'))).toBe(true);
  });

  test('nobody wrote an answer to are declined and kept', async () => {
    const lines = await talk('do cochlear implants hum at night?');
    expect(lines.join('\n')).toMatch(/checked answer to that/);
  });

  test('thanks is answered kindly', async () => {
    const lines = await talk('thank you so much');
    expect(lines.at(-1)).toBe('bot: You are welcome. Take care, and write to me any time.');
  });

  test('a person asked for in a whole sentence is a hand-over', async () => {
    const lines = await talk('I would rather talk to a real nurse please');
    expect(lines.join('\n')).toContain('ur care team has been told');
  });
});
