import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadContent } from '../../knowledge/load';
import { differences } from '../../knowledge/review/diff';
import { reviewPage } from '../../knowledge/review/page';
import { type Replayable, replay, replaySummary, wasFinished } from '../../knowledge/review/replay';
import { type Protocol, protocol as protocolSchema } from '../../knowledge/schema/protocol';
import { contentPlaces } from '../places';

const USAGE = `npm run protocol -- ID [--before FILE] [--replay FILE] [--out FOLDER]
  ID       a protocol, or "all": writes its review page (HTML) to FOLDER (./review)
  --before an earlier version of its file: prints what changed in meaning
  --replay stored assessments (JSON): prints which would come to another level
`;

/** The content work-bench on the command line: review pages, differences of meaning, replay. */
function main(argv: readonly string[]): number {
  const option = (name: string) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
  const [id] = argv.filter((word, at) => !word.startsWith('--') && !argv[at - 1]?.startsWith('--'));
  if (id === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const content = loadContent(contentPlaces(process.env));
  const chosen = id === 'all' ? content.all('protocol') : [content.get('protocol', id)];
  const beforeFile = option('--before');
  const before = beforeFile === undefined ? undefined : readProtocol(beforeFile);
  const out = option('--out') ?? 'review';
  mkdirSync(out, { recursive: true });
  for (const protocol of chosen) {
    const file = join(out, `${protocol.id}.html`);
    writeFileSync(file, reviewPage(protocol, content.all('modifier'), before));
    process.stdout.write(`${file}\n`);
    if (before !== undefined)
      for (const one of differences(before, protocol)) process.stdout.write(`  ${one.weight}: ${one.text}\n`);
  }
  const replayFile = option('--replay');
  if (replayFile !== undefined) {
    const stored = (JSON.parse(readFileSync(replayFile, 'utf8')) as Replayable[]).filter((one) =>
      chosen.some((protocol) => one.protocol.startsWith(`protocol/${protocol.id}@`)),
    );
    const all = stored
      .filter(wasFinished)
      .map((one) =>
        replay(
          one,
          chosen.find((protocol) => one.protocol.startsWith(`protocol/${protocol.id}@`))!,
          content.all('modifier'),
        ),
      );
    const { same, moreUrgent, milder } = replaySummary(all);
    process.stdout.write(
      `replayed ${all.length}: ${same} the same, ${moreUrgent} more urgent, ${milder.length} milder; never finished and left out: ${stored.length - all.length}\n`,
    );
    for (const one of milder) process.stdout.write(`  ${one.id}: ${one.before} -> ${one.after} (${one.rule})\n`);
  }
  return 0;
}

function readProtocol(file: string): Protocol {
  return protocolSchema.parse(parse(readFileSync(file, 'utf8')));
}

process.exitCode = main(process.argv.slice(2));
