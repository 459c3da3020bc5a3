import type { Dialog } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { createDialogs } from '../../dialogs';
import { loadContent } from '../../knowledge/load';
import { onEachDb } from '../support/databases';
import { harness } from '../support/harness';

const content = loadContent(contentPlaces({}));

/** Learns a fact and files a record, as any skill does. */
const filing: Dialog = {
  id: 'filing',
  version: 1,
  state: undefined as never,
  migrate: {},
  start: async (_args, services) => ({
    events: [
      { type: 'record', kind: 'weight', data: { kg: 70, known: services.facts.ageMonths ?? 'nothing' } },
      { type: 'learn', facts: { ageMonths: 480, conditions: ['asthma'] } },
    ],
    next: 'done',
  }),
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
};

onEachDb('a shared phone', (open) => {
  test('nothing learnt about one person is used, or filed, for another', async () => {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [...createDialogs().values(), filing],
      engine: (base) => ({ ...base, content }),
    });
    let n = 0;
    const timer = async (id: string, dialog: string) => {
      const value = { key: `k${++n}`, dialog, meets: 'interrupt', purpose: 'conversation', dueAt: h.clock.now() };
      await h.receive([
        {
          address: { channel: 'phone', value: '+15550000001' },
          conversationId: id,
          externalId: `t${n}`,
          at: h.clock.now(),
          activity: { type: 'event', name: 'sathi/timer', value },
        },
      ]);
      await h.settle();
    };
    const { conversationId } = await h.say('+15550000001', 'hello');
    await h.settle();
    await db.transaction((trx) => trx('conversation').where({ id: conversationId }).update({ patient_id: 'p_asha' }));

    await timer(conversationId, 'filing');
    await timer(conversationId, 'who-is-this');
    await h.say('+15550000001', '2');
    await h.settle();
    expect(await h.lines(conversationId)).toContain(`bot: ${content.text('wording/channels.who_ok_child', 'en')}`);
    await timer(conversationId, 'filing');

    const records = (await db
      .read('record')
      .where({ kind: 'weight' })
      .orderBy('at')
      .select('id', 'patient_id', 'body')) as { id: string; patient_id: string | null; body: string }[];
    const filed = records.map((row) => [
      row.patient_id,
      (JSON.parse(h.vault.open(row.body, conversationId)) as { known: unknown }).known,
    ]);
    expect(filed).toHaveLength(2);
    expect(filed).toContainEqual(['p_asha', 'nothing']);
    expect(filed).toContainEqual([null, 'nothing']);
  });
});
