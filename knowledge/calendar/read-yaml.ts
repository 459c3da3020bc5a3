import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLSeq } from 'yaml';
import type { Problem } from '../problems';
import type { CalendarTable } from '../schema/calendar';
import { type RawCalendar, type RawRow, TABLE_NAMES } from './tables';

/** One YAML file with a list per table, `policy` and, when it differs from the hospital file, `zone`. */
export function readYamlCalendar(path: string, shown: string, zone: string): RawCalendar {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const empty = Object.fromEntries(TABLE_NAMES.map((name) => [name, []])) as unknown as Record<CalendarTable, RawRow[]>;
  const problem = (offset: number, message: string, fix: string): Problem => ({
    level: 'schema',
    file: shown,
    line: lines.linePos(offset).line,
    message,
    fix,
  });
  if (document.errors.length > 0)
    return {
      zone,
      policy: undefined,
      tables: empty,
      problems: document.errors.map((error) =>
        problem(
          error.pos[0],
          `is not valid YAML: ${error.message.split('\n')[0]}`,
          'check the indentation and quotes of this line',
        ),
      ),
    };
  const root = document.contents;
  if (!isMap(root))
    return {
      zone,
      policy: undefined,
      tables: empty,
      problems: [problem(0, 'is empty or a list', `write the lists ${TABLE_NAMES.join(', ')}`)],
    };
  const problems: Problem[] = [];
  let policy: RawRow | undefined;
  let ownZone = zone;
  for (const pair of root.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const value = pair.value as { toJS?(document: unknown): unknown } | null;
    const line = lines.linePos(offset).line;
    if (key === 'policy') policy = { value: value?.toJS?.(document), file: shown, line };
    else if (key === 'zone') ownZone = String(value?.toJS?.(document));
    else if (!(TABLE_NAMES as string[]).includes(key))
      problems.push(problem(offset, `the unknown list "${key}"`, `use ${TABLE_NAMES.join(', ')}, policy or zone`));
    else if (!isSeq(value)) problems.push(problem(offset, `${key} is not a list`, 'begin each row with a dash'));
    else
      empty[key as CalendarTable] = (value as YAMLSeq).items.map((item) => {
        const node = item as { range?: [number, number, number] | null; toJS(document: unknown): unknown };
        return { value: node.toJS(document), file: shown, line: lines.linePos(node.range?.[0] ?? offset).line };
      });
  }
  return { zone: ownZone, policy, tables: empty, problems };
}
