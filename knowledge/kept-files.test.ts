import { mkdtempSync, readdirSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { keptFiles } from './kept-files';

test('the entries longest not read are removed when one more is written, others of the folder never', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const kept = keptFiles(folder, 'content-', 3);
  keptFiles(folder, 'weights-', 3).write('weights-x', 'x');
  const days = (name: string, ago: number) =>
    utimesSync(join(folder, name), 1_700_000_000 - ago * 86_400, 1_700_000_000 - ago * 86_400);
  for (const [name, ago] of [
    ['content-a', 3],
    ['content-b', 2],
    ['content-c', 1],
  ] as const) {
    kept.write(name, name);
    days(name, ago);
  }
  expect(kept.read('content-a').toString()).toBe('content-a');
  kept.write('content-d', 'd');
  expect(readdirSync(folder).sort()).toEqual(['content-a', 'content-c', 'content-d', 'weights-x']);
});

test('a folder that cannot be written keeps nothing and breaks nothing', () => {
  const kept = keptFiles('/dev/null/nowhere', 'content-', 3);
  kept.write('content-a', 'a');
  expect(() => kept.read('content-a')).toThrow();
});
