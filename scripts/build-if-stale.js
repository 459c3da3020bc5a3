/**
 * Builds only when a source is newer than the last build, so that a start after the first takes seconds, not a build.
 * Plain JavaScript: it runs before there is anything compiled.
 */
const { execSync } = require('node:child_process');
const { existsSync, readdirSync, statSync, writeFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'dist/.built');
const sources = ['bot', 'dialogs', 'knowledge', 'adapters', 'console', 'package.json', 'tsconfig.json'];
const skipped = new Set(['node_modules', 'dist', 'fixtures', 'content', 'evaluation']);

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => !skipped.has(name))
      .map((name) => newest(join(path, name))),
  );
}

const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (Math.max(...sources.map((name) => newest(join(root, name)))) > built) {
  process.stderr.write('Building (only after a change; the first time takes a little longer) ...\n');
  execSync('npm run -s build', { cwd: root, stdio: 'inherit' });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, '');
}
