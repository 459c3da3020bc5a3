/**
 * Runs the whole suite; with JEST_JSON it also leaves the result there, for CI to count. There, a file that drives a real
 * browser and failed gets one more run by itself, since a starved machine can outrun any browser; what passed only then is
 * named at the end, so that it is looked at. Everything else has one try: a race in the product must fail.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '..');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const BROWSER = 'test/browser/';

function run(args, report) {
  if (report) rmSync(`${report}.logs`, { force: true });
  const json = report ? ['--json', `--outputFile=${report}`] : [];
  const ended = spawnSync(process.execPath, [jest, '--silent', '--forceExit', ...json, ...args], {
    cwd: root,
    env: { ...process.env, JEST_JSON: report },
    stdio: report ? ['ignore', 'ignore', 'inherit'] : 'inherit',
  });
  return ended.status ?? 1;
}

const fileOf = (result) => relative(root, result.name);
const failedIn = (result) => result.assertionResults.filter((one) => one.status === 'failed');

/** @returns the exit status after the browser's second try; the report then holds what counts. */
function secondTry(report, status, args) {
  if (!existsSync(report) || existsSync(`${report}.logs`)) return status;
  const first = JSON.parse(readFileSync(report, 'utf8'));
  const failed = first.testResults.filter((one) => one.status === 'failed');
  if (failed.length === 0 || !failed.every((one) => fileOf(one).startsWith(BROWSER))) return status;
  const again = `${report}.again`;
  const config = args.includes('--config') ? args.slice(args.indexOf('--config'), args.indexOf('--config') + 2) : [];
  const now = run([...config, '--runInBand', '--runTestsByPath', ...failed.map(fileOf)], again);
  if (!existsSync(again) || existsSync(`${again}.logs`)) return status;
  const second = JSON.parse(readFileSync(again, 'utf8'));
  const replaced = new Set(failed.map((one) => one.name));
  first.testResults = [...first.testResults.filter((one) => !replaced.has(one.name)), ...second.testResults];
  first.numFailedTestSuites = second.numFailedTestSuites;
  first.numPassedTests += second.numPassedTests - failed.flatMap(passedIn).length;
  first.numFailedTests = second.numFailedTests;
  writeFileSync(report, JSON.stringify(first));
  for (const one of failed)
    for (const { fullName } of failedIn(one))
      console.error(`FAILED AT THE FIRST TRY, look at it: ${fileOf(one)}: ${fullName}`);
  return now;
}
const passedIn = (result) => result.assertionResults.filter((one) => one.status === 'passed');

const args = process.argv.slice(2);
const report = process.env.JEST_JSON;
const status = run(args, report);
process.exit(status !== 0 && report && process.env.CI ? secondTry(report, status, args) : status);
