import type { ContentLibrary } from '../../knowledge/schema/library';
import {
  type Activity,
  type Address,
  type Bell,
  type ChannelAdapter,
  type Clock,
  type Ids,
  isOutreach,
  type Log,
} from '../contracts';
import type { Db } from '../store/db';
import {
  activityOf,
  countUnreachable,
  flagOutsideTurn,
  insertNotice,
  markOptedOut,
  type OtherWay,
  otherWays,
  sayOutsideTurn,
} from '../store/delivery';
import type { OutboxItem, Settled } from '../store/outbox';
import type { Vault } from '../store/vault';

export interface FollowUpParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly adapters: ReadonlyMap<string, ChannelAdapter>;
  readonly content: ContentLibrary;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly bell: Bell;
  readonly log: Log;
}

/** What else happens when a message did not get through. Every step may run twice without doing anything twice. */
export interface FollowUp {
  /** An urgent text did not arrive: another address of the patient, and a person of the care team, at once. */
  urgent(item: OutboxItem, settled: Settled): Promise<void>;
  /** The address itself is the reason: opted out at the carrier, or not reachable. */
  address(item: OutboxItem, code: string | undefined): Promise<void>;
  /** Held until the patient writes: an approved template says that something waits. */
  held(item: OutboxItem): Promise<void>;
  /** The bot goes round in circles with this conversation. */
  loop(item: OutboxItem): Promise<void>;
}

/** Template that says nothing but that a message waits. */
const NOTICE = 'message-waiting';

export function createFollowUp(parts: FollowUpParts): FollowUp {
  const { db, vault, adapters, content, clock, ids, bell, log } = parts;
  const staffLocale = content.hospital.locales[0] ?? 'en';

  async function flag(item: OutboxItem, severity: 1 | 3, reason: string, wording: string, values = {}): Promise<void> {
    const summary = content.text(`wording/channels.${wording}`, staffLocale, values);
    const opened = await flagOutsideTurn(db, vault, clock, ids, {
      conversationId: item.conversationId,
      severity,
      reason,
      summary,
    });
    if (opened) bell.ring('flags');
  }

  /** Sends the same words by the first other way that can carry them now. */
  async function elsewhere(item: OutboxItem): Promise<string | undefined> {
    const activity = await activityOf(db, vault, item);
    if (activity === undefined) return undefined;
    for (const way of await otherWays(db, vault, item)) {
      const adapter = adapters.get(way.channel);
      if (adapter === undefined) continue;
      const payloads = adapter.limits.delivery === 'outbox' ? renderFor(adapter, activity, way, clock.now()) : [];
      if (payloads === undefined) continue;
      const parts = payloads.map((payload, index) => ({
        id: `${item.id}-again-${way.contactPointId}-${index}`,
        payload,
      }));
      await sayOutsideTurn(db, vault, clock, ids, way, activity, parts);
      bell.ring('outbox');
      bell.ring(`conversation:${way.conversationId}`);
      log.warn('send.elsewhere', { outbox: item.id, from: item.channel, to: way.channel });
      return way.channel;
    }
    return undefined;
  }

  return {
    async urgent(item, settled) {
      const code = settled.code ?? settled.status;
      const other = await elsewhere(item);
      const values = { channel: item.channel, code, ...(other === undefined ? {} : { other }) };
      const wording = other === undefined ? 'staff_undelivered' : 'staff_undelivered_elsewhere';
      await flag(item, 1, 'urgent-message-not-delivered', wording, values);
    },

    async address(item, code) {
      if (code === 'opted_out') await markOptedOut(db, item.contactPointId, clock.now());
      if (code === 'invalid_address') await countUnreachable(db, item.contactPointId);
    },

    async held(item) {
      const adapter = adapters.get(item.channel);
      if (adapter === undefined) return;
      const to = item.payload.to as Address;
      const activity: Activity = {
        type: 'message',
        text: '',
        channelData: {
          sathi: {
            template: { id: noticeOf(item.purpose, content), values: { hospital: content.hospital.short_name } },
          },
        },
      };
      const locale = (await activityOf(db, vault, item))?.locale ?? staffLocale;
      const [part] = adapter.render(activity, to, { now: clock.now(), locale });
      if (part === undefined || part.body.kind !== 'template') return;
      if (await insertNotice(db, vault, clock, item, { to, body: part.body })) bell.ring('outbox');
    },

    async loop(item) {
      log.error('send.loop', { conversation: item.conversationId, channel: item.channel });
      await flag(item, 3, 'message-loop', 'staff_loop');
    },
  };
}

/** What we send by ourselves says what waits, as far as a lock screen may know; everything else only that something does. */
function noticeOf(purpose: string, content: ContentLibrary): string {
  return isOutreach(purpose) ? content.hospital.outreach.templates[purpose] : NOTICE;
}

/** Payloads for another channel; undefined when that channel cannot carry it now (its window is closed). */
function renderFor(
  adapter: ChannelAdapter,
  activity: Activity,
  way: OtherWay,
  now: number,
): Record<string, unknown>[] | undefined {
  const parts = adapter.render(activity, way.address, {
    now,
    locale: activity.locale ?? way.locale ?? 'en',
    ...(way.lastInboundAt === undefined ? {} : { lastInboundAt: way.lastInboundAt }),
  });
  if (parts.length === 0 || parts.some((part) => part.body.kind === 'closed')) return undefined;
  return parts.map((part) => ({ to: part.to, body: part.body }));
}
