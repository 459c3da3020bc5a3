/**
 * `node side-by-side.js a b ...`: runs npm scripts at once. Each one's output appears whole when it has ended; the first
 * that fails ends the others and gives its exit status.
 */
const { spawn } = require('node:child_process');

const running = process.argv.slice(2).map((name) => {
  const child = spawn('npm', ['run', '-s', name], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const said = [];
  child.stdout.on('data', (data) => said.push(data));
  child.stderr.on('data', (data) => said.push(data));
  child.on('close', (code) => {
    process.stdout.write(Buffer.concat(said));
    // What was ended because another failed has nothing to say.
    if (code === 0 || process.exitCode) return;
    console.error(`npm run ${name} failed.`);
    process.exitCode = code ?? 1;
    end();
  });
  return child;
});

/** Each is a group of its own: npm does not pass a signal on to what it runs. */
function end() {
  for (const child of running)
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    end();
    process.exitCode = 130;
  });
