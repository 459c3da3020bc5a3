import { checkConcepts } from './checks/concepts';
import { checkHospitalValues } from './checks/hospital-values';
import { checkOpenings } from './checks/openings';
import { checkOutreachTexts } from './checks/outreach-texts';
import { readingProblems } from './checks/protocol-reading';
import { protocolReferenceProblems } from './checks/protocol-references';
import { checkRedFlagLevels } from './checks/red-flag-levels';
import { checkReviewDates } from './checks/review-dates';
import { checkSecondLook } from './checks/second-look';
import { checkWording } from './checks/wording';
import { type ContentFile, type ContentPlaces, readContent } from './load';
import type { Problem } from './problems';
import type { Modifier } from './schema/modifier';
import type { Protocol } from './schema/protocol';

/**
 * Everything wrong with the content, on three levels: `schema` (refuses to start), `issue` (fails the build), `clinical`
 * (a clinician should look).
 * @param today `YYYY-MM-DD`.
 */
export function checkContent(places: ContentPlaces, today: string): { files: number; problems: readonly Problem[] } {
  const { files, hospital, problems } = readContent(places);
  return {
    files: files.length,
    problems: [
      ...problems,
      ...checkWording(files),
      ...checkOutreachTexts(files),
      ...(hospital === undefined ? [] : checkHospitalValues(files, hospital)),
      ...checkProtocols(files),
      // A lexicon that could not be read is one problem, not one for each place that names its concepts.
      ...(problems.length > 0 ? [] : checkConcepts(files)),
      ...checkRedFlagLevels(files),
      ...checkSecondLook(files),
      ...checkOpenings(files),
      ...checkReviewDates(files, today),
    ],
  };
}

function checkProtocols(files: readonly ContentFile[]): Problem[] {
  const protocols = files.filter((file) => file.kind === 'protocol');
  const modifiers = files.filter((file) => file.kind === 'modifier').map((file) => file.value as Modifier);
  const ids = protocols.map((file) => file.value.id);
  return protocols.flatMap((file) =>
    [
      ...protocolReferenceProblems(file.value as Protocol, modifiers, ids),
      ...readingProblems(file.value as Protocol),
    ].map((message): Problem => ({ level: 'issue', file: file.file, line: 1, message })),
  );
}
