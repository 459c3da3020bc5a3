import type { Knex } from 'knex';
import type { Clock, Ids, OutreachPriority, OutreachPurpose } from '../../contracts';
import { type Decision, type DueMessage, plan, type Rules } from '../../outreach/planner';
import { lockConversations } from '../contacts';
import type { Db } from '../db';
import { insertRows, type Row, resultRows } from '../rows';
import { listOf, PLANNED, type TimerRow, timerEvent, wake } from '../timers';
import type { Vault } from '../vault';
import { type Recipient, recipients } from './facts';
import { type Fate, fate, record } from './fates';

export interface PlanningParts {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly rules: Rules;
  /** Zone of people whose own is not known. */
  readonly zone: string;
}

/** What one look at the due messages came to. */
export interface Fired {
  readonly taken: number;
  readonly woken: readonly string[];
  /** Timers whose content cannot be read; they are recorded as not sent. */
  readonly unreadable: readonly string[];
}

const NOTHING: Fired = { taken: 0, woken: [], unreadable: [] };

/** Only one planner at a time: what one person gets is decided by one who sees it all. */
const PLANNER_LOCK = 5_070_001;

/**
 * Plans what is due and hands over what may be sent now: reading, deciding and moving are one transaction, one statement
 * per table however many there are. Every message ends as an event of its conversation or as a row that says why not.
 */
export async function firePlanned(parts: PlanningParts, limit: number): Promise<Fired> {
  const { db } = parts;
  const now = parts.clock.now();
  // Looked at outside the transaction: idle seconds cost one index look and no write lock.
  const some = resultRows(await db.read.raw(`SELECT 1 FROM timer WHERE due_at <= ? AND ${PLANNED} LIMIT 1`, [now]));
  if (some.length === 0) return NOTHING;
  return db.transaction(async (trx) => {
    if (db.dialect === 'postgres') {
      const [lock] = resultRows<{ got: boolean }>(
        await trx.raw('SELECT pg_try_advisory_xact_lock(?) AS got', [PLANNER_LOCK]),
      );
      if (lock?.got !== true) return NOTHING;
    }
    const due = resultRows<TimerRow>(
      await trx.raw(`SELECT * FROM timer WHERE due_at <= ? AND ${PLANNED} ORDER BY due_at LIMIT ?`, [now, limit]),
    );
    return fireRows(trx, parts, now, due);
  });
}

/** One timer alone, when a batch failed: what is wrong with one row stays with it. */
export async function fireOne(parts: PlanningParts, timerId: string): Promise<Fired> {
  const { db } = parts;
  return db.transaction(async (trx) =>
    fireRows(trx, parts, parts.clock.now(), resultRows(await trx.raw('SELECT * FROM timer WHERE id = ?', [timerId]))),
  );
}

/** Ids of what is due, for looking at it row by row. */
export async function dueIds(db: Db, now: number, limit: number): Promise<readonly string[]> {
  const rows = resultRows<{ id: string }>(
    await db.read.raw(`SELECT id FROM timer WHERE due_at <= ? AND ${PLANNED} ORDER BY due_at LIMIT ?`, [now, limit]),
  );
  return rows.map((row) => row.id);
}

/** Takes a timer that nothing can be done with out of the way, leaving its fate. */
export async function setAside(parts: PlanningParts, timerId: string): Promise<void> {
  const { db } = parts;
  const now = parts.clock.now();
  await db.transaction(async (trx) => {
    const [row] = resultRows<TimerRow>(await trx.raw('DELETE FROM timer WHERE id = ? RETURNING *', [timerId]));
    if (row !== undefined)
      await record(trx, db, [fate(row, undefined, now, { status: 'not_sent', why: 'unreadable' })]);
  });
}

interface Judged {
  readonly row: TimerRow;
  readonly to: Recipient | undefined;
  readonly decision: Decision;
}

