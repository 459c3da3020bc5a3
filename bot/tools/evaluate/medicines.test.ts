import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedContent } from '../../../test/support/talk';
import { projectRoot } from '../../places';
import { medicinesTask } from './medicines';

const shares = (summary: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(summary).map(([key, value]) => [
      key,
      typeof value === 'number' ? value : (value as { share: number }).share,
    ]),
  );

test.each(medicinesTask.shipped)('%s meets the aims', async (set) => {
  const cases = JSON.parse(readFileSync(join(projectRoot(), 'knowledge/evaluation', set), 'utf8')) as unknown;
  const { summary } = await medicinesTask.run(cases, shippedContent());
  const got = shares(summary);
  expect(got.rightMedicine).toBeGreaterThanOrEqual(0.95);
  expect(got.rightTopic).toBeGreaterThanOrEqual(set.includes('first-contact') ? 0.82 : 0.85);
  expect(got.unknownRefused).toBe(1);
  expect(got.wrongWithoutConfirmation).toBe(0);
});

test('other names for medicines and topics are understood in case files; a wrong answer is counted', async () => {
  const { summary, results } = await medicinesTask.run(
    [
      { id: 1, text: 'what is tylenol for', expect: { drug: 'Acetaminophen', topic: 'indication' } },
      { id: 2, text: 'zorblax and beer', expect: { drug: null, topic: 'alcohol' } },
      { id: 3, text: 'can i drive on ramipril', expect: { drug: 'lithium', topic: 'driving' } },
    ],
    shippedContent(),
  );
  expect(results.map((one) => one.pass)).toEqual([true, true, false]);
  expect(summary.wrongWithoutConfirmation).toBe(1);
});

test('a file of another shape is refused', async () => {
  await expect(medicinesTask.run([{ id: 'a' }], shippedContent())).rejects.toThrow();
});
