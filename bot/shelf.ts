import { existsSync } from 'node:fs';
import type { ContentShelf, ContentStores } from '../console/api';
import { approvalCopy, fromFile, readApprovals } from '../knowledge/approvals/file';
import { requireApproved } from '../knowledge/approvals/gate';
import type { CheckedContent } from '../knowledge/load';
import { readContentFile } from '../knowledge/read-file';
import { KINDS, type Kind } from '../knowledge/schema/kinds';
import { approvalsPlace } from './places';

/** The shipped content and the approvals of the command line, as the console reviews them. */
export function createShelf(shipped: CheckedContent, env: NodeJS.ProcessEnv): ContentShelf {
  const path = approvalsPlace(env);
  return {
    ...shipped,
    approvals: () => readApprovals(path),
    copy(kind, id, version) {
      const copy = approvalCopy(path, kind, id, version);
      if (!(kind in KINDS) || !existsSync(copy)) return undefined;
      const read = readContentFile<unknown>(copy, copy, KINDS[kind as Kind].schema);
      return read.ok ? read.value : undefined;
    },
  };
}

/** Production runs on what the hospital itself approved, on the command line or by two people. Throws `NotApproved`. */
export async function requireOwnApprovals(shelf: ContentShelf, stores: ContentStores): Promise<void> {
  requireApproved(shelf.files, shelf.hospital, [...fromFile(shelf.approvals()), ...(await stores.approvals.all())]);
}
