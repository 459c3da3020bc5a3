import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadContent } from '../../../knowledge/load';
import { contentPlaces, projectRoot } from '../../places';
import { createPlayer, misspelt, vignetteTask } from './vignettes';

const content = loadContent(contentPlaces({}));
const folder = join(projectRoot(), 'knowledge/evaluation');

const CASES = [
  {
    id: 'throat',
    age: 9,
    sex: 'male',
    opening: 'My son has a sore throat for two days',
    findings: ['runny nose', 'drinking well'],
    acceptable: ['D5'],
  },
  {
    id: 'pressure',
    age: 58,
    sex: 'male',
    opening: 'Something presses on my chest for an hour, like a weight',
    findings: ['pressure in chest now', 'sweating', 'pain is there now'],
    acceptable: ['D0'],
  },
];

test('a played case reaches a level within its turns, and the report counts it', async () => {
  const report = await vignetteTask.run(CASES, content);
  expect(report.results.map((one) => [one.id, one.pass])).toEqual([
    ['throat', true],
    ['pressure', true],
  ]);
  expect(report.summary).toMatchObject({ cases: 2, accuracy: { hits: 2, of: 2 }, at_or_above: { hits: 2, of: 2 } });
});

test('without the red-flag screen the questions alone find the emergency', async () => {
  const play = createPlayer(content, false);
  expect((await play(CASES[1]!)).level).toBe('D0');
});

test('spelling mistakes are the same every time', () => {
  expect(misspelt('heavy pressure in the middle')).toBe(misspelt('heavy pressure in the middle'));
  expect(misspelt('heavy pressure')).not.toBe('heavy pressure');
});

test('the shipped floors name figures the report has, and the halves share no case', async () => {
  const floors = parse(readFileSync(join(folder, 'floors.yaml'), 'utf8'));
  const report = await vignetteTask.run(
    CASES.map((one) => ({ ...one, lay: one.opening })),
    content,
  );
  for (const set of vignetteTask.shipped)
    for (const figure of Object.keys(floors.vignettes[set])) expect(Object.keys(report.summary)).toContain(figure);
  const ids = vignetteTask.shipped.map((file) =>
    (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { id: string }[]).map((one) => one.id),
  );
  expect(ids[0]!.length + ids[1]!.length).toBeGreaterThanOrEqual(120);
  expect(ids[0]!.filter((id) => ids[1]!.includes(id))).toEqual([]);
});

test('what is learnt from holds no case of a half that is only counted', () => {
  // Two people may write the same few words ("runny nose"), but not the same story from beginning to end.
  const story = (statements: readonly string[]) => statements.join('\n').toLowerCase();
  const learnt = new Set(
    content
      .all('told-cases')
      .flatMap(({ cases }) => [...cases.en, ...cases.es])
      .map(({ first, more }) => story([first[0]!, ...more])),
  );
  const known = (half: string) =>
    vignetteTask.shipped
      .filter((file) => file.includes(half))
      .flatMap(
        (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { opening: string; findings: string[] }[],
      )
      .map(({ opening, findings }) => story([opening, ...findings.filter((one) => !/^(no|not|without)\b/i.test(one))]))
      .filter((one) => learnt.has(one)).length;
  expect(known('tune')).toBeGreaterThan(1_500);
  expect(known('held')).toBe(0);
});
