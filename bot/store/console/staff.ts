import type { Role } from '../../../console/api/access/roles';
import type { NewStaff, StaffRecord, StaffStore } from '../../../console/api/ports';
import type { Db } from '../db';
import { isUniqueViolation } from '../errors';
import type { Vault } from '../vault';
import { openProfile } from './names';

export interface StaffRow {
  id: string;
  username_hash: string;
  profile: string;
  roles: string;
  teams: string;
  locale: string;
  password_hash: string | null;
  must_change_password: number;
  totp_secret: string | null;
  active: number;
  created_at: number;
  last_seen_at: number | null;
}

export function staffRecord(vault: Vault, row: StaffRow): StaffRecord {
  const profile = openProfile(vault, row.id, row.profile);
  return {
    id: row.id,
    username: profile.username,
    name: profile.name,
    roles: JSON.parse(row.roles) as Role[],
    teams: JSON.parse(row.teams) as string[],
    locale: row.locale,
    passwordHash: row.password_hash,
    mustChangePassword: row.must_change_password === 1,
    totpSecret: row.totp_secret === null ? null : vault.open(row.totp_secret, row.id),
    active: row.active === 1,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}

const identityHash = (vault: Vault, { issuer, subject }: { issuer: string; subject: string }) =>
  vault.lookup(`oidc:${JSON.stringify([issuer, subject])}`);

const usernameHash = (vault: Vault, username: string) => vault.lookup(`staff:${username}`);

/** People of the care team. */
export function createStaffStore(db: Db, vault: Vault): StaffStore {
  const toRow = (staff: NewStaff) => ({
    id: staff.id,
    username_hash: usernameHash(vault, staff.username),
    profile: vault.seal(JSON.stringify({ username: staff.username, name: staff.name }), staff.id),
    roles: JSON.stringify(staff.roles),
    teams: JSON.stringify(staff.teams),
    locale: staff.locale,
    password_hash: staff.passwordHash,
    must_change_password: staff.mustChangePassword ? 1 : 0,
    active: staff.active ? 1 : 0,
    created_at: staff.createdAt,
  });

  async function insert(staff: NewStaff, first: boolean): Promise<boolean> {
    try {
      await db.transaction(async (trx) => {
        // The row of `installation` is the lock: of several processes that start at once, one inserts it.
        if (first) await trx('installation').insert({ name: 'first_administrator', value: staff.id });
        await trx('staff').insert(toRow(staff));
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  return {
    async byUsername(username) {
      const row = await db
        .read<StaffRow>('staff')
        .where({ username_hash: usernameHash(vault, username) })
        .first();
      return row && staffRecord(vault, row);
    },
    async byId(id) {
      const row = await db.read<StaffRow>('staff').where({ id }).first();
      return row && staffRecord(vault, row);
    },
    async byIdentity(identity) {
      const row = await db.read<StaffRow>('staff').where('oidc_hash', identityHash(vault, identity)).first();
      return row && staffRecord(vault, row);
    },
    async joinIdentity(id, identity) {
      try {
        const changed = await db
          .write('staff')
          .where({ id })
          .update({ oidc_hash: identityHash(vault, identity) });
        return changed === 1;
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    },
    create: (staff) => insert(staff, false),
    createFirst: (staff) => insert(staff, true),
    async list() {
      const rows = await db.read<StaffRow>('staff').orderBy('created_at');
      return rows.map((row) => staffRecord(vault, row));
    },
    async setPassword(id, hash, mustChange) {
      await db
        .write('staff')
        .where({ id })
        .update({ password_hash: hash, must_change_password: mustChange ? 1 : 0 });
    },
    update: (id, change) =>
      db.transaction(async (trx) => {
        // Two changes at once must not leave nobody who can manage people: one row is the lock for both.
        await trx('installation').where({ name: 'first_administrator' }).update({ name: 'first_administrator' });
        const rows = (await trx<StaffRow>('staff')).map((row) => staffRecord(vault, row));
        const after = rows.map((staff) => (staff.id === id ? { ...staff, ...change } : staff));
        const manages = (staff: StaffRecord) => staff.active && staff.roles.includes('administrator');
        if (rows.some(manages) && !after.some(manages)) return 'last_administrator';
        const staff = after.find((one) => one.id === id);
        if (staff === undefined) return 'done';
        await trx('staff')
          .where({ id })
          .update({
            profile: vault.seal(JSON.stringify({ username: staff.username, name: staff.name }), id),
            roles: JSON.stringify(staff.roles),
            teams: JSON.stringify(staff.teams),
            active: staff.active ? 1 : 0,
          });
        if (!staff.active) await trx('staff_session').where({ staff_id: id }).delete();
        return 'done';
      }),
    async setTotp(id, secret) {
      const sealed = secret === null ? null : vault.seal(secret, id);
      await db.write('staff').where({ id }).update({ totp_secret: sealed, totp_step: 0 });
    },
    async acceptTotpStep(id, step) {
      const changed = await db.write('staff').where({ id }).where('totp_step', '<', step).update({ totp_step: step });
      return changed === 1;
    },
  };
}
