import { onEachDb } from '../../test/support/databases';
import { Conflict } from './errors';
import { applyWrites, groupWrites, type Write } from './rows';

const contact = (id: string, hash: string, invalid = 0): Write => ({
  op: 'insert',
  table: 'contact_point',
  row: {
    id,
    channel: 'sms',
    address_hash: hash,
    address: 'sealed',
    opted_out: 0,
    opted_out_at: null,
    invalid,
    created_at: 1,
  },
});

describe('grouping of writes', () => {
  test('inserts of one shape are gathered, updates of the same row stay apart', () => {
    const update = (id: string, invalid: number): Write => ({
      op: 'update',
      table: 'contact_point',
      where: { id },
      set: { invalid },
    });
    const groups = groupWrites([contact('a', '1'), update('a', 1), contact('b', '2'), update('b', 1), update('a', 2)]);
    expect(groups.map((group) => group.length)).toEqual([1, 2, 1, 1]);
  });
});

onEachDb('sets of rows', (open) => {
  test('insert, update and delete several rows with one statement each', async () => {
    const { db } = await open();
    await db.transaction((trx) =>
      applyWrites(trx, db.dialect, [
        contact('a', '1'),
        contact('b', '2'),
        contact('c', '3'),
        { op: 'update', table: 'contact_point', where: { id: 'a', invalid: 0 }, set: { invalid: 1, opted_out_at: 5 } },
        {
          op: 'update',
          table: 'contact_point',
          where: { id: 'b', invalid: 0 },
          set: { invalid: 2, opted_out_at: null },
        },
        { op: 'delete', table: 'contact_point', where: { id: 'c' } },
      ]),
    );
    expect(await db.read('contact_point').orderBy('id').select('id', 'invalid', 'opted_out_at')).toEqual([
      { id: 'a', invalid: 1, opted_out_at: 5 },
      { id: 'b', invalid: 2, opted_out_at: null },
    ]);
  });

  test('a row that must change and does not rolls everything back', async () => {
    const { db } = await open();
    const work = db.transaction((trx) =>
      applyWrites(trx, db.dialect, [
        contact('a', '1'),
        { op: 'update', table: 'contact_point', where: { id: 'a', invalid: 7 }, set: { invalid: 1 }, mustChange: true },
      ]),
    );
    await expect(work).rejects.toBeInstanceOf(Conflict);
    expect(await db.read('contact_point').select('id')).toEqual([]);
  });

  test('the same key again merges when told to', async () => {
    const { db } = await open();
    const merge: Write = {
      ...(contact('b', '1', 9) as Extract<Write, { op: 'insert' }>),
      onConflict: { key: ['channel', 'address_hash'], merge: ['invalid'] },
    };
    await db.transaction((trx) => applyWrites(trx, db.dialect, [contact('a', '1')]));
    await db.transaction((trx) => applyWrites(trx, db.dialect, [merge]));
    expect(await db.read('contact_point').select('id', 'invalid')).toEqual([{ id: 'a', invalid: 9 }]);
  });
});
