import type { Bell, ChannelAdapter, Clock, Log, Part, SendResult } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import type { Db } from '../store/db';
import { claimOutbox, nextOutbox, type OutboxItem, type Settled, settleOutbox } from '../store/outbox';
import type { Vault } from '../store/vault';
import { settle } from './retry';

export interface DispatcherParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly adapters: ReadonlyMap<string, ChannelAdapter>;
  readonly bell: Bell;
  readonly log: Log;
  readonly clock: Clock;
  /** What else happens when a message failed for good (other address, staff, opt-out). */
  readonly failed?: (item: OutboxItem, settled: Settled) => Promise<void>;
  readonly at?: (point: 'before-send' | 'after-send') => void | Promise<void>;
}

export interface Dispatcher extends Loop {
  once(): Promise<number>;
}

const BATCH = 32;

/** Outbox to adapter: in order per conversation, many conversations at once. */
export function createDispatcher(parts: DispatcherParts, name: string): Dispatcher {
  const { db, vault, adapters, bell, log, clock } = parts;

  async function sendOne(item: OutboxItem): Promise<void> {
    const settled = await outcome(item);
    await settleOutbox(db, clock, name, settled);
    if (settled.status === 'failed' || settled.status === 'expired') {
      log.warn('send.failed', { outbox: item.id, channel: item.channel, code: settled.code, status: settled.status });
      await parts.failed?.(item, settled);
    }
    bell.ring(`conversation:${item.conversationId}`);
  }

  async function outcome(item: OutboxItem): Promise<Settled> {
    if (item.expiresAt !== undefined && item.expiresAt <= clock.now())
      return { id: item.id, status: 'expired', code: 'too_old' };
    const adapter = adapters.get(item.channel);
    if (adapter === undefined) return { id: item.id, status: 'failed', code: 'config' };
    // Its sender died between sending and saving: whether it left is not known.
    if (item.interrupted && !item.safety) return { id: item.id, status: 'failed', code: 'unknown_outcome' };
    await parts.at?.('before-send');
    const result = await trySend(adapter, item);
    await parts.at?.('after-send');
    return settle(item, result, clock.now());
  }

  async function trySend(adapter: ChannelAdapter, item: OutboxItem): Promise<SendResult> {
    const { to, body } = item.payload as Pick<Part, 'to' | 'body'>;
    try {
      return await adapter.send({ to, body, id: item.id, safety: item.safety });
    } catch (error) {
      log.error('send.threw', { outbox: item.id, channel: item.channel, error: errorName(error) });
      return { ok: false, retry: true, code: 'unknown_outcome' };
    }
  }

  async function once(): Promise<number> {
    const items = await claimOutbox(db, vault, clock, name, BATCH);
    await Promise.all(items.map(sendOne));
    return items.length;
  }

  const loop = createLoop({
    bell,
    clock,
    topic: 'outbox',
    work: once,
    next: () => nextOutbox(db),
    failed: (error) => log.error('dispatcher.failed', { error: errorName(error) }),
  });
  return { once, ...loop };
}
