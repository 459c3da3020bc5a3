import type { Clock, Received } from '../contracts';
import { type Arrival, type Arrived, insertArrivals, type Lease, placeArrivals } from './arrivals';
import { runActs } from './booking/acts';
import type { Claimed } from './claim';
import { type Outcome, type Saved, type SealedResult, saveTurns, sealResult, type TurnResult } from './commit';
import { lockConversations } from './contacts';
import type { Db } from './db';
import { Conflict, isSerializationFailure, isUniqueViolation } from './errors';
import { groupCalls } from './group';
import { insertRows } from './rows';
import { inOrder, type Statements } from './statements';
import type { StoredLine } from './transcript';
import type { Vault } from './vault';

/**
 * Writes what a process has to write about its conversations. Messages that arrive (T1) and turns that are done (T2)
 * while a commit is under way wait together and are the next commit: under load one flush of the disk carries many of
 * both, alone each is written at once. Each is still its own step: a message is on the disk before it is acknowledged
 * and before its turn begins.
 */
export interface Ledger {
  /** T1. Resolves when the events are on the disk; `UnknownConversation` when one of their conversations is not there. */
  arrive(arrivals: readonly Arrival[]): Promise<readonly Received[]>;
  /** T2. Resolves when the turn is on the disk, or has lost. */
  commit(result: TurnResult): Promise<Committed>;
  /** Conversations nobody works on are given to this worker as their messages are stored. @returns how to stop it. */
  handTo(taker: Taker): () => void;
}

export interface Committed {
  readonly outcome: Outcome;
  /** Transcript position after the turn. */
  readonly seq?: number;
  /** More events of the conversation wait. */
  readonly waiting: boolean;
}

/** The worker of this process. */
export interface Taker {
  readonly worker: string;
  /** How many more conversations it would take now. */
  room(): number;
  take(claimed: readonly Claimed[]): void;
}

/** Told after every commit, before anybody who waits for it. */
export interface Told {
  readonly conversationId: string;
  /** New lines of the transcript, in order. */
  readonly lines: readonly StoredLine[];
  /** An event of it waits for a worker to look. */
  readonly waiting: boolean;
}

/** The conversation an event names does not exist. Web chat opens it again and retries. */
export class UnknownConversation extends Error {
  override readonly name = 'UnknownConversation';
}

export interface LedgerParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly told: (news: readonly Told[]) => void;
}

type Item = { readonly arrivals: readonly Arrival[] } | { readonly turn: SealedResult };
type Outcomes = { readonly received: readonly (Received | undefined)[] } | { readonly committed: Committed };

/** Statements grow with the batch, latency with its length: 128 keeps a commit under a few milliseconds. */
const BATCH = 128;

export function createLedger({ db, vault, clock, told }: LedgerParts): Ledger {
  let taker: Taker | undefined;
  let leases = 0;

  async function write(batch: readonly Item[]): Promise<readonly Outcomes[]> {
    const now = clock.now();
    const arrivals = batch.flatMap((item) => ('arrivals' in item ? item.arrivals : []));
    const turns = batch.flatMap((item) => ('turn' in item ? [item.turn] : []));
    const room = taker?.room() ?? 0;
    leases += 1;
    const lease = taker === undefined || room <= 0 ? undefined : { name: `${taker.worker}.${leases}`, room };
    const { saved, arrived } = await save(db, vault, now, turns, arrivals, lease);
    told(newsOf(saved, arrived));
    if (arrived.claimed.length > 0) {
      const mine = taker;
      // After the acknowledgements have left: the turns take the processor for a while.
      setImmediate(() => mine?.take(arrived.claimed));
    }
    let from = 0;
    return batch.map((item): Outcomes => {
      if ('turn' in item) return { committed: committedOf(saved.get(item.turn.result.conversation.id)) };
      from += item.arrivals.length;
      return { received: arrived.received.slice(from - item.arrivals.length, from) };
    });
  }

  /** A turn that breaks a rule of the data is told so; it is no failure of the store. */
  async function writeTold(batch: readonly Item[]): Promise<readonly Outcomes[]> {
    try {
      return await write(batch);
    } catch (error) {
      const [only] = batch;
      if (batch.length > 1 || only === undefined || !('turn' in only)) throw error;
      if (isSerializationFailure(error)) return [{ committed: { outcome: 'lost', waiting: true } }];
      if (isUniqueViolation(error) || error instanceof Conflict)
        return [{ committed: { outcome: 'conflict', waiting: true } }];
      throw error;
    }
  }

  // Begun after the current round of callbacks, so that turns that end together are written together.
  const group = groupCalls<Item, Outcomes>(BATCH, writeTold, (begin) => void setImmediate(begin));

  return {
    async arrive(arrivals) {
      const done = (await group({ arrivals })) as { received: readonly (Received | undefined)[] };
      return done.received.map((one) => {
        if (one === undefined) throw new UnknownConversation('The conversation of an event does not exist.');
        return one;
      });
    },
    async commit(result) {
      const done = (await group({ turn: sealResult(vault, clock.now(), result) })) as { committed: Committed };
      return done.committed;
    },
    handTo(next) {
      taker = next;
      return () => {
        if (taker === next) taker = undefined;
      };
    },
  };
}

