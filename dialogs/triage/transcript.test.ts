import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createLanguage } from '../../bot/language';
import { createTriageReader } from '../../bot/language/triage-reader';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { play, type Transcript, transcript, type World } from './transcript';

const folder = join(__dirname, 'conversations');
const content = loadContent(contentPlaces({}));
const world: World = {
  content,
  language: createLanguage(content, { intents: () => [] }),
  saidInTriage: createTriageReader(content),
};

const scripts: [string, Transcript][] = readdirSync(folder)
  .sort()
  .flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document): [string, Transcript] => {
      const script = transcript.parse(document.toJS());
      return [`${file}: ${script.name}`, script];
    }),
  );

test.each(scripts)('%s', async (_name, script) => {
  const seen = await play(script, world);
  for (const [at, turn] of script.turns.entries()) {
    const got = seen[at]!;
    const shown = `turn ${at + 1}, patient: ${turn.patient ?? turn.timer}\n${got.said}\n${got.events.join('\n')}\nat ${got.at}`;
    const missing = [
      ...turn.says.filter((piece) => !got.said.includes(piece)).map((piece) => `does not say: ${piece}`),
      ...turn.not.filter((piece) => got.said.includes(piece)).map((piece) => `must not say: ${piece}`),
      ...turn.events
        .filter((event) => !got.events.some((one) => one.startsWith(event)))
        .map((event) => `no event: ${event}`),
      ...(turn.at === undefined || turn.at === got.at ? [] : [`is at ${got.at}, not ${turn.at}`]),
      ...(turn.longest === undefined || got.said.length <= turn.longest
        ? []
        : [`${got.said.length} characters, at most ${turn.longest}`]),
    ];
    expect(missing.length === 0 ? '' : `${missing.join('\n')}\n---\n${shown}`).toBe('');
  }
});
