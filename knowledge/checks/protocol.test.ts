import { join } from 'node:path';
import { readContent } from '../load';

const root = join(__dirname, '..');

test('every protocol and modifier file fits its schema', () => {
  const { problems } = readContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
  expect(problems).toEqual([]);
});
