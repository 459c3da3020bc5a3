import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import { type Db, type DbPlace, openDb } from '../../bot/store/db';

/** A database of one test, empty and migrated. */
export interface TestDb {
  readonly db: Db;
  readonly place: DbPlace;
  /** As settings for a process under test. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

export type DbKind = 'sqlite' | 'postgres';

/** Both engines; PostgreSQL only where it is installed (the global setup says so loudly). */
export const DB_KINDS: readonly DbKind[] =
  process.env.TEST_POSTGRES_URL === undefined ? ['sqlite'] : ['sqlite', 'postgres'];

/** The same tests on every engine. */
export function onEachDb(name: string, tests: (open: () => Promise<TestDb>, kind: DbKind) => void): void {
  for (const kind of DB_KINDS) {
    describe(`${name} on ${kind}`, () => {
      const opened: TestDb[] = [];
      afterEach(async () => {
        for (const one of opened.splice(0)) await one.drop();
      });
      tests(async () => {
        const one = await openTestDb(kind);
        opened.push(one);
        return one;
      }, kind);
    });
  }
}

export async function openTestDb(kind: DbKind): Promise<TestDb> {
  return kind === 'sqlite' ? openSqlite() : openPostgres();
}

async function openSqlite(): Promise<TestDb> {
  const folder = mkdtempSync(join(tmpdir(), 'sathi-db-'));
  const place = { file: join(folder, 'sathi.sqlite') };
  copyFileSync(await migratedFile(), place.file);
  const db = openDb(place);
  return {
    db,
    place,
    env: { DATA_DIR: folder },
    async drop() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Migrated once a run, by whoever is first, and copied: a complete one alone has the name. */
async function migratedFile(): Promise<string> {
  // Outside the suite (pictures, benches) nobody has made the folder.
  process.env.TEST_MIGRATED_DIR ??= mkdtempSync(join(tmpdir(), 'sathi-migrated-'));
  const folder = process.env.TEST_MIGRATED_DIR;
  const file = join(folder, 'migrated.sqlite');
  if (existsSync(file)) return file;
  const draft = join(folder, `${randomBytes(6).toString('hex')}.sqlite`);
  const db = openDb({ file: draft });
  await db.migrate();
  await db.close();
  renameSync(draft, file);
  return file;
}

async function openPostgres(): Promise<TestDb> {
  const server = process.env.TEST_POSTGRES_URL as string;
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = knex({ client: 'pg', connection: server, pool: { min: 0, max: 1 } });
  await admin.raw('CREATE DATABASE ?? TEMPLATE ??', [name, await migratedDatabase(admin, server)]);
  const url = urlOf(server, name);
  const db = openDb({ url });
  const folder = mkdtempSync(join(tmpdir(), 'sathi-data-'));
  return {
    db,
    place: { url },
    env: { DATABASE_URL: url, DATA_DIR: folder },
    async drop() {
      await db.close();
      await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [name]);
      await admin.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const MIGRATED = 'migrated';
const urlOf = (server: string, name: string) => server.replace(/\/postgres$/, `/${name}`);

/** The same on PostgreSQL. @param admin has a single connection: the lock is taken and given back on it. */
async function migratedDatabase(admin: Knex, server: string): Promise<string> {
  await admin.raw('SELECT pg_advisory_lock(1)');
  try {
    const { rows } = await admin.raw('SELECT 1 FROM pg_database WHERE datname = ?', [MIGRATED]);
    if (rows.length > 0) return MIGRATED;
    const draft = `t_${randomBytes(6).toString('hex')}`;
    await admin.raw('CREATE DATABASE ??', [draft]);
    const db = openDb({ url: urlOf(server, draft) });
    await db.migrate();
    await db.close();
    await admin.raw('ALTER DATABASE ?? RENAME TO ??', [draft, MIGRATED]);
    return MIGRATED;
  } finally {
    await admin.raw('SELECT pg_advisory_unlock(1)');
  }
}