/** One transaction: finished turns first, so that a message which came meanwhile finds its conversation free. */
function save(
  db: Db,
  vault: Vault,
  now: number,
  turns: readonly SealedResult[],
  arrivals: readonly Arrival[],
  lease: Lease | undefined,
): Promise<{ saved: ReadonlyMap<string, Saved>; arrived: Arrived }> {
  const write = async (trx: Statements): Promise<{ saved: ReadonlyMap<string, Saved>; arrived: Arrived }> => {
    const [, done, inserted] = await inOrder(trx, [
      () => lock(trx, db, turns, arrivals),
      () => saveTurns(trx, db, vault, now, turns),
      () => insertArrivals(trx, db, now, arrivals),
    ]);
    const [, arrived] = await inOrder(trx, [
      done.finish,
      () => (arrivals.length === 0 ? NOTHING : placeArrivals(trx, db, vault, now, arrivals, inserted, lease)),
      NOTHING_MORE,
    ]);
    await inOrder(trx, [
      () => insertRows(trx, db.dialect, 'transcript', [...done.transcript, ...arrived.transcript]),
      done.rest,
      NOTHING_MORE,
    ]);
    return { saved: done.saved, arrived };
  };
  if (turns.every((one) => (one.result.acts ?? []).length === 0)) return db.quick(write);
  // What reads before it writes is written with the query builder; a knex transaction is `Statements`, too.
  return db.transaction(async (trx) => {
    const done = await write(trx);
    const won = turns.filter((one) => done.saved.has(one.result.conversation.id));
    await runActs(
      trx,
      db,
      vault,
      now,
      won.flatMap((one) => one.result.acts ?? []),
    );
    return done;
  });
}

/** On PostgreSQL all conversations of the commit, in one order, so that two writers never deadlock. SQLite has one writer. */
async function lock(
  trx: Statements,
  db: Db,
  turns: readonly SealedResult[],
  arrivals: readonly Arrival[],
): Promise<void> {
  if (db.dialect === 'postgres')
    await lockConversations(trx, db.dialect, [
      ...turns.map((one) => one.result.conversation.id),
      ...arrivals.map((one) => one.conversationId),
    ]);
}

const NOTHING: Promise<Arrived> = Promise.resolve({
  received: [],
  transcript: [],
  lines: new Map(),
  claimed: [],
  waiting: [],
});
const NOTHING_MORE = async () => {};

function committedOf(saved: Saved | undefined): Committed {
  return saved === undefined
    ? { outcome: 'lost', waiting: true }
    : { outcome: 'won', seq: saved.seq, waiting: saved.waiting };
}

function newsOf(saved: ReadonlyMap<string, Saved>, arrived: Arrived): Told[] {
  const news: Told[] = [];
  for (const [conversationId, { lines, waiting }] of saved)
    if (lines.length > 0 || waiting) news.push({ conversationId, lines, waiting });
  const waits = new Set(arrived.waiting);
  for (const [conversationId, lines] of arrived.lines)
    news.push({ conversationId, lines, waiting: waits.delete(conversationId) });
  for (const conversationId of waits) news.push({ conversationId, lines: [], waiting: true });
  return news;
}

/** T2 of a set on its own, for those who run turns by hand. */
export async function commitTurns(
  db: Db,
  vault: Vault,
  now: number,
  results: readonly TurnResult[],
): Promise<readonly Outcome[]> {
  const ledger = createLedger({ db, vault, clock: { now: () => now } as Clock, told: () => {} });
  return Promise.all(results.map(async (result) => (await ledger.commit(result)).outcome));
}
