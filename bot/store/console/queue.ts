import type { Knex } from 'knex';
import type { Scope } from '../../../console/api/access/objects';
import type { QueueStore, WaitingConversation } from '../../../console/api/ports';
import type { QueueQuery } from '../../../console/api/schema/queue';
import type { Db } from '../db';
import { resultRows } from '../rows';
import type { Vault } from '../vault';
import { openText, staffNames } from './names';
import { patientLabel } from './patients';
import { PRESENT_MS } from './presence';

/**
 * One row per conversation: its most severe, oldest open flag stands for it. No window over all flags: in the order of
 * its index the first page is found without looking at the rest, and the number of flags is counted for that page alone.
 */
const WAITING = `SELECT f.id AS flag_id, f.conversation_id, f.patient_id, f.severity, f.reason, f.summary, f.opened_at,
    (SELECT COUNT(*) FROM flag n WHERE n.conversation_id = f.conversation_id AND n.status = 'open') AS open_flags,
    c.channel, c.locale, c.owner_id, c.patient_id AS person_id,
    COALESCE(s.team, f.team) AS team, s.snoozed_until, k.answered_at, COALESCE(k.escalation, 0) AS escalation
  FROM flag f
  JOIN conversation c ON c.id = f.conversation_id
  LEFT JOIN care_case s ON s.conversation_id = f.conversation_id
  LEFT JOIN flag_clock k ON k.flag_id = f.id
  WHERE f.status = 'open' AND NOT EXISTS (
    SELECT 1 FROM flag g WHERE g.conversation_id = f.conversation_id AND g.status = 'open'
      AND (g.severity, g.opened_at, g.id) < (f.severity, f.opened_at, f.id))`;

interface WaitingRow {
  flag_id: string;
  conversation_id: string;
  severity: number;
  reason: string;
  summary: string;
  opened_at: number;
  open_flags: number;
  channel: string;
  locale: string | null;
  owner_id: string | null;
  person_id: string | null;
  team: string | null;
  snoozed_until: number | null;
  answered_at: number | null;
  escalation: number;
}

/** Where a conversation stands in the order, without anything sealed. */
type Place = Pick<WaitingRow, 'flag_id' | 'severity' | 'opened_at'>;
const PLACE = 'w.flag_id, w.severity, w.opened_at';

type Where = { sql: string; bindings: (string | number)[] };
const all = (...parts: Where[]): Where => ({
  sql: parts.map((part) => `(${part.sql})`).join(' AND ') || '1 = 1',
  bindings: parts.flatMap((part) => part.bindings),
});
const is = (sql: string, ...bindings: (string | number)[]): Where => ({ sql, bindings });

const marks = (list: readonly unknown[]) => list.map(() => '?').join(', ');

/** What this person may see at all: their own, their teams', and what no team was named for. */
function seen(scope: Scope): Where {
  if (scope.allTeams) return is('1 = 1');
  const teams = scope.teams.length === 0 ? is('1 = 0') : is(`w.team IN (${marks(scope.teams)})`, ...scope.teams);
  return is(`w.team IS NULL OR w.owner_id = ? OR ${teams.sql}`, scope.staffId, ...teams.bindings);
}

const awake = (now: number) => is('w.snoozed_until IS NULL OR w.snoozed_until <= ?', now);

function inView(query: QueueQuery, scope: Scope, now: number): Where {
  switch (query.view) {
    case 'unassigned':
      return all(is('w.owner_id IS NULL'), awake(now));
    case 'mine':
      return is('w.owner_id = ?', scope.staffId);
    case 'team':
      return scope.teams.length === 0
        ? is('1 = 0')
        : all(is(`w.team IN (${marks(scope.teams)})`, ...scope.teams), awake(now));
    case 'snoozed':
      return is('w.snoozed_until > ?', now);
    default:
      return awake(now);
  }
}

