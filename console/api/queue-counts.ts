import type { Bell, Instant } from '../../bot/contracts';
import type { Scope } from './access/objects';
import type { BoardRow, QueueStore } from './ports';
import type { QueuePage } from './schema/queue';

/**
 * How much waits, as one person may see it.
 * @param late per severity 1 to 4, the moment up to which raised flags are past their clock.
 */
export function countsOf(
  board: readonly BoardRow[],
  scope: Scope,
  now: Instant,
  late: readonly Instant[],
): QueuePage['counts'] {
  const counts = { unassigned: 0, mine: 0, team: 0, all: 0, snoozed: 0, bySeverity: [0, 0, 0, 0], breached: 0 };
  const teams = new Set(scope.teams);
  for (const row of board) {
    const mine = row.ownerId === scope.staffId;
    const ofTeam = row.team !== null && teams.has(row.team);
    if (!scope.allTeams && row.team !== null && !mine && !ofTeam) continue;
    if (mine) counts.mine += 1;
    if (row.snoozedUntil !== null && row.snoozedUntil > now) {
      counts.snoozed += 1;
      continue;
    }
    const index = row.severity - 1;
    counts.all += 1;
    if (ofTeam) counts.team += 1;
    if (row.ownerId === null) {
      counts.unassigned += 1;
      counts.bySeverity[index]! += 1;
    }
    if (!row.answered && row.raisedAt <= late[index]!) counts.breached += 1;
  }
  return counts;
}

/** What no bell tells of (another process that died with its ring unsent) shows after this long. */
const KEEP_MS = 1_000;

interface Kept {
  rows: Promise<readonly BoardRow[]> | undefined;
  at: number;
}
const boards = new WeakMap<Bell, Kept>();

/**
 * Everything that waits, read once for all consoles that ask after the same news: with a hundred of them open, each
 * change of the queue would else be counted a hundred times. Whatever changes the queue rings `flags` after its commit.
 */
export function boardOf({ bell, store }: { bell: Bell; store: { queue: QueueStore } }): Promise<readonly BoardRow[]> {
  let kept = boards.get(bell);
  if (kept === undefined) {
    const made: Kept = { rows: undefined, at: 0 };
    bell.listen('flags', () => {
      made.rows = undefined;
    });
    boards.set(bell, made);
    kept = made;
  }
  const now = performance.now();
  if (kept.rows !== undefined && now - kept.at < KEEP_MS) return kept.rows;
  const own = kept;
  const rows = store.queue.board().catch((error: unknown) => {
    own.rows = undefined;
    throw error;
  });
  own.rows = rows;
  own.at = now;
  return rows;
}
