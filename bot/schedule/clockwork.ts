import type { Hospital } from '../../knowledge/schema/hospital';
import type { Bell, Clock, Ids, Log } from '../contracts';
import { StoreUnavailable } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import { createCalendar } from '../outreach/calendar';
import type { Rules } from '../outreach/planner';
import { sealAudit } from '../store/audit';
import type { Db } from '../store/db';
import { isSerializationFailure } from '../store/errors';
import { feedBroadcasts } from '../store/outreach/feed';
import { dueIds, type Fired, fireOne, firePlanned, type PlanningParts, setAside } from '../store/outreach/fire';
import { firePrompt, nextTimer } from '../store/timers';
import type { Vault } from '../store/vault';

export interface ClockworkParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly bell: Bell;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hospital: Hospital;
}

export interface Clockwork extends Loop {
  /** Takes what is due: conversations and safety first, then what is planned. @returns timers taken. */
  once(): Promise<number>;
}

const BATCH = 500;
const SEAL_EVERY_MS = 5 * 60_000;

/** Due timers become events; every few minutes the audit chains are sealed. */
export function createClockwork(parts: ClockworkParts): Clockwork {
  const { db, vault, bell, log, clock, ids, hospital } = parts;
  const planning: PlanningParts = { db, vault, clock, ids, rules: rulesOf(hospital), zone: hospital.zone };
  let sealedAt = 0;

  async function once(): Promise<number> {
    const prompt = heard(await firePrompt(db, vault, clock, ids, BATCH));
    const fed = await feedBroadcasts(db, vault, clock);
    const planned = heard(await plannedBatch());
    return prompt + fed + planned;
  }

  function heard({ taken, woken, unreadable }: Fired): number {
    if (woken.length > 0) bell.ring('inbox');
    for (const timer of unreadable) log.error('timer.unreadable', { timer });
    return taken;
  }

  /** Where a batch fails, its rows are taken one by one, and the one at fault is set aside: it never stops the rest. */
  async function plannedBatch(): Promise<Fired> {
    try {
      return await firePlanned(planning, BATCH);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      log.error('timer.batch_failed', { error: errorName(error) });
    }
    const one = { taken: 0, woken: [] as string[], unreadable: [] as string[] };
    for (const timer of await dueIds(db, clock.now(), BATCH)) {
      try {
        const fired = await fireOne(planning, timer);
        one.taken += fired.taken;
        one.woken.push(...fired.woken);
        one.unreadable.push(...fired.unreadable);
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        if (isSerializationFailure(error)) continue;
        await setAside(planning, timer);
        one.taken += 1;
        one.unreadable.push(timer);
      }
    }
    return one;
  }

  async function seal(): Promise<void> {
    if (clock.now() - sealedAt < SEAL_EVERY_MS) return;
    sealedAt = clock.now();
    await sealAudit(db, vault, clock);
  }

  const work = async () => {
    const taken = await once();
    await seal();
    return taken;
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

/** The hospital's rules as the planner reads them. */
export function rulesOf(hospital: Hospital): Rules {
  return {
    policy: hospital.outreach,
    calendar: createCalendar(hospital.outreach.quiet),
    holidays: new Set(hospital.holidays),
  };
}
