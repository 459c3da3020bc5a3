import { approvalProblems } from '../../knowledge/approvals/check';
import { fromFile, readApprovals } from '../../knowledge/approvals/file';
import { checkContent } from '../../knowledge/check';
import { readContent } from '../../knowledge/load';
import { describe } from '../../knowledge/problems';
import { approvalsPlace, contentPlaces } from '../places';

/** `npm run check`: prints every problem of the content; exit code 1 when one refuses to start or fails the build. */
const today = new Date().toISOString().slice(0, 10);
const places = contentPlaces(process.env);
const checked = checkContent(places, today);
const approvals = fromFile(readApprovals(approvalsPlace(process.env)));
const { files } = checked;
const problems = [...checked.problems, ...approvalProblems(readContent(places).files, approvals)];
for (const level of ['schema', 'issue', 'clinical'] as const) {
  for (const problem of problems.filter((one) => one.level === level))
    process.stdout.write(`${level.padEnd(8)} ${describe(problem)}\n`);
}
const broken = problems.filter((problem) => problem.level !== 'clinical').length;
process.stdout.write(
  `${files} content files: ${broken === 0 ? 'nothing to mend' : `${broken} to mend`}${problems.length > broken ? `, ${problems.length - broken} for a clinician to look at` : ''}.\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