function filters(query: QueueQuery): Where {
  const parts: Where[] = [];
  if (query.severity !== undefined) parts.push(is('w.severity = ?', query.severity));
  if (query.channel !== undefined) parts.push(is('w.channel = ?', query.channel));
  if (query.locale !== undefined) parts.push(is('w.locale = ?', query.locale));
  if (query.team !== undefined) parts.push(is('w.team = ?', query.team));
  if (query.reason !== undefined) parts.push(is('w.reason = ?', query.reason));
  return all(...parts);
}

/** Position in the order of the queue: severity, waiting since, flag. */
type Cursor = { severity: number; openedAt: number; flagId: string };

export const writeCursor = (item: Cursor) => `${item.severity}.${item.openedAt}.${item.flagId}`;

function afterCursor(cursor: string | undefined): Where {
  const match = /^([1-4])\.(\d{1,15})\.([A-Za-z0-9_:-]+)$/.exec(cursor ?? '');
  if (!match) return is('1 = 1');
  const [severity, at, id] = [Number(match[1]), Number(match[2]), match[3]!];
  return is(
    'w.severity > ? OR (w.severity = ? AND (w.opened_at > ? OR (w.opened_at = ? AND w.flag_id > ?)))',
    severity,
    severity,
    at,
    at,
    id,
  );
}

/** More open flags than any hospital has; bounds the memory of the search. */
const REMEMBERED = 20_000;
/** Found flags looked up at once: two pages, and below the number of bindings of any engine. */
const AT_A_TIME = 400;

