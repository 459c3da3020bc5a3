import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Problem } from '../problems';
import type { HospitalCalendar } from '../schema/calendar';
import { checkCalendar } from './check';
import { readCsvCalendar } from './read-csv';
import { readYamlCalendar } from './read-yaml';
import { shape } from './tables';

export type ReadCalendar =
  | { readonly ok: true; readonly calendar: HospitalCalendar }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a hospital's calendar, a YAML file or a folder of CSV files, and checks all of it: either the whole calendar or
 * every problem with its file, line and what to write instead.
 * @param zone the hospital's zone, unless the calendar names its own
 */
export function readCalendar(path: string, zone: string): ReadCalendar {
  const shown = relative(process.cwd(), resolve(path)) || path;
  let folder: boolean;
  try {
    folder = statSync(path).isDirectory();
  } catch {
    return {
      ok: false,
      problems: [
        {
          level: 'schema',
          file: shown,
          line: 1,
          message: 'is not there',
          fix: 'name a YAML file or a folder of CSV files',
        },
      ],
    };
  }
  const shaped = shape(folder ? readCsvCalendar(path, shown, zone) : readYamlCalendar(path, shown, zone));
  // Rows that could not be read are missing from the lists: what refers to them is told only once they are mended.
  const problems = shaped.problems.length > 0 ? shaped.problems : checkCalendar(shaped);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, calendar: shaped.calendar };
}
