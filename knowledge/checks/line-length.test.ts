import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Word lists are read and reviewed line by line: a phrase or a small group of words a line. */
const MOST_COLUMNS = 120;
const FOLDERS = ['lexicon', 'phrases'];

it.each(FOLDERS)('no line of content/%s is wider than a page', (folder) => {
  const path = join(__dirname, '..', 'content', folder);
  const tooWide = readdirSync(path).flatMap((file) =>
    readFileSync(join(path, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => ([...line].length > MOST_COLUMNS ? [`${file}:${i + 1}`] : [])),
  );
  expect(tooWide).toEqual([]);
});
