import type { Knex } from 'knex';
import { Conflict } from './errors';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A change to one row, as data: turns produce these, the commit groups them into one statement per table. */
export type Write =
  | {
      op: 'insert';
      table: string;
      row: Row;
      onConflict?: 'ignore' | { key: readonly string[]; merge: readonly string[] };
    }
  /** With `mustChange`, the turn loses and runs again when no row matches: somebody else was faster. */
  | { op: 'update'; table: string; where: Row; set: Row; mustChange?: boolean }
  | { op: 'delete'; table: string; where: Row };

type Dialect = 'sqlite' | 'postgres';

/** Applies writes in order, consecutive ones of the same shape as one statement. */
export async function applyWrites(trx: Knex.Transaction, dialect: Dialect, writes: readonly Write[]): Promise<void> {
  for (const group of groupWrites(writes)) {
    const [first] = group as [Write, ...Write[]];
    if (first.op === 'insert') {
      await insertRows(
        trx,
        dialect,
        first.table,
        group.map((write) => (write as { row: Row }).row),
        first.onConflict,
      );
    } else if (first.op === 'update') {
      await updateRows(trx, dialect, group as Extract<Write, { op: 'update' }>[]);
    } else {
      await deleteRows(trx, dialect, group as Extract<Write, { op: 'delete' }>[]);
    }
  }
}

/**
 * Groups writes of one shape. Inserts of a table are gathered across the whole list (order between tables does not
 * matter for them); updates and deletes keep their place relative to everything else.
 */
export function groupWrites(writes: readonly Write[]): Write[][] {
  const groups: Write[][] = [];
  const open = new Map<string, Write[]>();
  for (const write of writes) {
    const shape = shapeOf(write);
    const group = open.get(shape);
    if (group !== undefined && (write.op !== 'update' || !group.some((other) => sameKey(other, write)))) {
      group.push(write);
      continue;
    }
    if (write.op !== 'insert') open.clear();
    const started = [write];
    open.set(shape, started);
    groups.push(started);
  }
  return groups;
}

function shapeOf(write: Write): string {
  if (write.op === 'insert')
    return JSON.stringify(['i', write.table, Object.keys(write.row), write.onConflict ?? null]);
  if (write.op === 'update')
    return JSON.stringify([
      'u',
      write.table,
      Object.keys(write.where),
      Object.keys(write.set),
      write.mustChange ?? false,
    ]);
  return JSON.stringify(['d', write.table, Object.keys(write.where)]);
}

function sameKey(a: Write, b: Write): boolean {
  return a.op === 'update' && b.op === 'update' && JSON.stringify(a.where) === JSON.stringify(b.where);
}

/** One INSERT for any number of rows. @returns the rows that were really inserted, when `returning` is given. */
export async function insertRows(
  trx: Knex | Knex.Transaction,
  dialect: Dialect,
  table: string,
  rows: readonly Row[],
  onConflict?: Extract<Write, { op: 'insert' }>['onConflict'],
  returning: readonly string[] = [],
): Promise<Record<string, Value>[]> {
  if (rows.length === 0) return [];
  const columns = Object.keys(rows[0]!);
  const names = columns.map(() => '??').join(', ');
  const { from, bindings } = source(dialect, table, columns, rows);
  let sql = `INSERT INTO ?? (${names}) SELECT ${columns.map(() => 'x.??').join(', ')} FROM ${from} WHERE true`;
  const all: (string | number)[] = [table, ...columns, ...columns, ...bindings];
  if (onConflict === 'ignore') sql += ' ON CONFLICT DO NOTHING';
  else if (onConflict !== undefined) {
    sql += ` ON CONFLICT (${onConflict.key.map(() => '??').join(', ')}) DO UPDATE SET ${onConflict.merge.map(() => '?? = excluded.??').join(', ')}`;
    all.push(...onConflict.key, ...onConflict.merge.flatMap((column) => [column, column]));
  }
  if (returning.length > 0) {
    sql += ` RETURNING ${returning.map(() => '??').join(', ')}`;
    all.push(...returning);
  }
  return resultRows(await trx.raw(sql, all));
}

