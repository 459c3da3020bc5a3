import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { Problem } from '../problems';
import { CALENDAR_TABLES, type CalendarTable } from '../schema/calendar';
import { type RawCalendar, type RawRow, TABLE_NAMES } from './tables';

/** Columns that hold lists (`en;es`), numbers or yes/no; every other cell is text. */
const LISTS = new Set(['languages', 'services', 'weekdays', 'urgency', 'routes']);
const NUMBERS = new Set(['minutes', 'buffer_before', 'buffer_after', 'every_weeks']);
const FLAGS = new Set(['closed']);
const NEEDED: readonly CalendarTable[] = ['locations', 'services', 'practitioners', 'sessions'];

/**
 * A folder with one CSV file per table (first line: the names of the columns) and, if wanted, `policy.yaml`. Texts per
 * language are columns such as `name_en`; lists are joined by `;`; reminders are written `3d:reminder;1d:prepare`.
 */
export function readCsvCalendar(folder: string, shown: string, zone: string): RawCalendar {
  const problems: Problem[] = [];
  const tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, []])) as unknown as Record<
    CalendarTable,
    RawRow[]
  >;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.csv'))) {
    if (!(TABLE_NAMES as string[]).includes(name.replace('.csv', '')))
      problems.push(
        bad(join(shown, name), 1, 'is not a table of the calendar', `use ${TABLE_NAMES.join('.csv, ')}.csv`),
      );
  }
  for (const table of TABLE_NAMES) {
    const file = join(folder, `${table}.csv`);
    if (!existsSync(file)) {
      if (NEEDED.includes(table))
        problems.push(
          bad(join(shown, `${table}.csv`), 1, 'is missing', 'a calendar needs places, services, people and sessions'),
        );
      continue;
    }
    readTable(file, join(shown, `${table}.csv`), table, tables[table], problems);
  }
  const policyFile = join(folder, 'policy.yaml');
  const policy = existsSync(policyFile)
    ? { value: parseYaml(readFileSync(policyFile, 'utf8')) as unknown, file: join(shown, 'policy.yaml'), line: 1 }
    : undefined;
  return { zone, policy, tables, problems };
}

function readTable(file: string, shown: string, table: CalendarTable, rows: RawRow[], problems: Problem[]): void {
  try {
    const records = parse(readFileSync(file, 'utf8'), {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    for (const { record, info } of records) rows.push({ value: rowOf(table, record), file: shown, line: info.lines });
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    problems.push(bad(shown, lines ?? 1, `cannot be read: ${message}`, 'save it as CSV with commas, in UTF-8'));
  }
}

/** Cells as the values the schema knows. An empty cell is a value that was not given. */
function rowOf(table: CalendarTable, record: Record<string, string>): unknown {
  const row: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(record)) {
    if (cell === '') continue;
    const name = /^name_([a-z]{2,3})$/.exec(column);
    const called = /^also_called_([a-z]{2,3})$/.exec(column);
    const age = /^age_months_(min|max)$/.exec(column);
    if (name !== null) row.name = { ...(row.name as object | undefined), [name[1]!]: cell };
    else if (called !== null)
      row.also_called = { ...(row.also_called as object | undefined), [called[1]!]: list(cell) };
    else if (age !== null) row.age_months = { ...(row.age_months as object | undefined), [age[1]!]: number(cell) };
    else if (column === 'reminders') row.reminders = list(cell).map(reminder);
    else if (LISTS.has(column)) row[column] = list(cell);
    else if (NUMBERS.has(column)) row[column] = number(cell);
    else if (FLAGS.has(column)) row[column] = /^(yes|true|1|x)$/i.test(cell);
    else row[column] = cell;
  }
  // Every table has its own columns; what is not one of them is refused by the schema with its name.
  return table in CALENDAR_TABLES ? row : undefined;
}

const list = (cell: string) =>
  cell
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** A cell that is no number stays what it is, for the message to show. */
const number = (cell: string): unknown => (/^\d+$/.test(cell) ? Number(cell) : cell);

function reminder(text: string) {
  const [before = '', kind] = text.split(':').map((one) => one.trim());
  return { id: `${kind ?? 'reminder'}-${before}`, before, ...(kind === undefined ? {} : { kind }) };
}

function bad(file: string, line: number, message: string, fix: string): Problem {
  return { level: 'schema', file, line, message, fix };
}
