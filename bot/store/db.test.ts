import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex from 'knex';
import { StoreUnavailable } from '../contracts';
import { type Db, openDb } from './db';

/** What another process holding SQLite's lock leaves behind once it lets go: nothing. */

let folder: string;
let db: Db;
let other: ReturnType<typeof knex>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sathi-db-'));
  const file = join(folder, 'sathi.sqlite');
  db = openDb({ file });
  await db.write.raw('CREATE TABLE entry (n INTEGER PRIMARY KEY)');
  // Refused at once instead of after five seconds.
  await db.write.raw('PRAGMA busy_timeout = 0');
  other = knex({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true, pool: { min: 1, max: 1 } });
});
afterEach(async () => {
  await other.destroy();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const quickly = (n: number) => db.quick(async (trx) => void (await trx.raw('INSERT INTO entry VALUES (?)', [n])));
const slowly = (n: number) => db.transaction(async (trx) => void (await trx('entry').insert({ n })));
const entries = async () => (await db.read('entry').orderBy('n')).map(({ n }: { n: number }) => n);

for (const [first, then] of [
  ['quick', 'transaction'],
  ['transaction', 'quick'],
  ['quick', 'quick'],
  ['transaction', 'transaction'],
] as const)
  test(`a ${first} refused while the file is locked leaves the connection free for a ${then}`, async () => {
    const write = { quick: quickly, transaction: slowly };
    await other.raw('BEGIN EXCLUSIVE');
    await expect(write[first](1)).rejects.toBeInstanceOf(StoreUnavailable);
    await other.raw('ROLLBACK');
    await write[then](2);
    await write[first](3);
    expect(await entries()).toEqual([2, 3]);
  });

test('a commit that fails is rolled back, so that the next transaction can begin', async () => {
  await db.write.raw('PRAGMA foreign_keys = ON');
  await db.write.raw('CREATE TABLE child (n INTEGER REFERENCES entry (n) DEFERRABLE INITIALLY DEFERRED)');
  const orphan = db.transaction(async (trx) => void (await trx('child').insert({ n: 9 })));
  await expect(orphan).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
  const quickOrphan = db.quick(async (trx) => void (await trx.raw('INSERT INTO child VALUES (9)')));
  await expect(quickOrphan).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
  await slowly(1);
  await quickly(2);
  expect([await entries(), await db.read('child')]).toEqual([[1, 2], []]);
});
