import type { Problem } from '../problems';
import { explain } from '../read-file';
import {
  CALENDAR_TABLES,
  type CalendarPolicy,
  type CalendarTable,
  calendarPolicy,
  type HospitalCalendar,
} from '../schema/calendar';

/** A row as it was read, and where it stands. */
export interface RawRow {
  readonly value: unknown;
  readonly file: string;
  readonly line: number;
}

/** What a reader found, before anything is believed. */
export interface RawCalendar {
  readonly zone: string;
  readonly policy: RawRow | undefined;
  readonly tables: Readonly<Record<CalendarTable, readonly RawRow[]>>;
  readonly problems: readonly Problem[];
}

export const TABLE_NAMES = Object.keys(CALENDAR_TABLES) as CalendarTable[];

/** A calendar whose rows have the right shape, with the place of each row for messages about how they fit together. */
export interface Shaped {
  readonly calendar: HospitalCalendar;
  readonly places: Readonly<Record<CalendarTable, readonly RawRow[]>>;
  readonly problems: readonly Problem[];
}

/** Checks every row by itself: each broken one is named with its file, line, field and what to write. */
export function shape(raw: RawCalendar): Shaped {
  const problems: Problem[] = [...raw.problems];
  const places: Record<string, RawRow[]> = {};
  const rows: Record<string, unknown[]> = {};
  for (const table of TABLE_NAMES) {
    rows[table] = [];
    places[table] = [];
    for (const row of raw.tables[table]) {
      const parsed = CALENDAR_TABLES[table].safeParse(row.value);
      if (parsed.success) {
        rows[table].push(parsed.data);
        places[table].push(row);
      } else problems.push(...parsed.error.issues.map((issue) => problemOf(table, row, issue)));
    }
  }
  const policy = policyOf(raw, problems);
  return {
    calendar: { zone: raw.zone, policy, ...(rows as unknown as Omit<HospitalCalendar, 'zone' | 'policy'>) },
    places: places as unknown as Shaped['places'],
    problems,
  };
}

function policyOf(raw: RawCalendar, problems: Problem[]): CalendarPolicy {
  const parsed = calendarPolicy.safeParse(raw.policy?.value ?? {});
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map((issue) => problemOf('policy', raw.policy!, issue)));
  return calendarPolicy.parse({});
}

function problemOf(table: string, row: RawRow, issue: Parameters<typeof explain>[1]): Problem {
  const name = (row.value as { id?: unknown } | null)?.id;
  const path = issue.path.map(String).join('.');
  const at = [table, typeof name === 'string' ? `"${name}"` : '', path].filter((part) => part !== '').join(' ');
  return { level: 'schema', file: row.file, line: row.line, ...explain(at, issue) };
}
