import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A private server of this test run, on a free port, gone when the run ends. */
export interface PrivateService {
  readonly url: string;
  stop(): Promise<void>;
}

/** What is missing, and how to get it. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

export function findProgram(names: readonly string[], folders: readonly string[] = []): string | undefined {
  const all = [...folders, ...(process.env.PATH ?? '').split(delimiter)];
  for (const name of names) for (const folder of all) if (existsSync(join(folder, name))) return join(folder, name);
  return undefined;
}

/** Debian keeps PostgreSQL's programs off the path, one folder per version. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'));
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const AS_ROOT = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root; there it runs as the user its package made. */
function asPostgres(program: string, args: readonly string[]): { command: string; args: string[] } {
  return AS_ROOT
    ? { command: 'runuser', args: ['-u', 'postgres', '--', program, ...args] }
    : { command: program, args: [...args] };
}

export async function startPostgres(): Promise<PrivateService> {
  const folders = postgresFolders();
  const initdb = findProgram(['initdb'], folders);
  const postgres = findProgram(['postgres'], folders);
  if (initdb === undefined || postgres === undefined)
    throw new NotInstalled('PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql)');
  const folder = mkdtempSync(join(tmpdir(), 'sathi-pg-'));
  if (AS_ROOT) {
    chmodSync(folder, 0o777);
    execFileSync('chown', ['postgres', folder]);
  }
  const data = join(folder, 'data');
  const init = asPostgres(initdb, ['-D', data, '-U', 'sathi', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C']);
  execFileSync(init.command, init.args, { stdio: 'ignore', cwd: '/' });
  const port = await freePort();
  // Power cuts are not tested here, killed processes are: fsync may stay off.
  const run = asPostgres(postgres, [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    folder,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
    '-c',
    'full_page_writes=off',
    '-c',
    'autovacuum=off',
    '-c',
    'max_connections=200',
    '-c',
    'log_min_messages=fatal',
  ]);
  const child = spawn(run.command, run.args, { stdio: 'ignore', cwd: '/' });
  await untilListening(port, child, 'PostgreSQL');
  return { url: `postgres://sathi@127.0.0.1:${port}/postgres`, stop: () => stopChild(child, 'SIGINT', folder) };
}

export async function startRedis(): Promise<PrivateService> {
  const program = findProgram(['redis-server', 'valkey-server']);
  if (program === undefined)
    throw new NotInstalled('Redis (Debian: apt-get install redis-server; macOS: brew install redis)');
  const folder = mkdtempSync(join(tmpdir(), 'sathi-redis-'));
  const port = await freePort();
  const child = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    { stdio: 'ignore' },
  );
  await untilListening(port, child, 'Redis');
  return { url: `redis://127.0.0.1:${port}`, stop: () => stopChild(child, 'SIGTERM', folder) };
}

export function findChromium(): string {
  const found = findProgram(
    ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    ['/usr/bin', '/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS'],
  );
  if (found === undefined) throw new NotInstalled('Chromium (Debian: apt-get install chromium; or Google Chrome)');
  return found;
}

async function untilListening(port: number, child: ChildProcess, name: string): Promise<void> {
  const { connect } = await import('node:net');
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with code ${child.exitCode} while starting.`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} did not listen within 15 seconds.`);
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // runuser does not pass every signal on; PostgreSQL's own pid stands in its data folder.
  const pidFile = join(folder, 'data', 'postmaster.pid');
  if (existsSync(pidFile))
    process.kill(Number((await import('node:fs')).readFileSync(pidFile, 'utf8').split('\n')[0]), signal);
  else child.kill(signal);
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
