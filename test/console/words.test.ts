import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { personalTables } from '../../bot/store/console/personal';
import { outcomesEn } from '../../console/web/src/i18n/outcomes.en';
import { outcomesEs } from '../../console/web/src/i18n/outcomes.es';
import { reasonsEn } from '../../console/web/src/i18n/reasons.en';
import { reasonsEs } from '../../console/web/src/i18n/reasons.es';
import { trailEn } from '../../console/web/src/i18n/trail.en';
import { trailEs } from '../../console/web/src/i18n/trail.es';
import { loadContent } from '../../knowledge/load';
import { openSite } from './support/site';

/** Codes that people read on pages have words: none shows as a name of a table or of a step in the code. */
const LANGUAGES = {
  en: { ...trailEn.trail, ...reasonsEn, ...outcomesEn.programmeWords },
  es: { ...trailEs.trail, ...reasonsEs, ...outcomesEs.programmeWords },
};

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

test('every table about a person has a name in every language', async () => {
  const site = await openSite();
  const tables = (await personalTables(site.db)).map((one) => one.table);
  await site.close();
  for (const { tables: named } of Object.values(LANGUAGES))
    expect(tables.filter((table) => named[table] === undefined)).toEqual([]);
});

test('every audit action that stands whole in the code has a name; of one put together its family has', () => {
  const code = ['bot', 'dialogs', 'console/api'].flatMap((folder) => sources(join(__dirname, '../..', folder)));
  const found = code.flatMap((text) =>
    [...text.matchAll(/action: (['`])([a-z][\w-]*\.[^'`]*)\1/g)].map((one) => one[2]!),
  );
  expect(found.length).toBeGreaterThan(30);
  for (const { actions, families } of Object.values(LANGUAGES)) {
    const named = (action: string) =>
      action.includes('$') ? families[action.split('.')[0]!] !== undefined : actions[action] !== undefined;
    expect(found.filter((action) => !named(action))).toEqual([]);
  }
});

test('every measure of a programme, what it may come to, and every group of a trial has a name in every language', () => {
  const root = join(__dirname, '../../knowledge');
  const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
  const programmes = content.all('programme');
  const outcomes = programmes.flatMap((one) =>
    one.steps.flatMap((step) => step.options.flatMap((option) => option.outcome ?? [])),
  );
  const arms = programmes.flatMap((one) => one.arms.map((arm) => arm.id));
  expect(outcomes.length).toBeGreaterThan(40);
  for (const named of Object.values(LANGUAGES)) {
    expect(outcomes.filter(({ measure }) => named.measures[measure] === undefined)).toEqual([]);
    expect(outcomes.filter(({ value }) => named.values[String(value)] === undefined)).toEqual([]);
    expect(['control', ...arms].filter((arm) => named.arms[arm] === undefined)).toEqual([]);
  }
});

test('both languages name the same codes', () => {
  const names = (words: object) => Object.entries(words).map(([part, of]) => [part, Object.keys(of).sort()]);
  expect(names(LANGUAGES.es)).toEqual(names(LANGUAGES.en));
});
