import { createContacts } from '../../bot/store/contacts';
import { createLedger, type Told, UnknownConversation } from '../../bot/store/ledger';
import { createNews } from '../../bot/store/news';
import { createReceive } from '../../bot/store/receive';
import { readTranscript } from '../../bot/store/transcript';
import { conversations, expectAnsweredOnce } from '../faults/expectations';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';

onEachDb('the ledger', (open) => {
  /** A started worker in one process with its ledger, as the product has it. */
  async function started() {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const told: Told[] = [];
    const news = createNews();
    const ledger = createLedger({
      db,
      vault: h.vault,
      clock: h.clock,
      told: (all) => {
        told.push(...all);
        for (const one of all) news.tell(one);
        if (all.some((one) => one.waiting)) h.bell.ring('inbox');
      },
    });
    const receive = createReceive(h.vault, createContacts(db, h.vault, h.clock, h.ids), h.ids, ledger);
    const worker = h.worker('w', { ledger });
    worker.start();
    const say = async (from: string, text: string, externalId: string, conversationId?: string) =>
      (
        await receive([
          {
            address: { channel: 'phone', value: from },
            externalId,
            activity: { type: 'message', text },
            at: h.clock.now(),
            ...(conversationId === undefined ? {} : { conversationId }),
          },
        ])
      )[0]!;
    const answered = async (n: number) => {
      for (let looks = 0; looks < 500; looks++) {
        const all = await conversations(db);
        if (all.flatMap((one) => one.answers).length >= n) return all;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`Not ${n} answers.`);
    };
    return { db, h, told, news, worker, say, answered };
  }

  test('messages stored together are answered once and in order, several of one patient too', async () => {
    const { worker, say, answered } = await started();
    const texts = Array.from({ length: 12 }, (_, index) => index);
    await Promise.all(texts.map((n) => say(`+1555000${n % 4}`, `t${n}`, `m${n}`)));
    const all = await answered(12);
    await worker.stop();
    expect(all).toHaveLength(4);
    expectAnsweredOnce(all);
  });

  test('who follows a conversation is told the lines as they would be read', async () => {
    const { db, h, news, worker, say, answered } = await started();
    const first = await say('+15550009', 'one', 'm1');
    await answered(1);
    const heard: unknown[] = [];
    const forget = news.follow(first.conversationId, (lines) => heard.push(...lines));
    await say('+15550009', 'two', 'm2');
    await answered(2);
    await worker.stop();
    forget();
    const read = await readTranscript(db, h.vault, first.conversationId, first.seq! + 1, 100);
    const shown = read.filter((line) => line.seq >= (heard[0] as { seq: number }).seq);
    expect(JSON.parse(JSON.stringify(heard))).toEqual(shown.map(({ seq, activity }) => ({ seq, activity })));
    expect(heard.length).toBeGreaterThanOrEqual(2);
  });

  test('an event for a conversation that is not there fails alone', async () => {
    const { worker, say, answered } = await started();
    const [good, bad] = await Promise.allSettled([
      say('+15550010', 'hello', 'm1'),
      say('+15550011', 'lost', 'm2', 'c_nowhere'),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(UnknownConversation) });
    expectAnsweredOnce(await answered(1));
    await worker.stop();
  });
});
