/** Runs the whole suite; with JEST_JSON it also leaves the result there, for CI to count. */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const report = process.env.JEST_JSON ? ['--json', `--outputFile=${process.env.JEST_JSON}`] : [];
const run = spawnSync(process.execPath, [jest, '--silent', '--forceExit', ...report, ...process.argv.slice(2)], {
  cwd: root,
  stdio: report.length > 0 ? ['ignore', 'ignore', 'inherit'] : 'inherit',
});
process.exit(run.status ?? 1);
