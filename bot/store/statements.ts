import type { Knex } from 'knex';

/** What the hot path needs of a transaction: SQL with `?` for values. A knex transaction is one, too. */
export interface Statements {
  raw(sql: string, bindings?: readonly (string | number | null)[]): PromiseLike<unknown>;
  /** Statements may be handed over before the ones before them are answered; they run in the order given. */
  readonly pipelined?: boolean;
}

/**
 * Runs steps in order that need nothing of each other: all at once where the connection is pipelined, which saves the
 * way to the database and back, else one after the other. Throws what broke the first one; by then all have ended, so
 * that nothing is sent any more when the transaction is rolled back.
 */
export async function inOrder<A, B, C>(
  { pipelined }: Statements,
  steps: readonly [() => Promise<A>, () => Promise<B>, () => Promise<C>],
): Promise<[A, B, C]> {
  const [a, b, c] = steps;
  if (pipelined !== true) return [await a(), await b(), await c()];
  const ended = await Promise.allSettled([a(), b(), c()]);
  const errors = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (errors.length > 0) throw errors.find((error) => !isAfterError(error)) ?? errors[0];
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as [A, B, C];
}

/** PostgreSQL refuses whatever comes after a statement that failed: it is not what went wrong. */
function isAfterError(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25P02';
}

/**
 * A transaction on the driver itself: statements are prepared once a connection and kept. knex builds, wraps and logs
 * every query anew, which costs more than the query where a turn has eight of them.
 * @param pool knex, which owns the connections and hands them out in turn.
 */
export async function transactionOn<T>(
  pool: Knex,
  dialect: 'sqlite' | 'postgres',
  work: (statements: Statements) => Promise<T>,
): Promise<T> {
  const connection = (await pool.client.acquireConnection()) as unknown;
  const statements =
    dialect === 'sqlite' ? onSqlite(connection as SqliteConnection) : onPostgres(connection as PgClient);
  try {
    await statements.raw(dialect === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    try {
      const result = await work(statements);
      await statements.raw('COMMIT');
      return result;
    } catch (error) {
      // The first error is the one that says what happened; a broken connection cannot roll back, and need not.
      await Promise.resolve(statements.raw('ROLLBACK')).catch(() => {});
      throw error;
    }
  } finally {
    await pool.client.releaseConnection(connection);
  }
}

/**
 * A knex transaction that leaves its connection free whatever happens: when COMMIT itself fails, knex neither rolls back
 * nor says so, and every later BEGIN on the connection would be "within a transaction".
 */
export async function knexTransactionOn<T>(pool: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  const connection = (await pool.client.acquireConnection()) as object;
  try {
    return await pool.transaction(work, { connection });
  } catch (error) {
    // Without a transaction this is refused (SQLite) or only warned of (PostgreSQL).
    await Promise.resolve(pool.client.query(connection, 'ROLLBACK')).catch(() => {});
    throw error;
  } finally {
    await pool.client.releaseConnection(connection);
  }
}

interface SqliteStatement {
  all(bindings: readonly unknown[], done: (error: Error | null, rows: unknown[]) => void): void;
  reset(done: () => void): void;
  finalize(done: () => void): void;
}
interface SqliteConnection {
  prepare(sql: string, done: (this: SqliteStatement, error: Error | null) => void): SqliteStatement;
}

const prepared = new WeakMap<SqliteConnection, Map<string, SqliteStatement>>();
/** Shapes of statements are few; a table of everything ever asked would be a leak. */
const KEPT = 200;

function onSqlite(connection: SqliteConnection): Statements {
  const kept = prepared.get(connection) ?? new Map<string, SqliteStatement>();
  prepared.set(connection, kept);
  return {
    async raw(sql, bindings = []) {
      const statement = kept.get(sql) ?? (await prepareOn(connection, kept, sql));
      return new Promise((resolve, reject) =>
        statement.all(bindings, (error, rows) => {
          if (error === null) resolve(rows);
          // A kept statement that was told "busy" stays in progress until it is reset, and nobody could commit meanwhile.
          else statement.reset(() => reject(error));
        }),
      );
    },
  };
}

async function prepareOn(
  connection: SqliteConnection,
  kept: Map<string, SqliteStatement>,
  sql: string,
): Promise<SqliteStatement> {
  if (kept.size >= KEPT) await finalizeStatements(connection);
  const statement = await new Promise<SqliteStatement>((resolve, reject) => {
    const made = connection.prepare(sql, (error) => (error === null ? resolve(made) : reject(error)));
  });
  kept.set(sql, statement);
  return statement;
}

/** SQLite closes a connection only when none of its statements is left. */
export async function finalizeStatements(connection: object): Promise<void> {
  const kept = prepared.get(connection as SqliteConnection);
  if (kept === undefined) return;
  const all = [...kept.values()];
  kept.clear();
  await Promise.all(all.map((statement) => new Promise<void>((resolve) => statement.finalize(resolve))));
}

interface PgClient {
  query(query: { name?: string; text: string; values: readonly unknown[] }): Promise<unknown>;
}

/** SQL text to its name and its form with `$1`, `$2`, ... */
const named = new Map<string, { name: string; text: string }>();

function onPostgres(client: PgClient): Statements {
  return {
    pipelined: true,
    raw(sql, bindings = []) {
      if (bindings.length === 0) return client.query({ text: sql, values: [] });
      let known = named.get(sql);
      if (known === undefined) {
        if (named.size >= KEPT) return client.query({ text: numbered(sql), values: bindings });
        known = { name: `sathi${named.size + 1}`, text: numbered(sql) };
        named.set(sql, known);
      }
      return client.query({ ...known, values: bindings });
    },
  };
}

function numbered(sql: string): string {
  let n = 0;
  return sql.replace(/\?/g, () => `$${++n}`);
}
