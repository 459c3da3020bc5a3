import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadContent } from '../../../knowledge/load';
import { contentPlaces } from '../../places';
import type { Report } from './report';
import { TASKS, type Task } from './tasks';

/** `npm run evaluate -- TASK [FILE] [--json]`: without FILE the shipped sets, checked against their floors. */
async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const [name, file] = argv.filter((word) => !word.startsWith('--'));
  const tasks = name === undefined || name === 'all' ? TASKS : TASKS.filter((task) => task.name === name);
  if (tasks.length === 0) {
    process.stderr.write(
      `There is no task "${name}". Choose one of ${TASKS.map((task) => task.name).join(', ')}, or all.\n`,
    );
    return 2;
  }
  const content = loadContent(contentPlaces(process.env));
  let failed = false;
  for (const task of tasks) {
    const files = file === undefined ? task.shipped.map((shipped) => join(evaluationFolder(), shipped)) : [file];
    for (const path of files) {
      const report = await task.run(readCases(path), content);
      const misses = file === undefined ? belowFloors(task, path, report) : [];
      failed ||= misses.length > 0;
      process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${readable(task, path, report)}${misses.join('')}`);
    }
  }
  return failed ? 1 : 0;
}

function evaluationFolder(): string {
  return join(contentPlaces(process.env).content, '..', 'evaluation');
}

/** JSON or YAML, by the look of it: YAML reads both. */
function readCases(path: string): unknown {
  return parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 });
}

function readable(task: Task, path: string, report: Report): string {
  const lines = Object.entries(report.summary).map(
    ([key, value]) => `  ${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  const missed = report.results.filter((result) => !result.pass);
  const ids = missed.map(
    (result) => `    ${result.id}: expected ${JSON.stringify(result.expected)}, got ${JSON.stringify(result.got)}`,
  );
  return `${task.name} on ${path}\n${lines.join('\n')}\n  missed ${missed.length} of ${report.results.length}\n${ids.join('\n')}${ids.length > 0 ? '\n' : ''}`;
}

/** `floors.yaml`: `{ task: { "<set>": { "<figure>": { at_least | at_most } } } }`; a figure is a number or a proportion. */
function belowFloors(task: Task, path: string, report: Report): string[] {
  type Floor = { at_least?: number; at_most?: number };
  const floors = parse(readFileSync(join(evaluationFolder(), 'floors.yaml'), 'utf8')) as Record<
    string,
    Record<string, Record<string, Floor>>
  > | null;
  const set = task.shipped.find((shipped) => path.endsWith(shipped)) ?? '';
  return Object.entries(floors?.[task.name]?.[set] ?? {}).flatMap(([figure, floor]) => {
    const value = report.summary[figure];
    const number = typeof value === 'number' ? value : (value as { share?: number } | undefined)?.share;
    if (number === undefined) return [`  FLOOR ${figure}: the report has no such figure\n`];
    if (floor.at_least !== undefined && number < floor.at_least)
      return [`  FLOOR ${figure}: ${number} is below ${floor.at_least}\n`];
    if (floor.at_most !== undefined && number > floor.at_most)
      return [`  FLOOR ${figure}: ${number} is above ${floor.at_most}\n`];
    return [];
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
