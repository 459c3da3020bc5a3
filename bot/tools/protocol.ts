import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadContent } from '../../knowledge/load';
import { differences } from '../../knowledge/review/diff';
import { reviewPage } from '../../knowledge/review/page';
import { type Replayable, replay, replaySummary, wasFinished } from '../../knowledge/review/replay';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { type Protocol, protocol as protocolSchema } from '../../knowledge/schema/protocol';
import { createInProcessBell } from '../bell/in-process';
import { createRandomIds, systemClock } from '../clock';
import { readConfig } from '../config';
import { openCore } from '../core';
import { createLog } from '../log';
import { contentPlaces } from '../places';
import { assessmentsBy } from '../store/assessments';

const USAGE = `npm run protocol -- ID [--before FILE | --since REVISION] [--replay FILE | --stored] [--out FOLDER]
  ID       a protocol, or "all": writes its review page (HTML) to FOLDER (./review)
  --before an earlier version of its file: prints what changed in meaning
  --since  the same, with the file as it was at a git revision (a tag, HEAD~1)
  --replay stored assessments (JSON): prints which would come to another level
  --stored the same, with the assessments kept in this installation's database
`;

/** Assessments replayed of one protocol, the latest. */
const MOST_REPLAYED = 5000;

/** The content work-bench on the command line: review pages, differences of meaning, replay. */
async function main(argv: readonly string[]): Promise<number> {
  const option = (name: string) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
  const [id] = argv.filter((word, at) => !word.startsWith('--') && !VALUED.has(argv[at - 1] ?? ''));
  if (id === undefined || (id === 'all' && argv.includes('--before'))) {
    process.stderr.write(USAGE);
    return 2;
  }
  const content = loadContent(contentPlaces(process.env));
  const chosen = id === 'all' ? content.all('protocol') : [content.get('protocol', id)];
  const [beforeFile, since] = [option('--before'), option('--since')];
  const out = option('--out') ?? 'review';
  mkdirSync(out, { recursive: true });
  for (const protocol of chosen) {
    const before =
      beforeFile !== undefined
        ? readProtocol(readFileSync(beforeFile, 'utf8'))
        : since !== undefined
          ? asOf(since, protocol.id)
          : undefined;
    const file = join(out, `${protocol.id}.html`);
    writeFileSync(file, reviewPage(protocol, content.all('modifier'), before));
    process.stdout.write(`${file}\n`);
    if (before !== undefined)
      for (const one of differences(before, protocol)) process.stdout.write(`  ${one.weight}: ${one.text.en}\n`);
  }
  const replayFile = option('--replay');
  if (replayFile !== undefined)
    tellReplay(JSON.parse(readFileSync(replayFile, 'utf8')) as Replayable[], chosen, content);
  if (argv.includes('--stored')) tellReplay(await stored(chosen), chosen, content);
  return 0;
}

/** Options that are followed by a value. */
const VALUED = new Set(['--before', '--since', '--replay', '--out']);

/** What stored assessments would come to now. */
function tellReplay(given: readonly Replayable[], chosen: readonly Protocol[], content: ContentLibrary): void {
  const own = (one: Replayable) => chosen.find((protocol) => one.protocol.startsWith(`protocol/${protocol.id}@`));
  const about = given.filter((one) => own(one) !== undefined);
  const all = about.filter(wasFinished).map((one) => replay(one, own(one)!, content.all('modifier')));
  const { same, moreUrgent, milder } = replaySummary(all);
  process.stdout.write(
    `replayed ${all.length}: ${same} the same, ${moreUrgent} more urgent, ${milder.length} milder; never finished and left out: ${about.length - all.length}\n`,
  );
  for (const one of milder) process.stdout.write(`  ${one.id}: ${one.before} -> ${one.after} (${one.rule})\n`);
}

/** The assessments of this installation. */
async function stored(chosen: readonly Protocol[]): Promise<readonly Replayable[]> {
  const core = await openCore({
    config: readConfig(process.env),
    clock: systemClock,
    ids: createRandomIds(),
    log: createLog('error'),
    bell: createInProcessBell(),
  });
  try {
    const kept: Replayable[] = [];
    for (const { id } of chosen)
      kept.push(...((await assessmentsBy(core.db, core.vault, id, MOST_REPLAYED)) as readonly Replayable[]));
    return kept;
  } finally {
    await core.close();
  }
}

/** The file as it was at a revision; undefined where it was not there yet. */
function asOf(revision: string, id: string): Protocol | undefined {
  try {
    const file = `knowledge/content/protocols/${id}.yaml`;
    return readProtocol(execFileSync('git', ['show', `${revision}:${file}`], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return undefined;
  }
}

function readProtocol(written: string): Protocol {
  return protocolSchema.parse(parse(written));
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
