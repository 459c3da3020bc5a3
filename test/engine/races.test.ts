import { claimConversations, LEASE_MS } from '../../bot/store/claim';
import type { TurnResult } from '../../bot/store/commit';
import { commitTurns } from '../../bot/store/ledger';
import type { Row } from '../../bot/store/rows';
import { conversations, expectAnsweredOnce } from '../faults/expectations';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';

onEachDb('races', (open) => {
  test('sixty messages, each delivered twice, six workers: every one answered once and in order', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const deliveries = Array.from({ length: 60 }, (_, index) => {
      const send = () => h.say(`+1555000${index % 5}`, `t${index}`, { externalId: `x${index}` });
      return [send, send];
    }).flat();
    const workers = Array.from({ length: 6 }, (_, index) => h.worker(`w${index}`));
    const received = Promise.all(deliveries.map((deliver) => deliver()));
    let done = false;
    const working = workers.map(async (worker) => {
      while (!done || (await worker.once()) > 0) await worker.once();
    });
    const results = await received;
    done = true;
    await Promise.all(working);
    await h.settle();
    expect(results.filter((one) => one.duplicate)).toHaveLength(60);
    const all = await conversations(db);
    expect(all.flatMap((one) => one.patient)).toHaveLength(60);
    expectAnsweredOnce(all);
  });

  test('a worker that outlives its lease writes nothing', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const { conversationId } = await h.say('+15550001', 'hello');
    const slow = h.worker('slow', {
      at: async (point) => {
        if (point !== 'before-commit') return;
        h.clock.advance(LEASE_MS + 1);
        await h.settle(h.worker('quick'));
      },
    });
    await slow.once();
    expect(slow.counts).toMatchObject({ turns: 0, lost: 1 });
    expect((await h.lines(conversationId)).filter((line) => line.startsWith('bot: 1'))).toEqual(['bot: 1: hello']);
    expect(await db.read('audit').where({ conversation_id: conversationId }).count('* as n')).toEqual([{ n: 0 }]);
  });

  test('a claim by staff while a turn runs: the turn runs again and is silent', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const { conversationId } = await h.say('+15550002', 'one');
    await h.settle();
    await h.say('+15550002', 'two');
    let claimed = false;
    const worker = h.worker('w', {
      at: async (point) => {
        if (point !== 'before-commit' || claimed) return;
        claimed = true;
        await db
          .write('conversation')
          .where({ id: conversationId })
          .update({ owner_id: 'stf_1', version: db.write.raw('version + 1') });
      },
    });
    await h.settle(worker);
    expect(worker.counts).toMatchObject({ turns: 1, lost: 1 });
    expect((await h.lines(conversationId)).slice(-1)).toEqual(['patient: two']);
  });

  test('two patients, one resource: one turn has it, the other is told there was a conflict and nothing of it is written', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    await h.say('+15550003', 'mine');
    await h.say('+15550004', 'mine');
    const claimed = await claimConversations(db, h.vault, h.clock, 'w', 10);
    const resource: Row = { id: 'r', channel: 'phone', address_hash: 'the one slot', address: '', created_at: 0 };
    const results: TurnResult[] = claimed.map(({ conversation, event }, index) => ({
      conversation,
      event,
      worker: 'w',
      state: '{"shape":1}',
      locale: 'en',
      said: [{ activityId: `a${index}`, role: 'bot', activity: { type: 'message', text: 'yours' }, parts: [] }],
      writes: [{ op: 'insert', table: 'contact_point', row: { ...resource, id: `r${index}` } }],
      audit: [],
    }));
    expect(await commitTurns(db, h.vault, h.clock.now(), results)).toEqual(['won', 'conflict']);
    const states = await Promise.all(claimed.map(({ conversation }) => h.lines(conversation.id)));
    expect(states).toEqual([['patient: mine', 'bot: yours'], ['patient: mine']]);
    expect(await db.read('inbox').orderBy('id').select('status')).toEqual([{ status: 1 }, { status: 0 }]);
  });
});
