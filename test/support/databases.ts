import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex from 'knex';
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
  const db = openDb(place);
  await db.migrate();
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

async function openPostgres(): Promise<TestDb> {
  const server = process.env.TEST_POSTGRES_URL as string;
  const name = `t_${randomBytes(6).toString('hex')}`;
  const admin = knex({ client: 'pg', connection: server, pool: { min: 0, max: 1 } });
  await admin.raw('CREATE DATABASE ??', [name]);
  const url = server.replace(/\/postgres$/, `/${name}`);
  const db = openDb({ url });
  await db.migrate();
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
