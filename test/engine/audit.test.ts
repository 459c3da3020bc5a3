import { sealAudit, verifyAudit } from '../../bot/store/audit';
import type { Db } from '../../bot/store/db';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { type Harness, harness } from '../support/harness';

async function withTrail(db: Db): Promise<{ h: Harness; id: string }> {
  const h = harness(db, { dialogs: [echoDialog(() => [{ type: 'audit', action: 'seen', detail: { n: 1 } }])] });
  const { conversationId: id } = await h.say('+15550001', 'a');
  await h.say('+15550001', 'b');
  await h.say('+15550001', 'c');
  await h.settle();
  return { h, id };
}

onEachDb('the audit trail', (open) => {
  test('is whole after ordinary work, sealed or not', async () => {
    const { db } = await open();
    const { h } = await withTrail(db);
    expect(await verifyAudit(db, h.vault)).toEqual({ rows: 3, seals: 0, faults: [] });
    expect(await sealAudit(db, h.vault, h.clock)).toEqual({ sealed: 1 });
    expect(await sealAudit(db, h.vault, h.clock)).toEqual({ sealed: 0 });
    expect(await verifyAudit(db, h.vault)).toEqual({ rows: 3, seals: 1, faults: [] });
  });

  test.each<[string, (db: Db, id: string) => Promise<unknown>, RegExp]>([
    [
      'a changed row',
      (db, id) => db.write('audit').where({ conversation_id: id, n: 2 }).update({ actor: 'somebody' }),
      /row 2 was changed/,
    ],
    ['a missing row', (db, id) => db.write('audit').where({ conversation_id: id, n: 2 }).delete(), /row 2 is missing/],
    [
      'a cut-off end',
      (db, id) => db.write('audit').where({ conversation_id: id, n: 3 }).delete(),
      /rows 3 to 3 are missing/,
    ],
    [
      'an added row',
      (db, id) =>
        db.write('audit').insert({
          conversation_id: id,
          n: 4,
          at: 1,
          actor: 'x',
          action: 'y',
          detail: '',
          previous_hash: '',
          hash: '',
        }),
      /row 4/,
    ],
    [
      'an end cut off together with the head',
      async (db, id) => {
        const two = (await db.read('audit').where({ conversation_id: id, n: 2 }).first()) as { hash: string };
        await db.write('audit').where({ conversation_id: id, n: 3 }).delete();
        await db.write('conversation').where({ id }).update({ audit_n: 2, audit_hash: two.hash });
      },
      /row 3 is not the one seal 1 covers/,
    ],
    ['a changed seal', (db) => db.write('audit_seal').update({ at: 5 }), /seal 1 was changed/],
    ['a missing conversation', (db, id) => db.write('conversation').where({ id }).delete(), /is itself missing/],
  ])('shows %s', async (_name, tamper, expected) => {
    const { db } = await open();
    const { h, id } = await withTrail(db);
    await sealAudit(db, h.vault, h.clock);
    await tamper(db, id);
    const { faults } = await verifyAudit(db, h.vault);
    expect(faults.join('\n')).toMatch(expected);
  });
});
