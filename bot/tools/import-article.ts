import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { toDraft } from '../../knowledge/import/draft';
import { readDocument } from '../../knowledge/import/readers';
import { ARTICLE_TOPICS } from '../../knowledge/schema/article';
import { systemClock } from '../clock';

type Topic = (typeof ARTICLE_TOPICS)[number];

const USAGE = `Say what and for which topic: npm run import-article -- leaflet.pdf --topic ${ARTICLE_TOPICS.join('|')} [--out FOLDER]
Reads .md, .txt, .html, .csv, .docx, .pdf and MedlinePlus .xml. Without --out the drafts are printed.\n`;

/** `npm run import-article -- FILE --topic TOPIC [--out FOLDER]`: drafts with their provenance, to be rewritten and approved. */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { topic: { type: 'string' }, out: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined || !ARTICLE_TOPICS.some((topic) => topic === values.topic)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const day = new Date(systemClock.now()).toISOString().slice(0, 10);
  for (const document of await readDocument(file)) {
    const draft = toDraft(document, { topic: values.topic as Topic, day });
    if (values.out === undefined) process.stdout.write(`---\n# ${draft.file}\n${draft.yaml}`);
    else {
      const path = join(values.out, draft.file);
      mkdirSync(dirname(path), { recursive: true });
      // An article somebody works on is never overwritten by an import.
      writeFileSync(path, draft.yaml, { flag: 'wx' });
      process.stdout.write(`${path}\n`);
    }
  }
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: NodeJS.ErrnoException) => {
    process.stderr.write(
      error.code === 'EEXIST'
        ? `${error.path} is there already; move it or give another --out.\n`
        : `${error.message}\n`,
    );
    process.exitCode = 1;
  },
);
