import type { Instant } from '../contracts';
import type { Db } from './db';

/** When anybody last wrote on a channel; undefined when nobody ever did. */
export async function lastHeard(db: Db, channel: string): Promise<Instant | undefined> {
  const row = (await db.read('conversation').where({ channel }).max({ at: 'last_inbound_at' }).first()) as
    | { at: number | string | null }
    | undefined;
  return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
}
