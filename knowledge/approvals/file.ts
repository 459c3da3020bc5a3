import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Approval } from './state';

/** One approval: which bytes, in which role, on which day. Whoever approves is named by role, never invented. */
export const approvalEntry = z.strictObject({
  kind: z.string(),
  id: z.string(),
  version: z.string(),
  /** SHA-256 of the file as it was approved, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.string().min(2),
  on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});
export type ApprovalEntry = z.infer<typeof approvalEntry>;

const approvalsFile = z.strictObject({ approvals: z.array(approvalEntry).default([]) });

/** The approvals file cannot be used; the message says where and what to write. */
export class BadApprovals extends Error {
  override readonly name = 'BadApprovals';
}

/** The hospital's own approvals. A missing file is none. Throws `BadApprovals`. */
export function readApprovals(path: string): readonly ApprovalEntry[] {
  if (!existsSync(path)) return [];
  let written: unknown;
  try {
    written = parse(readFileSync(path, 'utf8')) ?? {};
  } catch {
    throw new BadApprovals(`${path} is not valid YAML; mend it or approve again with npm run approve.`);
  }
  const parsed = approvalsFile.safeParse(written);
  if (parsed.success) return parsed.data.approvals;
  const [first] = parsed.error.issues;
  throw new BadApprovals(`${path}: ${first?.path.join('.') ?? ''} ${first?.message ?? 'is not an approvals file'}`);
}

/** Writes whole, then renames: a crash leaves the old file or the new one. */
export function writeApprovals(path: string, approvals: readonly ApprovalEntry[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, stringify({ approvals }, { lineWidth: 110 }));
  renameSync(draft, path);
}

/** As the states of files are made from them: the command line's word is enough alone. */
export function fromFile(entries: readonly ApprovalEntry[]): Approval[] {
  return entries.map(({ kind, id, version, sha256 }) => ({ kind, id, version, sha256, by: 'file' }));
}

/** Where the bytes that were approved are kept, beside the approvals: the next review shows what changed since. */
export function approvalCopy(approvals: string, kind: string, id: string, version: string): string {
  return join(dirname(approvals), 'approved', kind, `${id}@${version}.yaml`);
}
