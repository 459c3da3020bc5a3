import { readFileSync } from 'node:fs';
import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { ZodError, ZodType } from 'zod';
import type { Problem } from './problems';

export type ReadResult<T> = { ok: true; value: T; source: string } | { ok: false; problems: readonly Problem[] };

/** Reads one YAML file and checks it against its schema; every problem carries the line it stands on. */
export function readContentFile<T>(path: string, shown: string, schema: ZodType<T>): ReadResult<T> {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return {
      ok: false,
      problems: [
        {
          level: 'schema',
          file: shown,
          line: 1,
          message: `cannot be read (${code})`,
          fix: 'check that the file exists and may be read',
        },
      ],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        level: 'schema' as const,
        file: shown,
        line: lines.linePos(error.pos[0]).line,
        message: `is not valid YAML: ${error.message.split('\n')[0]}`,
        fix: 'check the indentation and quotes of this line',
      })),
    };
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { ok: true, value: parsed.data, source };
  return { ok: false, problems: schemaProblems(parsed.error, document, lines, shown) };
}

function schemaProblems(error: ZodError, document: Document, lines: LineCounter, file: string): Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String);
    const at = path.length === 0 ? 'the file' : path.join('.');
    return { level: 'schema' as const, file, line: lineOf(document, lines, issue.path), ...explain(at, issue) };
  });
}

/** What is wrong with a value, and what to write instead. */
export function explain(at: string, issue: ZodError['issues'][number]): { message: string; fix?: string } {
  if (issue.code === 'unrecognized_keys') {
    return {
      message: `${at} has the unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`,
      fix: 'remove it or correct its spelling',
    };
  }
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message)) {
    return { message: `${at} is missing`, fix: `add it as ${issue.expected}` };
  }
  if (issue.code === 'invalid_value') {
    return {
      message: `${at} has a value that is not allowed`,
      fix: `write one of ${issue.values.map(String).join(', ')}`,
    };
  }
  return { message: `${at}: ${issue.message}` };
}

/** The line of the deepest part of the path that is written in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (!isCollection(node)) break;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      if (isScalar(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else {
      const next: unknown = node.items[Number(key)];
      if (next === undefined) break;
      node = next;
      const range = (next as { range?: [number, number, number] | null }).range;
      if (range) offset = range[0];
    }
  }
  return lines.linePos(offset).line;
}
