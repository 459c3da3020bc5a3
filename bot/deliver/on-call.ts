import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Activity, Address, Bell, ChannelAdapter, Clock, Ids, Log } from '../contracts';
import type { OnCallStore, UnpagedFlag } from '../store/console/on-call';
import type { Contacts } from '../store/contacts';
import type { Db } from '../store/db';
import { sayOutsideTurn } from '../store/delivery';
import type { Vault } from '../store/vault';

export interface OnCallParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly store: OnCallStore;
  readonly contacts: Contacts;
  readonly adapters: ReadonlyMap<string, ChannelAdapter>;
  readonly content: ContentLibrary;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly bell: Bell;
  readonly log: Log;
  readonly publicUrl: string;
  /** E.164 numbers of whoever is on call. */
  readonly numbers: () => Promise<readonly string[]>;
}

/** The last step of the chain: supervisors are step 1. */
const ON_CALL_LEVEL = 2;
const CHANNEL = 'sms';
const BATCH = 100;
const EVERY_MS = 5_000;
/** A page nobody got within this time is of the past; the flag is still on the queue. */
const USEFUL_MS = 60 * 60_000;

/**
 * Tells whoever is on call, by SMS, that flags wait although everybody was told: how many and how urgent, and where to
 * look. Nothing of a patient is in it. One message covers all flags of one look; each flag is told once.
 */
export function createOnCall(parts: OnCallParts): { work(): Promise<number>; next(): Promise<number> } {
  const { store, contacts, adapters, clock, log, bell } = parts;
  let looked = Number.NEGATIVE_INFINITY;

  async function page(flags: readonly UnpagedFlag[], numbers: readonly string[]): Promise<void> {
    const adapter = adapters.get(CHANNEL);
    if (adapter === undefined) return;
    for (const number of numbers) {
      const address: Address = { channel: CHANNEL, value: number };
      const conversationId = await contacts.conversationOf(address);
      const activity = message(parts, flags);
      const rendered = adapter.render(activity, address, { now: clock.now(), locale: activity.locale ?? 'en' });
      const { contact_point_id } = await parts.db
        .read('conversation')
        .where({ id: conversationId })
        .first<{ contact_point_id: string }>('contact_point_id');
      const way = { conversationId, channel: CHANNEL, contactPointId: contact_point_id };
      // Named by the first flag: a crash between sending and noting does not send twice.
      const payloads = rendered.map((part, index) => ({
        id: `oncall-${flags[0]!.id}-${contact_point_id}-${index}`,
        payload: { to: part.to, body: part.body },
      }));
      await sayOutsideTurn(parts.db, parts.vault, clock, parts.ids, way, activity, payloads);
    }
  }

  return {
    async work() {
      const now = clock.now();
      if (now - looked < EVERY_MS) return 0;
      looked = now;
      const numbers = await parts.numbers();
      if (numbers.length === 0 || !adapters.has(CHANNEL)) return 0;
      const late = await store.unpaged(ON_CALL_LEVEL, BATCH);
      if (late.length === 0) return 0;
      // A flag about an on-call phone itself must not ring that phone again and again.
      const own = await Promise.all(numbers.map((value) => contacts.conversationOf({ channel: CHANNEL, value })));
      const flags = late.filter((flag) => !own.includes(flag.conversationId));
      if (flags.length > 0) {
        await page(flags, numbers);
        log.warn('on_call.paged', { flags: flags.length, phones: numbers.length });
        bell.ring('outbox');
      }
      await store.paged(
        late.map((flag) => flag.id),
        now,
      );
      return late.length;
    },
    next: async () => looked + EVERY_MS,
  };
}

function message({ content, clock, publicUrl }: OnCallParts, flags: readonly UnpagedFlag[]): Activity {
  const locale = content.hospital.locales[0] ?? 'en';
  const text = content.text('wording/staff.on-call', locale, {
    hospital: content.hospital.short_name,
    count: flags.length,
    severity: Math.min(...flags.map((flag) => flag.severity)),
    address: `${publicUrl}/console`,
  });
  return {
    type: 'message',
    text,
    locale,
    channelData: { sathi: { purpose: 'conversation', expiresAt: clock.now() + USEFUL_MS } },
  };
}
