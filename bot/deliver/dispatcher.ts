import type { Bell, ChannelAdapter, Clock, Log, Part, SendResult } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import type { Db } from '../store/db';
import { reachability, releaseHeld } from '../store/delivery';
import { claimOutbox, createSettle, nextOutbox, type OutboxItem, type Settled } from '../store/outbox';
import type { Vault } from '../store/vault';
import type { FollowUp } from './follow-up';
import { createLoopGuard } from './loop-guard';
import { createPacer } from './pace';
import { deadline, needsPerson, settle } from './retry';

export interface DispatcherParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly adapters: ReadonlyMap<string, ChannelAdapter>;
  readonly bell: Bell;
  readonly log: Log;
  readonly clock: Clock;
  /** What else happens when a message did not get through (other address, staff, opt-out). */
  readonly followUp?: FollowUp;
  readonly at?: (point: 'before-send' | 'after-send') => void | Promise<void>;
}

export interface Dispatcher extends Loop {
  once(): Promise<number>;
}

const BATCH = 32;

/** What we send by ourselves; a person who wrote STOP gets none of it, but is always answered. */
const OUTREACH = new Set(['care', 'reminder', 'programme', 'survey', 'research']);

/** Outbox to adapter: in order per conversation, many conversations at once. */
export function createDispatcher(parts: DispatcherParts, name: string): Dispatcher {
  const { db, vault, adapters, bell, log, clock, followUp } = parts;
  const save = createSettle(db, clock, name);
  const guard = createLoopGuard();
  const pacers = new Map([...adapters].map(([id, adapter]) => [id, createPacer(adapter.limits.pace)]));

  async function sendOne(item: OutboxItem): Promise<void> {
    const settled = await outcome(item);
    await save(settled);
    if (settled.status !== 'sent' && settled.code !== 'paced') {
      log.warn('send.not_sent', {
        outbox: item.id,
        channel: item.channel,
        code: settled.code,
        status: settled.status,
        attempts: item.attempts,
      });
    }
    await follow(item, settled);
    bell.ring(`conversation:${item.conversationId}`);
  }

  async function outcome(item: OutboxItem): Promise<Settled> {
    const now = clock.now();
    if (deadline(item) <= now) return { id: item.id, status: 'expired', code: 'too_old' };
    const adapter = adapters.get(item.channel);
    if (adapter === undefined) return { id: item.id, status: 'failed', code: 'config' };
    // Its sender died between sending and saving: whether it left is not known.
    if (item.interrupted && !item.safety) return { id: item.id, status: 'failed', code: 'unknown_outcome' };
    if (OUTREACH.has(item.purpose) && (await reachability(db, item.contactPointId)).optedOut)
      return { id: item.id, status: 'failed', code: 'opted_out' };
    if (item.attempts <= 1) {
      const { allowed, tripped } = guard.allow(item.conversationId, item.payload.body, now);
      if (tripped) await followUp?.loop(item);
      if (!allowed && !item.safety) return { id: item.id, status: 'failed', code: 'loop' };
    }
    const wait = pacers.get(item.channel)?.take(item.contactPointId, now) ?? 0;
    if (wait > 0) return { id: item.id, status: 'queued', code: 'paced', nextAt: now + wait };
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

  /** Saved first, then followed up: a crash in between costs a follow-up, which the next failure repeats. */
  async function follow(item: OutboxItem, settled: Settled): Promise<void> {
    if (followUp === undefined || settled.status === 'sent') return;
    try {
      if (settled.status === 'failed') await followUp.address(item, settled.code);
      if (settled.status === 'held') await followUp.held(item);
      if (needsPerson(item, settled)) await followUp.urgent(item, settled);
    } catch (error) {
      log.error('send.follow_up_failed', { outbox: item.id, error: errorName(error) });
    }
  }

  async function once(): Promise<number> {
    const released = await releaseHeld(db, vault, clock, BATCH);
    const items = await claimOutbox(db, vault, clock, name, BATCH);
    await Promise.all(items.map(sendOne));
    return items.length + released;
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
