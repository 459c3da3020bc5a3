import type { ContentFile } from '../load';

/** One "I have read this and take it": by a role on the command line, or by a person in the console. */
export interface Approval {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  /** `file`: entered by whoever runs the installation, and enough alone. Otherwise an opaque staff id. */
  readonly by: string;
}

/** How many people of the console must have approved the same bytes. */
export const APPROVERS = 2;

/**
 * `approved`: these very bytes. `one`: one person of two. `changed`: the file differs from what was approved under this
 * version, which needs a new version. `new_version`: an earlier version is approved. `waiting`: never approved.
 */
export type ApprovalState = 'approved' | 'one' | 'changed' | 'new_version' | 'waiting';

const keyOf = (one: { kind: string; id: string }) => `${one.kind}/${one.id}`;

/** Answers the state of any file from all approvals there are. */
export function approvalStates(approvals: readonly Approval[]): (file: ContentFile) => ApprovalState {
  const byKey = new Map<string, Approval[]>();
  for (const one of approvals) byKey.set(keyOf(one), [...(byKey.get(keyOf(one)) ?? []), one]);
  return (file) => {
    const all = byKey.get(`${file.kind}/${file.value.id}`) ?? [];
    const same = all.filter((one) => one.sha256 === file.sha256 && one.version === file.value.version);
    if (isEnough(same)) return 'approved';
    if (same.length > 0) return 'one';
    if (all.some((one) => one.version === file.value.version)) return 'changed';
    return all.length > 0 ? 'new_version' : 'waiting';
  };
}

/** Whether these approvals of the same bytes are enough: one from the command line, or different people. */
export function isEnough(same: readonly Approval[]): boolean {
  return same.some((one) => one.by === 'file') || new Set(same.map((one) => one.by)).size >= APPROVERS;
}

/** Files that stand before production, by kind, in the order of the content. */
export function unapproved(files: readonly ContentFile[], approvals: readonly Approval[]): readonly ContentFile[] {
  const state = approvalStates(approvals);
  return files.filter((file) => (file.value as { status?: string }).status !== 'retired' && state(file) !== 'approved');
}
