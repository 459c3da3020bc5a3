import type { Activity, Bell, Clock, Log } from '../contracts';
import { createLoop, errorName, type Loop } from '../loop';
import { type Claimed, claimConversations, nextWake, releaseFailed, releaseLost } from '../store/claim';
import { commitTurns } from '../store/commit';
import type { Db } from '../store/db';
import type { Vault } from '../store/vault';
import type { Engine } from './engine';
import { type Prepared, type Preparing, prepare, prepareDeadLetter } from './result';
import { runTurn, type Turn } from './run-turn';

export interface WorkerParts {
  readonly db: Db;
  readonly vault: Vault;
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
  readonly counts: { turns: number; failed: number; dead: number; lost: number; batches: number };
}

/** Conversations per batch: the commit's cost is shared, its length stays a few milliseconds. */
const BATCH = 48;
/** A failing event is given up after this many failed turns, or this many times taken up by processes that died. */
const MOST_ATTEMPTS = 3;
const MOST_CLAIMS = 25;

export function createWorker(parts: WorkerParts, name: string): Worker {
  const { db, vault, engine, bell, log, clock } = parts;
  const preparing: Preparing = { engine, vault, worker: name, addressOf: parts.addressOf };
  const counts = { turns: 0, failed: 0, dead: 0, lost: 0, batches: 0 };

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
      await releaseFailed(db, name, conversation.id, event.id, clock.now(), errorName(error));
      return undefined;
    }
  }

  async function once(): Promise<number> {
    const claimed = await claimConversations(db, vault, clock, name, BATCH);
    if (claimed.length === 0) return 0;
    await parts.at?.('claimed');
    const prepared = (await Promise.all(claimed.map(turnOf))).filter((one) => one !== undefined);
    if (prepared.length === 0) return claimed.length;
    await parts.at?.('before-commit');
    const outcomes = await commitTurns(
      db,
      vault,
      clock.now(),
      prepared.map((one) => one.result),
    );
    await parts.at?.('after-commit');
    counts.batches += 1;
    const again: string[] = [];
    const rings = new Set<string>();
    prepared.forEach((one, index) => {
      if (outcomes[index] === 'won') {
        counts.turns += 1;
        for (const ring of one.rings) rings.add(ring);
      } else {
        counts.lost += 1;
        again.push(one.result.conversation.id);
      }
    });
    await releaseLost(db, name, again);
    for (const ring of rings) bell.ring(ring);
    return claimed.length;
  }

  const loop = createLoop({
    bell,
    clock,
    topic: 'inbox',
    work: once,
    next: () => nextWake(db),
    failed: (error) => log.error('worker.batch-failed', { error: errorName(error), where: whereOf(error) }),
  });
  return { once, counts, ...loop };
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
