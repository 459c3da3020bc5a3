import type { Activity, Bell, Clock, Log } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import { type Claimed, claimConversations, freeLeases, nextWake, releaseFailed, releaseLost } from '../store/claim';
import type { Db } from '../store/db';
import type { Ledger } from '../store/ledger';
import type { Vault } from '../store/vault';
import type { Engine } from './engine';
import { type Prepared, type Preparing, prepare, prepareDeadLetter } from './result';
import { runTurn, type Turn } from './run-turn';

export interface WorkerParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly bell: Bell;
  readonly log: Log;
  readonly clock: Clock;
  readonly addressOf: Preparing['addressOf'];
  /** Tests stop the process at named points. */
  readonly at?: (point: 'claimed' | 'before-commit' | 'after-commit') => void | Promise<void>;
}

export interface Worker extends Loop {
  /** Takes what waits, runs it, commits it. @returns how many turns were won. */
  once(): Promise<number>;
  readonly counts: { turns: number; failed: number; dead: number; lost: number };
}

/** Conversations claimed at once: the commit's cost is shared, its length stays a few milliseconds. */
const BATCH = 48;
/** Conversations taken as their messages are stored, at most; what comes beyond waits for a claim, here or elsewhere. */
const MOST_AT_ONCE = 96;
/** Turns begun without a breath: some five milliseconds. Fewer make commits small and dear. */
const AT_A_TIME = 12;
/** A failing event is given up after this many failed turns, or this many times taken up by processes that died. */
const MOST_ATTEMPTS = 3;
const MOST_CLAIMS = 25;

/**
 * Runs turns. While it is started, the ledger hands it conversations in the commit that stores their messages; whatever
 * else waits (timers, staff, leftovers, what a dead process held) it claims itself.
 */
export function createWorker(parts: WorkerParts, name: string): Worker {
  const { db, vault, ledger, engine, bell, log, clock } = parts;
  const preparing: Preparing = { engine, vault, addressOf: parts.addressOf };
  const counts = { turns: 0, failed: 0, dead: 0, lost: 0 };
  const inHand = new Set<Promise<void>>();

  async function turnOf(claimed: Claimed): Promise<Prepared | undefined> {
    const { conversation, event } = claimed;
    if (event.attempts >= MOST_ATTEMPTS || event.claims > MOST_CLAIMS) {
      counts.dead += 1;
      log.error('turn.dead-letter', { conversation: conversation.id, inbox: event.id });
      return prepareDeadLetter(preparing, claimed, event.attempts >= MOST_ATTEMPTS ? 'turn_failed' : 'process_died');
    }
    try {
      return await prepare(preparing, claimed, await hosted(engine, claimed));
    } catch (error) {
      counts.failed += 1;
      log.error('turn.failed', {
        conversation: conversation.id,
        inbox: event.id,
        attempt: event.attempts + 1,
        error: errorName(error),
        where: whereOf(error),
      });
      await releaseFailed(db, claimed.lease, conversation.id, event.id, clock.now(), errorName(error));
      return undefined;
    }
  }

  /** One conversation from its claim to its commit. @returns whether its event, or another, has to be taken up again. */
  async function settle(claimed: Claimed): Promise<'done' | 'again'> {
    await parts.at?.('claimed');
    const prepared = await turnOf(claimed);
    if (prepared === undefined) return 'again';
    await parts.at?.('before-commit');
    const { outcome, seq, waiting } = await ledger.commit(prepared.result);
    await parts.at?.('after-commit');
    if (outcome !== 'won') {
      counts.lost += 1;
      await releaseLost(db, claimed.lease, claimed.conversation.id);
      return 'again';
    }
    counts.turns += 1;
    bell.ring(`conversation:${claimed.conversation.id}`, seq);
    for (const ring of prepared.rings) bell.ring(ring);
    return waiting ? 'again' : 'done';
  }

  function failed(error: unknown): void {
    log.error('worker.batch-failed', { error: errorName(error), where: whereOf(error) });
  }

  let line = Promise.resolve();
  /**
   * Turns of one hand-over begin a few at a time, and in between whatever else waits runs: the first are being committed
   * while the last are still thought about, and nobody's message waits unread behind thirty turns.
   */
  function inLine(): Promise<void> {
    line = line.then(() => new Promise((next) => setImmediate(next)));
    return line;
  }

  function take(claimed: readonly Claimed[]): void {
    let turn = Promise.resolve();
    claimed.forEach((one, index) => {
      if (index % AT_A_TIME === 0) turn = inLine();
      const settled = turn
        .then(() => settle(one))
        .then((next) => {
          if (next === 'again') bell.ring('inbox');
        })
        // Its lease runs out, and it is claimed again.
        .catch(failed)
        .finally(() => inHand.delete(settled));
      inHand.add(settled);
    });
  }

  async function once(): Promise<number> {
    const claimed = await claimConversations(db, vault, clock, name, BATCH);
    const settled = await Promise.allSettled(claimed.map(settle));
    const broken = settled.find((one) => one.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
    return claimed.length;
  }

  const loop = createLoop({ bell, clock, topic: 'inbox', work: once, next: () => nextWake(db), failed });
  let stopTaking: () => void = () => {};
  let stopped = false;
  let freed: Promise<void> = Promise.resolve();
  return {
    once,
    counts,
    start() {
      stopped = false;
      // First, and alone: a lease that is freed after it was given to us costs the turn.
      freed = freeLeases(db)
        .catch(failed)
        .then(() => {
          if (stopped) return;
          stopTaking = ledger.handTo({ worker: name, room: () => MOST_AT_ONCE - inHand.size, take });
          loop.start();
        });
    },
    async stop() {
      stopped = true;
      await freed;
      stopTaking();
      await loop.stop();
      await Promise.all(inHand);
    },
  };
}

/** The turn runs inside a Bot Framework turn, so that middleware sees what comes in and what goes out. */
async function hosted(engine: Engine, { conversation, event }: Claimed): Promise<Turn> {
  let turn: Turn | undefined;
  const incoming: Activity = {
    ...event.activity,
    id: event.activityId,
    channelId: conversation.channel,
    conversation: { id: conversation.id },
  };
  const said = await engine.host.run(incoming, async (activity) => {
    turn = await runTurn(engine, conversation, { ...event, activity });
    return turn.presented.map((one) => one.activity);
  });
  if (turn === undefined)
    return {
      state: (await runTurn(engine, conversation, event)).state,
      presented: [],
      staffSaid: [],
      decisions: [],
      release: false,
    };
  const { presented } = turn;
  return {
    ...turn,
    presented: said.map((activity, index) => ({
      activity,
      say: presented[Math.min(index, presented.length - 1)]!.say,
    })),
  };
}

/** First own line of the stack: where it broke, without the message, which may quote a patient. */
function whereOf(error: unknown): string {
  const line =
    error instanceof Error
      ? error.stack
          ?.split('\n')
          .find(
            (one) =>
              /\((.*\/)?(bot|dialogs|knowledge|adapters)\//.test(one) ||
              /at .*(bot|dialogs|knowledge|adapters)\//.test(one),
          )
      : undefined;
  return (
    line
      ?.trim()
      .replace(/^at /, '')
      .replace(/\(?\/.*?\/(?=(bot|dialogs|knowledge|adapters)\/)/, '(') ?? ''
  );
}
