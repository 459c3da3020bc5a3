import { closedLoop, directLineTalker, echoTalker, type Measured, openLoop, percentile, type Talker } from './load';
import { startProcess, type Usage } from './process';

export interface Figure {
  readonly name: string;
  readonly turnsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuPerTurn: number;
  readonly peakMb: number;
  readonly startMs: number;
  /** p50 and p99 at half the rate. */
  readonly half?: { readonly p50: number; readonly p99: number };
}

const CONVERSATIONS = 32;

/**
 * Until the compiler has seen everything often enough, and until what the product makes ready twenty seconds after its
 * start (dates, comments) is ready: what is measured is a server that runs.
 */
const WARM_SECONDS = 24;

/** Something a patient says that takes a full turn: read, screened, routed, stepped, answered. */
const SAYINGS = [
  'menu',
  'hello there',
  'I would like some help please',
  'thank you',
  'what can you do',
  'my cousin likes tea',
] as const;
const text = (n: number) => SAYINGS[n % SAYINGS.length]!;

/** Turns per second of the three, one after the other on the same machine, 32 conversations at once. */
export async function benchTurns(seconds: number, databaseUrl?: string): Promise<readonly Figure[]> {
  const env: Record<string, string> = databaseUrl === undefined ? {} : { BENCH_DATABASE_URL: databaseUrl };
  const echo = (url: string, index: number) => Promise.resolve(echoTalker(url, `c${index}`));
  return [
    await measure(
      '(a) restify + Bot Framework echo, memory state',
      'framework-echo',
      {},
      { seconds, warming: 5 },
      echo,
    ),
    await measure('(b) the echo made durable the plain way', 'durable-echo', env, { seconds, warming: 5 }, echo),
    await measure(
      '(c) Sathi, full durable turn over Direct Line',
      'sathi',
      env,
      { seconds, warming: WARM_SECONDS },
      (url) => directLineTalker(url),
    ),
  ];
}

async function measure(
  name: string,
  server: string,
  env: Record<string, string>,
  { seconds, warming }: { seconds: number; warming: number },
  talk: (url: string, index: number) => Promise<Talker>,
): Promise<Figure> {
  const process = await startProcess(server, env);
  try {
    const talkers: Talker[] = [];
    for (let index = 0; index < CONVERSATIONS; index++) talkers.push(await talk(process.url, index));
    await closedLoop(talkers, warming, text);
    const before = await process.usage();
    const run = await closedLoop(talkers, seconds, text);
    const after = await process.usage();
    const half = await openLoop(talkers, run.turns / run.seconds / 2, seconds, text);
    for (const talker of talkers) talker.close();
    return {
      ...figure(name, run, before, after, process.startMs),
      half: { p50: percentile(half.latencies, 0.5), p99: percentile(half.latencies, 0.99) },
    };
  } finally {
    await process.stop();
  }
}

function figure(name: string, run: Measured, before: Usage, after: Usage, startMs: number): Figure {
  return {
    name,
    turnsPerSecond: run.turns / run.seconds,
    p50: percentile(run.latencies, 0.5),
    p99: percentile(run.latencies, 0.99),
    cpuPerTurn: (after.cpuMs - before.cpuMs) / run.turns,
    peakMb: after.peakMb,
    startMs,
  };
}

export function printTurns(title: string, figures: readonly Figure[]): string {
  const rows = figures.map(
    (one) =>
      `  ${one.name.padEnd(50)} ${one.turnsPerSecond.toFixed(0).padStart(6)} turns/s   p50 ${one.p50.toFixed(1).padStart(6)} ms   p99 ${one.p99.toFixed(1).padStart(6)} ms   CPU ${one.cpuPerTurn.toFixed(2)} ms/turn   peak ${one.peakMb.toFixed(0)} MB   start ${(one.startMs / 1000).toFixed(1)} s   half load p50 ${one.half?.p50.toFixed(1)} p99 ${one.half?.p99.toFixed(1)} ms`,
  );
  const [a, b, c] = figures;
  const ratios = `  (c)/(a) ${(c!.turnsPerSecond / a!.turnsPerSecond).toFixed(2)}   (c)/(b) ${(c!.turnsPerSecond / b!.turnsPerSecond).toFixed(2)}   by CPU: (a)/(c) ${(a!.cpuPerTurn / c!.cpuPerTurn).toFixed(2)}   (b)/(c) ${(b!.cpuPerTurn / c!.cpuPerTurn).toFixed(2)}`;
  return `${title}\n${rows.join('\n')}\n${ratios}\n`;
}
