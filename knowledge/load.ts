import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { contentKey, createContentCache } from './cache';
import { buildLibrary } from './library';
import { BrokenContent, type Problem } from './problems';
import { readContentFile } from './read-file';
import { type Hospital, hospital as hospitalSchema } from './schema/hospital';
import { type ContentKinds, KINDS, type Kind } from './schema/kinds';
import type { ContentLibrary } from './schema/library';

export interface ContentPlaces {
  /** Folder with one sub-folder per kind. */
  readonly content: string;
  /** The hospital's own YAML file. */
  readonly hospital: string;
  /** Where checked content is kept between starts; without it every load reads the YAML. */
  readonly cache?: string;
}

/** One loaded file: what it says, and where it stands, for messages and approvals. */
export interface ContentFile<K extends Kind = Kind> {
  readonly kind: K;
  readonly file: string;
  readonly sha256: string;
  readonly value: ContentKinds[K];
}

/** Reads all content and the hospital file. Throws `BrokenContent` with every problem of every file at once. */
export function loadContent(places: ContentPlaces): ContentLibrary {
  const { files, hospital } = loadFiles(places);
  return buildLibrary(files, hospital);
}

export interface CheckedContent {
  readonly files: readonly ContentFile[];
  readonly hospital: Hospital;
}

/** The same, file by file: for approvals, which are of files. Throws `BrokenContent`. */
export function loadFiles(places: ContentPlaces): CheckedContent {
  const cache = places.cache === undefined ? undefined : createContentCache<CheckedContent>(places.cache);
  const key = cache === undefined ? '' : contentKey(allBytes(places));
  const kept = cache?.get(key);
  if (kept !== undefined) return kept;
  const { files, hospital, problems } = readContent(places);
  if (problems.length > 0 || hospital === undefined) throw new BrokenContent(problems);
  const checked = { files, hospital };
  cache?.put(key, checked);
  return checked;
}

function allBytes(places: ContentPlaces): { file: string; bytes: Buffer }[] {
  const paths = [...yamlFiles(places.content), places.hospital];
  return paths.flatMap((path) => {
    try {
      return [{ file: path, bytes: readFileSync(path) }];
    } catch {
      return [];
    }
  });
}

/** Reads without refusing: the checker wants the readable files beside the problems. */
export function readContent(places: ContentPlaces): {
  files: readonly ContentFile[];
  hospital?: Hospital;
  problems: readonly Problem[];
} {
  const files: ContentFile[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const { folder, schema } = KINDS[kind];
    for (const path of yamlFiles(join(places.content, folder))) {
      const shown = join('content', relative(places.content, path));
      const read = readContentFile<ContentKinds[Kind]>(path, shown, schema);
      if (!read.ok) {
        problems.push(...read.problems);
        continue;
      }
      const key = `${kind}/${read.value.id}@${read.value.version}`;
      const other = seen.get(key);
      if (other !== undefined) {
        problems.push({
          level: 'schema',
          file: shown,
          line: 1,
          message: `${key} is already defined in ${other}`,
          fix: 'give one of them another id or version',
        });
        continue;
      }
      seen.set(key, shown);
      files.push({
        kind,
        file: shown,
        sha256: createHash('sha256').update(read.source).digest('hex'),
        value: read.value,
      });
    }
  }
  const own = readContentFile(
    resolve(places.hospital),
    relative(process.cwd(), resolve(places.hospital)),
    hospitalSchema,
  );
  if (!own.ok) return { files, problems: [...problems, ...own.problems] };
  return { files, hospital: own.value, problems };
}

/** Every `.yaml` below a folder, sorted, so that messages and fingerprints do not depend on the file system. */
function yamlFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}
