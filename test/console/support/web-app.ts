import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../bot/places';

/** Builds the web app when there is none or its sources are newer: a browser test never looks at yesterday's page. */
export function buildWebApp(): void {
  const web = join(projectRoot(), 'console/web');
  const page = join(web, 'dist/index.html');
  const built = existsSync(page) ? statSync(page).mtimeMs : 0;
  if (newest(join(web, 'src')) < built && statSync(join(web, 'vite.config.ts')).mtimeMs < built) return;
  const vite = join(projectRoot(), 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '-c', join(web, 'vite.config.ts'), '--logLevel', 'error'], {
    cwd: projectRoot(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function newest(folder: string): number {
  const files = (readdirSync(folder, { recursive: true }) as string[]).map((name) => statSync(join(folder, name)));
  return Math.max(...files.map((file) => file.mtimeMs));
}