async function fireRows(
  trx: Knex.Transaction,
  parts: PlanningParts,
  now: number,
  due: readonly TimerRow[],
): Promise<Fired> {
  const { db, vault, ids } = parts;
  if (due.length === 0) return NOTHING;
  const conversations = due.map((row) => row.conversation_id as string);
  await lockConversations(trx, db.dialect, conversations);
  const known = await recipients(trx, db, now, conversations, parts.zone);
  const judged = judge(parts.rules, now, due, known);
  const moved = await move(trx, db, judged);

  const unreadable: string[] = [];
  const inbox: Row[] = [];
  const fates: Row[] = [];
  for (const { row, to, decision } of judged) {
    if (!moved.has(row.id as string) || decision.do === 'defer') continue;
    const wanted = decision.do === 'send' || (row.chain === 1 && to !== undefined);
    const event = wanted ? timerEvent(row, { outreach: planned(row, decision) }, vault, ids, now) : undefined;
    if (event !== undefined) inbox.push(event);
    const broken = wanted && event === undefined;
    if (broken) unreadable.push(row.id as string);
    fates.push(fate(row, to, now, broken ? { status: 'not_sent', why: 'unreadable' } : fateOf(decision)));
  }
  await insertRows(trx, db.dialect, 'inbox', inbox, 'ignore');
  await record(trx, db, fates);
  const woken = [...new Set(inbox.map((row) => row.conversation_id as string))];
  await wake(trx, db, now, woken);
  return { taken: moved.size, woken, unreadable };
}

function judge(
  rules: Rules,
  now: number,
  due: readonly TimerRow[],
  known: ReadonlyMap<string, Recipient>,
): readonly Judged[] {
  const perPerson = new Map<string, { message: DueMessage; facts: Recipient['facts'] }[]>();
  for (const row of due) {
    const to = known.get(row.conversation_id as string);
    if (to === undefined) continue;
    const own = perPerson.get(to.person) ?? [];
    own.push({ message: messageOf(row, rules), facts: to.facts });
    perPerson.set(to.person, own);
  }
  const decisions = new Map<string, Decision>();
  for (const own of perPerson.values()) for (const [id, decision] of plan(rules, now, own)) decisions.set(id, decision);
  return due.map((row) => ({
    row,
    to: known.get(row.conversation_id as string),
    decision: decisions.get(row.id as string) ?? { do: 'drop', why: 'no_conversation' },
  }));
}

function messageOf(row: TimerRow, { policy }: Rules): DueMessage {
  const purpose = row.purpose as OutreachPurpose;
  const dueAt = (row.first_due_at as number | null) ?? (row.due_at as number);
  return {
    id: row.id as string,
    purpose,
    priority: (row.priority as OutreachPriority | null) ?? policy.priority[purpose],
    dueAt,
    windowEnd: (row.expires_at as number | null) ?? dueAt + policy.window_hours[purpose] * 3_600_000,
    chosen: row.chosen === 1,
  };
}

/** Deletes what is decided for good and moves what is put off. @returns the timers that were still there, unmoved. */
async function move(trx: Knex.Transaction, db: Db, judged: readonly Judged[]): Promise<ReadonlySet<string>> {
  const gone = judged.filter((one) => one.decision.do !== 'defer').map((one) => one.row.id as string);
  const deleted =
    gone.length === 0
      ? []
      : resultRows<{ id: string }>(
          await trx.raw(`DELETE FROM timer WHERE id IN (${listOf(db)}) RETURNING id`, [JSON.stringify(gone)]),
        );
  const later = judged.flatMap(({ row, decision }) =>
    decision.do === 'defer' ? [{ id: row.id as string, at: decision.at }] : [],
  );
  const put =
    later.length === 0
      ? []
      : resultRows<{ id: string }>(
          await trx.raw(
            `UPDATE timer SET first_due_at = COALESCE(first_due_at, due_at), due_at = x.at FROM ${
              db.dialect === 'postgres'
                ? 'json_to_recordset(?::json) AS x(id text, at bigint)'
                : "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.at') AS at FROM json_each(?)) AS x"
            } WHERE timer.id = x.id RETURNING timer.id`,
            [JSON.stringify(later)],
          ),
        );
  return new Set([...deleted, ...put].map((row) => row.id));
}

function planned(row: TimerRow, decision: Decision) {
  return {
    id: row.id as string,
    firstDueAt: (row.first_due_at as number | null) ?? (row.due_at as number),
    until: decision.do === 'send' ? decision.until : 0,
    chosen: row.chosen === 1,
    chain: row.chain === 1,
    ...(row.priority === null ? {} : { priority: row.priority as number }),
    ...(row.reason === null ? {} : { reason: row.reason as string }),
    ...(decision.do === 'drop' ? { missed: decision.why } : {}),
  };
}

function fateOf(decision: Decision): Fate {
  return decision.do === 'drop' ? { status: 'not_sent', why: decision.why } : { status: 'handed' };
}
