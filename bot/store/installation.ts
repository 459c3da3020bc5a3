import type { Db } from './db';
import { insertRows } from './rows';

/** Small facts about this installation that must be the same for every process (ids of keys, first start). */
export async function installationValue(db: Db, name: string, first: () => string): Promise<string> {
  await db.transaction((trx) => insertRows(trx, db.dialect, 'installation', [{ name, value: first() }], 'ignore'));
  return ((await db.write('installation').where({ name }).first('value')) as { value: string }).value;
}
