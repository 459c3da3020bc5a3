import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentPlaces, projectRoot } from '../../bot/places';
import { milliseconds, parseTranscript, type Transcript } from '../../bot/tools/transcript';
import { loadContent } from '../../knowledge/load';

const DAY = 24 * 60 * 60_000;
const content = loadContent(contentPlaces({}));
const locales = content.hospital.locales;

function transcriptsOf(skill: string): readonly Transcript[] {
  const folder = join(projectRoot(), 'dialogs', skill, 'transcripts');
  return readdirSync(folder).map((name) => parseTranscript(readFileSync(join(folder, name), 'utf8')));
}

/** Everything said in a transcript that comes from one content file. */
function saysOf(transcript: Transcript, file: string): boolean {
  return transcript.turns.some((turn) => turn.bot.some((line) => line.ref.startsWith(`${file}@`)));
}

const daysOf = (transcript: Transcript): number =>
  transcript.turns.reduce((sum, turn) => sum + (turn.wait === undefined ? 0 : milliseconds(turn.wait)), 0) / DAY;

/** Each of these plays on every channel (`transcripts.test.ts`): here nothing is left out. */
test('every instrument is answered in every language', () => {
  const all = transcriptsOf('check-in');
  const missing = content
    .all('survey')
    .flatMap((survey) =>
      locales
        .filter((locale) => !all.some((one) => one.locale === locale && saysOf(one, `survey/${survey.id}`)))
        .map((locale) => `${survey.id} ${locale}`),
    );
  expect(missing).toEqual([]);
});

test('two weeks of every programme are lived in every language', () => {
  const all = transcriptsOf('programme').filter((one) => daysOf(one) >= 14);
  const missing = content
    .all('programme')
    .flatMap((programme) =>
      locales
        .filter((locale) => !all.some((one) => one.locale === locale && saysOf(one, `programme/${programme.id}`)))
        .map((locale) => `${programme.id} ${locale}`),
    );
  expect(missing).toEqual([]);
});
