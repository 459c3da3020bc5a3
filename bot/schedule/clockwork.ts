import type { Bell, Clock, Ids, Log } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import { sealAudit } from '../store/audit';
import type { Db } from '../store/db';
import { fireTimers, nextTimer } from '../store/timers';
import type { Vault } from '../store/vault';

export interface ClockworkParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly bell: Bell;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Clockwork extends Loop {
  /** Fires what is due. @returns conversations woken. */
  once(): Promise<number>;
}

const BATCH = 500;
const SEAL_EVERY_MS = 5 * 60_000;

/** Due timers become events; every few minutes the audit chains are sealed. */
export function createClockwork(parts: ClockworkParts): Clockwork {
  const { db, vault, bell, log, clock, ids } = parts;
  let sealedAt = 0;

  async function once(): Promise<number> {
    const woken = await fireTimers(db, vault, clock, ids, BATCH);
    if (woken.length > 0) bell.ring('inbox');
    return woken.length;
  }

  async function seal(): Promise<void> {
    if (clock.now() - sealedAt < SEAL_EVERY_MS) return;
    sealedAt = clock.now();
    await sealAudit(db, vault, clock);
  }

  const work = async () => {
    const woken = await once();
    await seal();
    return woken;
  };
  const loop = createLoop({
    bell,
    clock,
    topic: 'timers',
    work,
    next: () => nextTimer(db),
    failed: (error) => log.error('clockwork.failed', { error: errorName(error) }),
  });
  return { once, ...loop };
}
