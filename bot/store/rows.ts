import { Conflict } from './errors';
import type { Statements } from './statements';

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
export async function applyWrites(trx: Statements, dialect: Dialect, writes: readonly Write[]): Promise<void> {
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

/**
 * One INSERT for any number of rows.
 * @param where a condition on the rows, called `x`; those it does not hold for are left out.
 * @returns the rows that were really inserted, when `returning` is given.
 */
export async function insertRows(
  trx: Statements,
  dialect: Dialect,
  table: string,
  rows: readonly Row[],
  onConflict?: Extract<Write, { op: 'insert' }>['onConflict'],
  returning: readonly string[] = [],
  where = 'true',
): Promise<Record<string, Value>[]> {
  if (rows.length === 0) return [];
  const columns = Object.keys(rows[0]!);
  const sql = textOf(['insert', table, columns, onConflict ?? null, returning, where, dialect], () => {
    const picked = columns.map((column) => `x.${quoted(column)}`).join(', ');
    const tail = returning.length === 0 ? '' : ` RETURNING ${returning.map(quoted).join(', ')}`;
    return `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) SELECT ${picked} FROM ${source(dialect, table, columns)} WHERE ${where}${conflictClause(onConflict)}${tail}`;
  });
  return resultRows(await trx.raw(sql, [JSON.stringify(rows)]));
}

function conflictClause(onConflict: Extract<Write, { op: 'insert' }>['onConflict']): string {
  if (onConflict === undefined) return '';
  if (onConflict === 'ignore') return ' ON CONFLICT DO NOTHING';
  const sets = onConflict.merge.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ');
  return ` ON CONFLICT (${onConflict.key.map(quoted).join(', ')}) DO UPDATE SET ${sets}`;
}

async function updateRows(
  trx: Statements,
  dialect: Dialect,
  group: readonly Extract<Write, { op: 'update' }>[],
): Promise<void> {
  const { table, where, set, mustChange } = group[0]!;
  const keys = Object.keys(where);
  const columns = Object.keys(set);
  const nulls = keys.filter((key) => where[key] === null);
  // A column may stand on both sides (compare and set): keys and values are two objects beside each other.
  const sql = textOf(['update', table, keys, nulls, columns, dialect], () => {
    const same = (key: string, given: string) =>
      `${quoted(table)}.${quoted(key)} ${nulls.includes(key) ? 'IS NULL' : `= ${given}`}`;
    if (dialect === 'postgres') {
      const sets = columns.map((column) => `${quoted(column)} = (x.s).${quoted(column)}`).join(', ');
      const wheres = keys.map((key) => same(key, `(x.k).${quoted(key)}`)).join(' AND ');
      return `UPDATE ${quoted(table)} SET ${sets} FROM (SELECT json_populate_record(null::${quoted(table)}, y.k) AS k, json_populate_record(null::${quoted(table)}, y.s) AS s FROM json_to_recordset(?::json) AS y(k json, s json)) AS x WHERE ${wheres} RETURNING 1 AS one`;
    }
    const picks = [
      ...keys.map((key) => `json_extract(value, '$.k.${key}') AS ${quoted(`k_${key}`)}`),
      ...columns.map((column) => `json_extract(value, '$.s.${column}') AS ${quoted(`s_${column}`)}`),
    ].join(', ');
    const sets = columns.map((column) => `${quoted(column)} = x.${quoted(`s_${column}`)}`).join(', ');
    const wheres = keys.map((key) => same(key, `x.${quoted(`k_${key}`)}`)).join(' AND ');
    return `UPDATE ${quoted(table)} SET ${sets} FROM (SELECT ${picks} FROM json_each(?)) AS x WHERE ${wheres} RETURNING 1 AS one`;
  });
  const json = JSON.stringify(group.map((write) => ({ k: write.where, s: write.set })));
  const changed = resultRows(await trx.raw(sql, [json]));
  if (mustChange === true && changed.length < group.length)
    throw new Conflict(`A row of ${table} was changed by somebody else.`);
}

async function deleteRows(
  trx: Statements,
  dialect: Dialect,
  group: readonly Extract<Write, { op: 'delete' }>[],
): Promise<void> {
  const { table, where } = group[0]!;
  const keys = Object.keys(where);
  const sql = textOf(['delete', table, keys, dialect], () => {
    const wheres = keys.map((key) => `${quoted(table)}.${quoted(key)} = x.${quoted(key)}`).join(' AND ');
    return `DELETE FROM ${quoted(table)} WHERE EXISTS (SELECT 1 FROM ${source(dialect, table, keys)} WHERE ${wheres})`;
  });
  await trx.raw(sql, [JSON.stringify(group.map((write) => write.where))]);
}

/** Texts of statements by their shape: the same text again is the same prepared statement. */
const texts = new Map<string, string>();
const KEPT_TEXTS = 500;

function textOf(shape: readonly unknown[], write: () => string): string {
  const key = JSON.stringify(shape);
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = write();
  if (texts.size >= KEPT_TEXTS) texts.clear();
  texts.set(key, text);
  return text;
}

/** Names of tables and columns come from our own code; anything else than a plain name is a mistake there. */
function quoted(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is not a name of a table or column.`);
  return `"${name}"`;
}

/** The rows of one JSON binding as a table `x` with the columns of `table`: PostgreSQL takes the types from it. */
function source(dialect: Dialect, table: string, columns: readonly string[]): string {
  // The row type comes from the table in FROM: as a type, a table called "record" would be PostgreSQL's own record.
  if (dialect === 'postgres')
    return `json_populate_recordset((SELECT t FROM ${quoted(table)} AS t WHERE false), ?::json) AS x`;
  return `(SELECT ${columns.map((column) => `json_extract(value, '$.${column}') AS ${quoted(column)}`).join(', ')} FROM json_each(?)) AS x`;
}

/** knex gives rows bare on SQLite and inside `rows` on PostgreSQL. */
export function resultRows<T = Record<string, Value>>(result: unknown): T[] {
  if (Array.isArray(result)) return result as T[];
  return ((result as { rows?: T[] } | undefined)?.rows ?? []) as T[];
}