/** Flagged conversations in the order in which they should be answered. */
export function createQueueStore(db: Db, vault: Vault): QueueStore {
  async function rowsAfter(where: Where, cursor: string | undefined, limit: number): Promise<WaitingRow[]> {
    const whole = all(where, afterCursor(cursor));
    return resultRows<WaitingRow>(
      await db.read.raw(
        `SELECT * FROM (${WAITING}) w WHERE ${whole.sql} ORDER BY w.severity, w.opened_at, w.flag_id LIMIT ?`,
        [...whole.bindings, limit],
      ),
    );
  }

  const cursorOf = (row: Place) =>
    writeCursor({ severity: row.severity, openedAt: row.opened_at, flagId: row.flag_id });

  async function toItems(rows: readonly WaitingRow[], now: number): Promise<WaitingConversation[]> {
    const viewing = await viewersOf(
      db.read,
      rows.map((row) => row.conversation_id),
      now,
    );
    const name = await staffNames(db.read, vault, [
      ...rows.map((row) => row.owner_id),
      ...viewing.map((one) => one.staff_id),
    ]);
    const labels = await patientLabel(
      db.read,
      vault,
      rows.map((row) => row.person_id),
    );
    return rows.map((row) => ({
      conversationId: row.conversation_id,
      flagId: row.flag_id,
      severity: row.severity as 1 | 2 | 3 | 4,
      reason: row.reason,
      summary: openText(vault, row.summary, row.conversation_id),
      raisedAt: row.opened_at,
      escalation: row.escalation,
      answered: row.answered_at !== null,
      channel: row.channel,
      locale: row.locale ?? '',
      team: row.team,
      patient: row.person_id === null ? null : (labels.get(row.person_id) ?? null),
      owner: row.owner_id === null ? null : name(row.owner_id),
      openFlags: Number(row.open_flags),
      snoozedUntil: row.snoozed_until !== null && row.snoozed_until > now ? row.snoozed_until : null,
      viewers: viewing.filter((one) => one.conversation_id === row.conversation_id).map((one) => name(one.staff_id)),
    }));
  }

  /** Opened once per process: the same five thousand summaries are looked through at every key somebody presses. */
  const opened = new Map<string, string>();

  async function openMissing(rows: readonly Place[]): Promise<void> {
    const missing = rows.filter((row) => !opened.has(row.flag_id)).map((row) => row.flag_id);
    if (opened.size + missing.length > REMEMBERED) opened.clear();
    for (let from = 0; from < missing.length; from += 500) {
      const some = await db
        .read('flag')
        .select('id', 'conversation_id', 'summary', 'reason')
        .whereIn('id', missing.slice(from, from + 500));
      for (const row of some) {
        const summary = openText(vault, row.summary, row.conversation_id);
        opened.set(row.id, `${summary} ${row.reason} ${row.conversation_id}`.toLowerCase());
      }
    }
  }

  /** Open flags in the order of the queue, from its index alone: nothing is joined for what the words do not fit. */
  async function openPlaces(cursor: string | undefined): Promise<Place[]> {
    const after = afterCursor(cursor);
    return resultRows<Place>(
      await db.read.raw(
        `SELECT ${PLACE} FROM (SELECT id AS flag_id, severity, opened_at FROM flag WHERE status = 'open') w
         WHERE ${after.sql} ORDER BY w.severity, w.opened_at, w.flag_id LIMIT ?`,
        [...after.bindings, REMEMBERED],
      ),
    );
  }

  /**
   * Summaries are sealed, so words are looked for in what this process has opened; then what fits is asked for in the
   * order of the queue, some at a time, until a page of what this person may see is full.
   */
  async function search(where: Where, query: QueueQuery, now: number) {
    const words = query.search!.toLowerCase();
    const places = await openPlaces(query.after);
    await openMissing(places);
    const fitting = places.filter((row) => opened.get(row.flag_id)?.includes(words)).map((row) => row.flag_id);
    const found: WaitingRow[] = [];
    for (let from = 0; from < fitting.length && found.length <= query.limit; from += AT_A_TIME) {
      const some = fitting.slice(from, from + AT_A_TIME);
      found.push(...(await rowsAfter(all(where, is(`w.flag_id IN (${marks(some)})`, ...some)), undefined, AT_A_TIME)));
    }
    return pageOf(found, query.limit, now);
  }

  async function pageOf(rows: readonly WaitingRow[], limit: number, now: number) {
    const page = rows.slice(0, limit);
    return {
      items: await toItems(page, now),
      next: rows.length > limit ? cursorOf(page[page.length - 1]!) : null,
    };
  }

  return {
    async page(query, scope, now) {
      const where = all(seen(scope), inView(query, scope, now), filters(query));
      if (query.search) return search(where, query, now);
      return pageOf(await rowsAfter(where, query.after, query.limit + 1), query.limit, now);
    },
    async choices(scope) {
      const may = seen(scope);
      const rows = resultRows<{ team: string | null; reason: string }>(
        await db.read.raw(`SELECT DISTINCT w.team, w.reason FROM (${WAITING}) w WHERE ${may.sql}`, may.bindings),
      );
      const teams = rows.flatMap((row) => row.team ?? []);
      return { teams: [...new Set(teams)].sort(), reasons: [...new Set(rows.map((row) => row.reason))].sort() };
    },
    async board() {
      const rows = resultRows<
        Pick<WaitingRow, 'severity' | 'opened_at' | 'team' | 'owner_id' | 'snoozed_until' | 'answered_at'>
      >(
        await db.read.raw(
          `SELECT w.severity, w.opened_at, w.team, w.owner_id, w.snoozed_until, w.answered_at FROM (${WAITING}) w`,
        ),
      );
      return rows.map((row) => ({
        severity: row.severity as 1 | 2 | 3 | 4,
        raisedAt: row.opened_at,
        team: row.team,
        ownerId: row.owner_id,
        snoozedUntil: row.snoozed_until,
        answered: row.answered_at !== null,
      }));
    },
  };
}

async function viewersOf(knex: Knex, conversations: readonly string[], now: number) {
  const rows = await knex<{ conversation_id: string; staff_id: string }>('staff_presence')
    .select('conversation_id', 'staff_id')
    .where('seen_at', '>', now - PRESENT_MS);
  const wanted = new Set(conversations);
  return rows.filter((row) => wanted.has(row.conversation_id));
}
