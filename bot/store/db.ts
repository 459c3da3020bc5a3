import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knex, { type Knex } from 'knex';
import { types } from 'pg';
import { asStoreError } from './errors';
import { migrations } from './migrations';
import { finalizeStatements, knexTransactionOn, type Statements, transactionOn } from './statements';

/**
 * The record: SQLite in a file, or PostgreSQL. `write` is where transactions run (on SQLite a single connection, since
 * SQLite has a single writer); `read` serves queries that decide nothing.
 */
export interface Db {
  readonly dialect: 'sqlite' | 'postgres';
  readonly write: Knex;
  readonly read: Knex;
  /** One transaction; the callback must use the given transaction for everything and call no network. */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /** The same for the few statements of every turn: prepared once, without what a query builder costs. */
  quick<T>(work: (statements: Statements) => Promise<T>): Promise<T>;
  migrate(): Promise<void>;
  close(): Promise<void>;
}

export type DbPlace = { file: string } | { url: string; poolSize?: number; schema?: string };

// Milliseconds since 1970 fit a JavaScript number until the year 287396.
types.setTypeParser(types.builtins.INT8, Number);

/** Opens the database; nothing is migrated yet. */
export function openDb(place: DbPlace): Db {
  const { write, read, dialect } = 'file' in place ? sqlite(place.file) : postgres(place);
  for (const pool of new Set([write, read])) sayWhenAway(pool);
  return {
    dialect,
    write,
    read,
    async transaction(work) {
      try {
        return await knexTransactionOn(write, work);
      } catch (error) {
        throw asStoreError(error);
      }
    },
    async quick(work) {
      try {
        return await transactionOn(write, dialect, work);
      } catch (error) {
        throw asStoreError(error);
      }
    },
    async migrate() {
      await write.migrate.latest({ migrationSource: migrations, tableName: 'schema_migration' });
    },
    async close() {
      await read.destroy();
      if (write !== read) await write.destroy();
    },
  };
}

/** Queries outside a transaction say that the database is away in the same words as a transaction does. */
function sayWhenAway({ client }: Knex): void {
  for (const name of ['acquireConnection', 'query'] as const) {
    const plain = client[name].bind(client);
    client[name] = async (...given: unknown[]) => {
      try {
        return await plain(...given);
      } catch (error) {
        throw asStoreError(error);
      }
    };
  }
}

function sqlite(file: string): { dialect: 'sqlite'; write: Knex; read: Knex } {
  mkdirSync(dirname(file), { recursive: true });
  const open = (max: number, pragmas: readonly string[]) =>
    knex({
      client: 'sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
      acquireConnectionTimeout: 10_000,
      pool: {
        min: max === 1 ? 1 : 0,
        max,
        afterCreate: (
          connection: { exec(sql: string, done: (error: Error | null) => void): void },
          done: (error: Error | null, connection: unknown) => void,
        ) => connection.exec(pragmas.join(';'), (error) => done(error, connection)),
      },
    });
  const closing = (pool: Knex): Knex => {
    const { client } = pool as unknown as { client: { destroyRawConnection(connection: object): Promise<void> } };
    const destroy = client.destroyRawConnection.bind(client);
    client.destroyRawConnection = async (connection) => {
      await finalizeStatements(connection);
      await destroy(connection);
    };
    return pool;
  };
  // FULL: a commit is on the disk before it is acknowledged. WAL: readers never wait for the writer.
  const common = ['PRAGMA busy_timeout = 5000', 'PRAGMA journal_mode = WAL', 'PRAGMA foreign_keys = ON'];
  return {
    dialect: 'sqlite',
    write: closing(
      open(1, [
        ...common,
        'PRAGMA synchronous = FULL',
        'PRAGMA wal_autocheckpoint = 4000',
        'PRAGMA cache_size = -16000',
      ]),
    ),
    read: open(3, [...common, 'PRAGMA query_only = ON', 'PRAGMA cache_size = -8000']),
  };
}

function postgres(place: { url: string; poolSize?: number; schema?: string }): {
  dialect: 'postgres';
  write: Knex;
  read: Knex;
} {
  const db = knex({
    client: 'pg',
    // Statements of a commit that do not need each other's answers are sent together; see `inOrder`.
    connection: { connectionString: place.url, pipeline: true } as Knex.PgConnectionConfig,
    ...(place.schema === undefined ? {} : { searchPath: [place.schema] }),
    acquireConnectionTimeout: 10_000,
    pool: { min: 0, max: place.poolSize ?? 10 },
  });
  return { dialect: 'postgres', write: db, read: db };
}
