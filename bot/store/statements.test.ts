import { expect, test } from '@jest/globals';
import { inOrder } from './statements';

const refused = (code: string) => Object.assign(new Error(code), { code });

function played(pipelined: boolean) {
  const seen: string[] = [];
  const step = (name: string, ends: string | Error) => async () => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    if (ends instanceof Error) throw ends;
    return ends;
  };
  return { seen, step, trx: { raw: async () => [], pipelined } };
}

test('steps are all sent before the first is answered, where the connection is pipelined', async () => {
  const [pipe, plain] = [played(true), played(false)];
  for (const { trx, step } of [pipe, plain])
    expect(await inOrder(trx, [step('a', '1'), step('b', '2'), step('c', '3')])).toEqual(['1', '2', '3']);
  expect(pipe.seen).toEqual(['a begins', 'b begins', 'c begins', 'a ends', 'b ends', 'c ends']);
  expect(plain.seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('a failure is told when every step has ended, by what failed first', async () => {
  const { seen, trx, step } = played(true);
  const late = async () => {
    await step('late', refused('25P02'))();
    return '';
  };
  await expect(inOrder(trx, [late, step('b', refused('23505')), step('c', refused('25P02'))])).rejects.toThrow('23505');
  expect(seen).toEqual(['late begins', 'b begins', 'c begins', 'late ends', 'b ends', 'c ends']);
});
