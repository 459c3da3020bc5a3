import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ContentPlaces } from '../knowledge/load';

/** The checkout's root, found from the running file: the compiled tree lies in `dist/`, the sources in the root. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) || folder.endsWith('/dist')) folder = join(folder, '..');
  return resolve(folder);
}

/** Where content and the hospital's own file lie. */
export function contentPlaces(env: NodeJS.ProcessEnv): ContentPlaces {
  return {
    content: env.CONTENT_DIR ?? join(projectRoot(), 'knowledge/content'),
    cache: join(projectRoot(), '.cache'),
    hospital: env.HOSPITAL_FILE ?? join(projectRoot(), 'knowledge/hospital/sample.yaml'),
  };
}

/** The hospital's own approvals: never inside the shipped content. */
export function approvalsPlace(env: NodeJS.ProcessEnv): string {
  return env.APPROVALS_FILE ?? join(resolve(projectRoot(), env.DATA_DIR ?? './data'), 'approvals.yaml');
}
