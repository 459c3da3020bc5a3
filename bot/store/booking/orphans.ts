import type { Db } from '../db';
import type { Vault } from '../vault';
import { calendarInForce, currentCalendar } from './calendar';
import { release } from './claims';
import { idsFrom } from './doing';

const MOST = 200;

/** A person who was erased takes their appointments along: what those had taken is given back. */
export async function freeOrphans(db: Db, vault: Vault, now: number): Promise<void> {
  if ((await currentCalendar(db.read)) === undefined) return;
  const orphans = (await db
    .read('booking_claim')
    .distinct('owner')
    .whereNull('expires_at')
    .whereNotIn(
      'owner',
      db
        .read('appointment')
        .select('id')
        .where('end_at', '>', now - 2 * 24 * 60 * 60_000),
    )
    .limit(MOST)) as { owner: string }[];
  for (const { owner } of orphans)
    await db.transaction(async (trx) => {
      const calendar = await calendarInForce(trx);
      const doing = { trx, dialect: db.dialect, vault, now, calendar, remote: false, next: idsFrom(owner) };
      if ((await trx('appointment').where({ id: owner }).first('id')) === undefined) await release(doing, owner);
    });
}
