import type { AttemptStore, SessionRecord, SessionStore } from '../../../console/api/ports';
import type { Stage } from '../../../console/api/schema/session';
import type { Db } from '../db';
import { resultRows } from '../rows';
import type { Vault } from '../vault';
import { type StaffRow, staffRecord } from './staff';

interface SessionRow {
  id: string;
  staff_id: string;
  token_hash: string;
  csrf: string;
  stage: string;
  agent: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
}

const sessionRecord = (row: SessionRow): SessionRecord => ({
  id: row.id,
  staffId: row.staff_id,
  stage: row.stage as Stage,
  csrf: row.csrf,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  agent: row.agent,
});

export function createSessionStore(db: Db, vault: Vault): SessionStore {
  return {
    async create(session, tokenHash) {
      await db.transaction(async (trx) => {
        await trx('staff').where({ id: session.staffId }).update({ last_seen_at: session.createdAt });
        await trx('staff_session').insert({
          id: session.id,
          staff_id: session.staffId,
          token_hash: tokenHash,
          csrf: session.csrf,
          stage: session.stage,
          agent: session.agent,
          created_at: session.createdAt,
          last_seen_at: session.lastSeenAt,
          expires_at: session.expiresAt,
        });
      });
    },
    async byTokenHash(tokenHash) {
      const row = await db.read<SessionRow>('staff_session').where({ token_hash: tokenHash }).first();
      if (!row) return undefined;
      const staff = await db.read<StaffRow>('staff').where({ id: row.staff_id }).first();
      return staff && { session: sessionRecord(row), staff: staffRecord(vault, staff) };
    },
    async touch(id, at) {
      await db.transaction(async (trx) => {
        const [row] = await trx('staff_session').where({ id }).update({ last_seen_at: at }, ['staff_id']);
        if (row)
          await trx('staff')
            .where({ id: (row as SessionRow).staff_id })
            .update({ last_seen_at: at });
      });
    },
    async belongsTo(id, staffId) {
      return (await db.read('staff_session').where({ id, staff_id: staffId }).first('id')) !== undefined;
    },
    async listOf(staffId) {
      const rows = await db
        .read<SessionRow>('staff_session')
        .where({ staff_id: staffId })
        .orderBy('last_seen_at', 'desc');
      return rows.map(sessionRecord);
    },
    async setStage(id, stage) {
      await db.write('staff_session').where({ id }).update({ stage });
    },
    async end(id) {
      await db.write('staff_session').where({ id }).delete();
    },
    async endAllOf(staffId, exceptId) {
      await db
        .write('staff_session')
        .where({ staff_id: staffId })
        .whereNot({ id: exceptId ?? '' })
        .delete();
    },
    async sweep(before) {
      await db.write('staff_session').where('expires_at', '<=', before).delete();
    },
  };
}

/** How long failures are remembered when nothing more happens. */
const FORGET_AFTER_MS = 24 * 60 * 60_000;

export function createAttemptStore(db: Db): AttemptStore {
  return {
    take: (key, now, lockFor) =>
      db.transaction(async (trx) => {
        // The insert also takes the row's lock, so that attempts made at once are counted one after the other.
        const [row] = resultRows<{ attempts: number; locked_until: number; at: number }>(
          await trx.raw(
            `INSERT INTO staff_attempt (key, attempts, locked_until, at) VALUES (?, 0, 0, ?)
             ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING attempts, locked_until, at`,
            [key, now],
          ),
        );
        const before = row!.at < now - FORGET_AFTER_MS ? { attempts: 0, locked_until: 0 } : row!;
        if (before.locked_until > now) return { attempts: before.attempts, lockedUntil: before.locked_until };
        const attempts = before.attempts + 1;
        await trx('staff_attempt')
          .where({ key })
          .update({ attempts, locked_until: now + lockFor(attempts), at: now });
        return { attempts, lockedUntil: 0 };
      }),
    giveBack: (key, attempts) =>
      db.transaction(async (trx) => {
        const alone = await trx('staff_attempt')
          .where({ key, attempts })
          .update({ attempts: attempts - 1, locked_until: 0 });
        if (alone === 0)
          await trx('staff_attempt')
            .where({ key })
            .where('attempts', '>', 0)
            .decrement({ attempts: 1 } as never);
      }),
    async clear(key) {
      await db.write('staff_attempt').where({ key }).delete();
    },
  };
}
