/**
 * Group commit: calls that arrive while a batch is being written wait together and are written as the next batch.
 * Alone, a call is written at once; nothing waits for company.
 * @param begin when a first call starts a batch: what is called until then is in it.
 */
export function groupCalls<In, Out>(
  limit: number,
  write: (batch: readonly In[]) => Promise<readonly Out[]>,
  begin: (start: () => void) => void = queueMicrotask,
): (item: In) => Promise<Out> {
  interface Waiting {
    item: In;
    resolve(out: Out): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  let writing = false;
  let begun = false;

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, limit);
      waiting = waiting.slice(limit);
      try {
        const results = await write(batch.map((one) => one.item));
        batch.forEach((one, index) => {
          one.resolve(results[index] as Out);
        });
      } catch (error) {
        if (batch.length === 1) batch[0]!.reject(error);
        else await oneByOne(batch);
      }
    }
    writing = false;
  }

  /** One bad item must not fail its neighbours. */
  async function oneByOne(batch: readonly Waiting[]): Promise<void> {
    for (const one of batch) {
      try {
        const [result] = await write([one.item]);
        one.resolve(result as Out);
      } catch (error) {
        one.reject(error);
      }
    }
  }

  return (item) =>
    new Promise<Out>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (writing || begun) return;
      begun = true;
      begin(() => {
        begun = false;
        void drain();
      });
    });
}
