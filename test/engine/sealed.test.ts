import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createVault, SealBroken } from '../../bot/store/vault';
import { openTestDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';

describe('personal data at rest', () => {
  test('the database file holds no word, name or number of a patient', async () => {
    const opened = await openTestDb('sqlite');
    try {
      const h = harness(opened.db, {
        dialogs: [
          echoDialog((text) => [
            { type: 'flag', severity: 3, reason: 'test', summary: `says ${text}` },
            { type: 'record', kind: 'k', data: { text } },
          ]),
        ],
      });
      await h.say('+15558675309', 'my grandmother Ermintrude is poorly');
      await h.settle();
      const folder = dirname((opened.place as { file: string }).file);
      const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`))).toString(
        'latin1',
      );
      expect(bytes.includes('conversation')).toBe(true);
      expect(['Ermintrude', 'grandmother', '8675309', 'poorly'].filter((secret) => bytes.includes(secret))).toEqual([]);
    } finally {
      await opened.drop();
    }
  });

  test('a sealed value moved to another row, or changed, does not open', () => {
    const vault = createVault(Buffer.alloc(32, 1));
    const sealed = vault.seal('secret', 'c_1');
    expect(vault.open(sealed, 'c_1')).toBe('secret');
    expect(() => vault.open(sealed, 'c_2')).toThrow(SealBroken);
    expect(() => vault.open(`${sealed.slice(0, -3)}AA=`, 'c_1')).toThrow(SealBroken);
  });

  test('after a key rotation old values open and new ones carry the new key', () => {
    const old = createVault(Buffer.alloc(32, 1));
    const sealed = old.seal('secret', 'c');
    const rotated = createVault(Buffer.alloc(32, 2), [Buffer.alloc(32, 1)]);
    expect(rotated.open(sealed, 'c')).toBe('secret');
    expect(rotated.seal('x', 'c').split('.')[1]).not.toBe(sealed.split('.')[1]);
    expect(() => createVault(Buffer.alloc(32, 2)).open(sealed, 'c')).toThrow(SealBroken);
  });
});
