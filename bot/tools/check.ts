import { checkContent } from '../../knowledge/check';
import { describe } from '../../knowledge/problems';
import { contentPlaces } from '../places';

/** `npm run check`: prints every problem of the content; exit code 1 when one refuses to start or fails the build. */
const today = new Date().toISOString().slice(0, 10);
const { files, problems } = checkContent(contentPlaces(process.env), today);
for (const level of ['schema', 'issue', 'clinical'] as const) {
  for (const problem of problems.filter((one) => one.level === level))
    process.stdout.write(`${level.padEnd(8)} ${describe(problem)}\n`);
}
const broken = problems.filter((problem) => problem.level !== 'clinical').length;
process.stdout.write(
  `${files} content files: ${broken === 0 ? 'nothing to mend' : `${broken} to mend`}${problems.length > broken ? `, ${problems.length - broken} for a clinician to look at` : ''}.\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
