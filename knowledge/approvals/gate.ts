import type { ContentFile } from '../load';
import type { Hospital } from '../schema/hospital';
import { type Approval, approvalStates, unapproved } from './state';

/** Production does not run on unsigned content. The message names everything that is missing and how to add it. */
export class NotApproved extends Error {
  override readonly name = 'NotApproved';
}

/** Named one by one up to here per kind; `npm run approve` lists the rest. */
const NAMED = 12;

/**
 * What stands between this content and production: unapproved files and what the hospital file must say. Empty when
 * nothing does.
 */
export function missingForProduction(
  files: readonly ContentFile[],
  hospital: Hospital,
  approvals: readonly Approval[],
): readonly string[] {
  const lines: string[] = [];
  if (hospital.numbers.verified_on === null)
    lines.push('The hospital file has no numbers.verified_on: call every phone number in it and write the date.');
  const open = unapproved(files, approvals);
  const state = approvalStates(approvals);
  const kinds = new Map<string, ContentFile[]>();
  for (const file of open) kinds.set(file.kind, [...(kinds.get(file.kind) ?? []), file]);
  for (const [kind, list] of kinds) {
    const names = list
      .slice(0, NAMED)
      .map(
        (file) =>
          `${file.value.id}@${file.value.version}${state(file) === 'changed' ? ' (changed since it was approved: give it a new version)' : ''}`,
      );
    const more = list.length > NAMED ? ` and ${list.length - NAMED} more` : '';
    lines.push(`${kind}: ${list.length} not approved: ${names.join(', ')}${more}`);
  }
  return lines;
}

/** Throws `NotApproved` when anything is missing. */
export function requireApproved(
  files: readonly ContentFile[],
  hospital: Hospital,
  approvals: readonly Approval[],
): void {
  const missing = missingForProduction(files, hospital, approvals);
  if (missing.length === 0) return;
  throw new NotApproved(
    `Sathi does not start in production before the hospital has approved its content:\n${missing.map((line) => `  ${line}`).join('\n')}\nReview it in demo mode in the console (two people), or run: npm run approve -- --role "<role of the approver>" <kind>/<id> ...`,
  );
}
