import type { Address } from '../../bot/contracts';
import { createContacts } from '../../bot/store/contacts';
import type { Db } from '../../bot/store/db';
import { createVault } from '../../bot/store/vault';
import { onEachDb } from '../support/databases';
import { TEST_KEY } from '../support/harness';
import { testClock, testIds } from '../support/universe';

const contactsOf = (db: Db, ids = testIds()) => createContacts(db, createVault(TEST_KEY), testClock(), ids);
const byNumber: Address = { channel: 'whatsapp', value: '+254700000001' };
const withBoth: Address = { ...byNumber, reference: { userId: 'KE.1' } };
const byUserId: Address = { channel: 'whatsapp', value: 'KE.1', reference: { userId: 'KE.1' } };

onEachDb('contacts', (open) => {
  test('a hundred new people at once, each several times, get one conversation each', async () => {
    const { db } = await open();
    const contacts = contactsOf(db);
    const addresses = Array.from(
      { length: 300 },
      (_, n): Address => ({ channel: 'sms', value: `+1555000${String(n % 100).padStart(4, '0')}` }),
    );
    const ids = await Promise.all(addresses.map((address) => contacts.conversationOf(address)));
    expect(new Set(ids).size).toBe(100);
    expect(ids.slice(100, 200)).toEqual(ids.slice(0, 100));
    expect(await db.read('contact_point').select('id')).toHaveLength(100);
    expect(await db.read('conversation').select('id')).toHaveLength(100);
  });

  test('a person who begins to hide the number is the same person', async () => {
    const { db } = await open();
    const ids = testIds();
    const first = await contactsOf(db, ids).conversationOf(withBoth);
    expect(await contactsOf(db, ids).conversationOf(byUserId)).toBe(first);
    expect(await contactsOf(db, ids).conversationOf(byNumber)).toBe(first);
  });

  test('a person known by number alone, or by user id alone, is recognised when both are given', async () => {
    const { db } = await open();
    const ids = testIds();
    const first = await contactsOf(db, ids).conversationOf(byNumber);
    expect(await contactsOf(db, ids).conversationOf(withBoth)).toBe(first);
    expect(await contactsOf(db, ids).conversationOf(byUserId)).toBe(first);
    const other = { channel: 'whatsapp', value: 'KE.2', reference: { userId: 'KE.2' } };
    const hidden = await contactsOf(db, ids).conversationOf(other);
    expect(
      await contactsOf(db, ids).conversationOf({
        channel: 'whatsapp',
        value: '+254700000002',
        reference: { userId: 'KE.2' },
      }),
    ).toBe(hidden);
  });

  test('the same number on two channels is two contacts', async () => {
    const { db } = await open();
    const contacts = contactsOf(db);
    const both = await Promise.all([
      contacts.conversationOf(byNumber),
      contacts.conversationOf({ channel: 'sms', value: byNumber.value }),
    ]);
    expect(new Set(both).size).toBe(2);
  });

  test('a new number moves the contact, and never onto somebody else', async () => {
    const { db } = await open();
    const ids = testIds();
    const contacts = contactsOf(db, ids);
    const asha = await contacts.conversationOf(byNumber);
    const ben = await contacts.conversationOf({ channel: 'whatsapp', value: '+254700000009' });
    await contacts.report({
      address: byNumber,
      kind: 'moved',
      movedTo: { channel: 'whatsapp', value: '+254700000009' },
      at: 1,
    });
    expect(await contactsOf(db, ids).conversationOf({ channel: 'whatsapp', value: '+254700000009' })).toBe(ben);
    await contacts.report({
      address: byNumber,
      kind: 'moved',
      movedTo: { channel: 'whatsapp', value: '+254700000005' },
      at: 2,
    });
    expect(await contactsOf(db, ids).conversationOf({ channel: 'whatsapp', value: '+254700000005' })).toBe(asha);
  });
});
