import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export interface Usage {
  readonly cpuMs: number;
  readonly peakMb: number;
}

export interface ServerProcess {
  readonly url: string;
  /** Milliseconds from start to listening. */
  readonly startMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts one of `servers/` in a process of its own. */
export async function startProcess(name: string, env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const started = Date.now();
  const child = fork(join(__dirname, 'servers', `${name}.ts`), {
    // The memory setting of `npm start`.
    execArgv: ['--max-semi-space-size=4', '-r', join(__dirname, '../support/ts-hook.js')],
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port } = await next<{ port: number }>(child, 'port');
  return {
    url: `http://127.0.0.1:${port}`,
    startMs: Date.now() - started,
    async usage() {
      child.send('usage');
      return (await next<{ usage: Usage }>(child, 'usage')).usage;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function next<T>(child: ChildProcess, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const heard = (message: Record<string, unknown>) => {
      if (!(key in message)) return;
      child.off('message', heard);
      resolve(message as T);
    };
    child.on('message', heard);
    child.once('exit', (code) => reject(new Error(`The server under load ended with code ${code}.`)));
  });
}