async function updateRows(
  trx: Knex.Transaction,
  dialect: Dialect,
  group: readonly Extract<Write, { op: 'update' }>[],
): Promise<void> {
  const { table, where, set, mustChange } = group[0]!;
  const keys = Object.keys(where);
  const columns = Object.keys(set);
  // A column may stand on both sides (compare and set); the joined names keep them apart.
  const rows = group.map((write) => ({ ...prefixed('k_', write.where), ...prefixed('s_', write.set) }));
  const { from, bindings } = plainSource(dialect, rows);
  const sets = columns.map(() => '?? = x.??').join(', ');
  const wheres = keys.map((key) => (where[key] === null ? '??.?? IS NULL' : '??.?? = x.??')).join(' AND ');
  const typed = dialect === 'postgres';
  const sql = typed
    ? `UPDATE ?? SET ${columns.map(() => '?? = (x.s).??').join(', ')} FROM (SELECT json_populate_record(null::??, y.k) AS k, json_populate_record(null::??, y.s) AS s FROM json_to_recordset(?::json) AS y(k json, s json)) AS x WHERE ${keys.map((key) => (where[key] === null ? '??.?? IS NULL' : '??.?? = (x.k).??')).join(' AND ')} RETURNING 1 AS one`
    : `UPDATE ?? SET ${sets} FROM ${from} WHERE ${wheres} RETURNING 1 AS one`;
  const keyBindings = keys.flatMap((key) =>
    where[key] === null ? [table, key] : [table, key, typed ? key : `k_${key}`],
  );
  const setBindings = columns.flatMap((column) => [column, typed ? column : `s_${column}`]);
  const json = typed
    ? [table, table, JSON.stringify(group.map((write) => ({ k: write.where, s: write.set })))]
    : bindings;
  const changed = resultRows(await trx.raw(sql, [table, ...setBindings, ...json, ...keyBindings]));
  if (mustChange === true && changed.length < group.length)
    throw new Conflict(`A row of ${table} was changed by somebody else.`);
}

async function deleteRows(
  trx: Knex.Transaction,
  dialect: Dialect,
  group: readonly Extract<Write, { op: 'delete' }>[],
): Promise<void> {
  const { table, where } = group[0]!;
  const keys = Object.keys(where);
  const { from, bindings } = source(
    dialect,
    table,
    keys,
    group.map((write) => write.where),
  );
  const sql = `DELETE FROM ?? WHERE EXISTS (SELECT 1 FROM ${from} WHERE ${keys.map(() => '??.?? = x.??').join(' AND ')})`;
  await trx.raw(sql, [table, ...bindings, ...keys.flatMap((key) => [table, key, key])]);
}

function prefixed(prefix: string, row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [prefix + key, value]));
}

/** Rows as a table `x` with the columns of `table`: PostgreSQL takes the types from the table itself. */
function source(
  dialect: Dialect,
  table: string,
  columns: readonly string[],
  rows: readonly Row[],
): { from: string; bindings: (string | number)[] } {
  if (dialect === 'postgres')
    // The row type comes from the table in FROM: as a type, a table called "record" would be PostgreSQL's own record.
    return {
      from: 'json_populate_recordset((SELECT t FROM ?? AS t WHERE false), ?::json) AS x',
      bindings: [table, JSON.stringify(rows)],
    };
  return plainSource(dialect, rows, columns);
}

function plainSource(
  _dialect: Dialect,
  rows: readonly Row[],
  columns: readonly string[] = Object.keys(rows[0]!),
): { from: string; bindings: (string | number)[] } {
  const picks = columns.map(() => 'json_extract(value, ?) AS ??').join(', ');
  return {
    from: `(SELECT ${picks} FROM json_each(?)) AS x`,
    bindings: [...columns.flatMap((column) => [`$.${column}`, column]), JSON.stringify(rows)],
  };
}

/** knex gives rows bare on SQLite and inside `rows` on PostgreSQL. */
export function resultRows<T = Record<string, Value>>(result: unknown): T[] {
  if (Array.isArray(result)) return result as T[];
  return ((result as { rows?: T[] } | undefined)?.rows ?? []) as T[];
}
