import type { Ids } from '../../contracts';
import type { Db } from '../db';
import { Conflict, isSerializationFailure, isUniqueViolation } from '../errors';
import type { Vault } from '../vault';
import { currentCalendar, isRemote } from './calendar';
import { type Doing, idsFrom } from './doing';
import { tell } from './notices';
import { type EntryRow, type OfferRow, offering, offerSlot, passOn } from './waitlist';

export interface TidyTools {
  readonly db: Db;
  readonly vault: Vault;
  readonly ids: Ids;
}

const BATCH = 200;

/**
 * Offers whose clock ran out go on to the next in line; freed slots are offered. Each is a transaction of its own, so
 * that one that cannot be done holds up nobody. @returns how many things were done.
 */
export async function tidyBookings(tools: TidyTools, now: number): Promise<number> {
  const current = await currentCalendar(tools.db.read);
  if (current === undefined) return 0;
  const { calendar } = current;
  let done = 0;
  const inOne = async (work: (doing: Doing) => Promise<void>) => {
    try {
      await tools.db.transaction(async (trx) => {
        const remote = await isRemote(trx);
        const { vault, db } = tools;
        await work({ trx, dialect: db.dialect, vault, now, calendar, remote, next: idsFrom(tools.ids.next('td')) });
      });
      done += 1;
    } catch (error) {
      // Somebody was faster: another process, a booking, an answer at the last second.
      if (!(error instanceof Conflict) && !isUniqueViolation(error) && !isSerializationFailure(error)) throw error;
    }
  };
  const late = (await tools.db
    .read('waitlist_offer')
    .where({ state: 'open' })
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(BATCH)) as OfferRow[];
  for (const offer of late) await inOne((doing) => expire(doing, offer));
  if (!offering({ calendar, now })) return done;
  const freed = (await tools.db.read('booking_freed').orderBy('at').limit(BATCH)) as { slot_id: string }[];
  for (const { slot_id } of freed)
    await inOne(async (doing) => {
      // Taken away first: of two processes one finds nothing.
      if ((await doing.trx('booking_freed').where({ slot_id }).delete()) === 0) throw new Conflict('Offered already.');
      await offerSlot(doing, slot_id);
    });
  return done;
}

async function expire(doing: Doing, offer: OfferRow): Promise<void> {
  await passOn(doing, offer, 'expired');
  const entry = (await doing.trx('waitlist_entry').where({ id: offer.entry_id }).first()) as EntryRow | undefined;
  if (entry !== undefined) await tell(doing, entry.conversation_id, { notice: 'offer-expired', offerId: offer.id });
}

/** When there is next something to do by the clock alone. */
export async function nextTidy(db: Db): Promise<number | undefined> {
  const row = await db.read('waitlist_offer').where({ state: 'open' }).min({ at: 'expires_at' }).first();
  return (row as { at: number | null } | undefined)?.at ?? undefined;
}
