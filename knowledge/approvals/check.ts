import type { ContentFile } from '../load';
import type { Problem } from '../problems';
import { type Approval, approvalStates } from './state';

/** An approved file that was changed without a new version: what conversations recorded would no longer be what was said. */
export function approvalProblems(files: readonly ContentFile[], approvals: readonly Approval[]): Problem[] {
  if (approvals.length === 0) return [];
  const state = approvalStates(approvals);
  return files
    .filter((file) => state(file) === 'changed')
    .map((file) => ({
      level: 'issue',
      file: file.file,
      line: 1,
      message: `${file.kind}/${file.value.id}@${file.value.version} was changed after it was approved`,
      fix: 'give it a new version and have it approved again',
    }));
}
