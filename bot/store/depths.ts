import type { Db } from './db';

/** How much waits where; partial indexes make each count cheap. */
export async function queueDepths(db: Db): Promise<{ inbox: number; outbox: number; dead: number; flags: number }> {
  const count = async (table: string, where: (query: import('knex').Knex.QueryBuilder) => unknown) => {
    const query = db.read(table).count('* as n').first();
    where(query);
    return Number(((await query) as unknown as { n: number }).n);
  };
  return {
    inbox: await count('inbox', (query) => query.where('status', 0)),
    outbox: await count('outbox', (query) => query.whereIn('status', ['queued', 'sending'])),
    dead: await count('inbox', (query) => query.where('status', 2)),
    flags: await count('flag', (query) => query.where('status', 'open')),
  };
}
