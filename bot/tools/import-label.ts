import { readFileSync } from 'node:fs';
import { NotALabel } from '../../knowledge/medicines/import/draft';
import { importOpenFda } from '../../knowledge/medicines/import/openfda';
import { importSpl } from '../../knowledge/medicines/import/spl';
import { draftYaml } from '../../knowledge/medicines/import/to-yaml';

/** `npm run import-label -- FILE`: drafts of an openFDA JSON or DailyMed SPL XML file, as YAML on standard output. */
function main(argv: readonly string[]): number {
  const [file] = argv;
  if (file === undefined) {
    process.stderr.write('Say which file: npm run import-label -- label.json (openFDA) or label.xml (DailyMed SPL)\n');
    return 2;
  }
  try {
    const text = readFileSync(file, 'utf8');
    const drafts = text.trimStart().startsWith('<') ? importSpl(text) : importOpenFda(text);
    process.stdout.write(drafts.map((draft) => `---\n${draftYaml(draft)}`).join(''));
    return 0;
  } catch (error) {
    if (!(error instanceof NotALabel) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
