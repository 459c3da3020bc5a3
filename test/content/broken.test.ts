import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../bot/places';
import { checkContent } from '../../knowledge/check';
import { loadContent } from '../../knowledge/load';
import { describe as inWords } from '../../knowledge/problems';

const folder = join(__dirname, 'broken');
const hospital = join(projectRoot(), 'knowledge/hospital/sample.yaml');

/** The text of an error is part of the product: each broken file and the exact message it gives. */
describe('broken content', () => {
  test.each(readdirSync(folder).sort())('%s', (name) => {
    const { problems } = checkContent({ content: join(folder, name, 'content'), hospital }, '2026-11-23');
    const expected = join(folder, name, 'expected.txt');
    const said = `${problems.map(inWords).join('\n')}\n`;
    if (!existsSync(expected) && process.env.CI !== 'true') writeFileSync(expected, said);
    expect(said).toBe(readFileSync(expected, 'utf8'));
    expect(problems.length).toBeGreaterThan(0);
  });

  test('a content file that breaks its schema stops the start, with file, line and what to write', () => {
    expect(() => loadContent({ content: join(folder, 'bad-status', 'content'), hospital })).toThrow(
      'The content cannot be used:\n  content/wording/en/x.yaml:3: status has a value that is not allowed — write one of draft, review, approved, retired',
    );
  });

  test('the shipped content has nothing to mend', () => {
    const { problems } = checkContent({ content: join(projectRoot(), 'knowledge/content'), hospital }, '2026-11-23');
    expect(problems.filter((problem) => problem.level !== 'clinical').map(inWords)).toEqual([]);
  });
});
