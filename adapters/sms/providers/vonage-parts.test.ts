import { ConcatParts } from './vonage-parts';

/** Waiting that the test ends itself. */
function parts(): { parts: ConcatParts; giveUp: () => void } {
  const waiting: (() => void)[] = [];
  return {
    parts: new ConcatParts(4_000, (_ms, call) => void waiting.push(call)),
    giveUp: () => {
      for (const call of waiting) call();
    },
  };
}

const part = (n: number, text: string, total = 3) => ({ id: `m${n}`, key: 'asha/7', total, part: n, text });

describe('parts of a long message', () => {
  it('are joined in order whatever order they come in, and stored once', async () => {
    const { parts: joined } = parts();
    const [second, third, first] = await Promise.all([
      joined.gather(part(2, 'chest ')),
      joined.gather(part(3, 'hurts')),
      joined.gather(part(1, 'my ')),
    ]);
    expect(second).toMatchObject({ role: 'stores', id: 'm1', text: 'my chest hurts' });
    expect([third.role, first.role]).toEqual(['waits', 'waits']);
    if (second.role === 'stores') second.settle(true);
    expect(await Promise.all([third, first].map((one) => (one.role === 'waits' ? one.stored : undefined)))).toEqual([
      true,
      true,
    ]);
  });

  it('are passed on without the one that never came', async () => {
    const { parts: joined, giveUp } = parts();
    const first = joined.gather(part(1, 'help '));
    const third = joined.gather(part(3, 'breathe'));
    giveUp();
    expect(await first).toMatchObject({ role: 'stores', text: 'help breathe' });
    expect(await third).toMatchObject({ role: 'waits' });
  });

  it('that come again after they were stored are not a second message', async () => {
    const { parts: joined, giveUp } = parts();
    const first = joined.gather(part(1, 'a', 2));
    await joined.gather(part(2, 'b', 2));
    const stored = await first;
    if (stored.role === 'stores') stored.settle(true);
    expect(await joined.gather(part(2, 'b', 2))).toEqual({ role: 'repeated' });
    const again = joined.gather({ ...part(1, 'another message', 2), id: 'm9' });
    giveUp();
    expect(await again).toMatchObject({ role: 'stores', id: 'm9', text: 'another message' });
  });

  it('are sent again by the provider when storing failed', async () => {
    const { parts: joined } = parts();
    const first = joined.gather(part(1, 'a', 2));
    const second = await joined.gather(part(2, 'b', 2));
    const stores = await first;
    if (stores.role === 'stores') stores.settle(false);
    expect(second.role === 'waits' ? await second.stored : undefined).toBe(false);
    expect(
      (await Promise.all([joined.gather(part(1, 'a', 2)), joined.gather(part(2, 'b', 2))])).map((one) => one.role),
    ).toEqual(['stores', 'waits']);
  });
});
