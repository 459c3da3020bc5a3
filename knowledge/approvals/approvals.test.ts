import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentPlaces } from '../../bot/places';
import { type ContentFile, loadFiles } from '../load';
import { approvalProblems } from './check';
import { BadApprovals, readApprovals, writeApprovals } from './file';
import { missingForProduction, NotApproved, requireApproved } from './gate';
import { type Approval, approvalStates } from './state';

const { files, hospital } = loadFiles(contentPlaces({}));
const verified = { ...hospital, numbers: { ...hospital.numbers, verified_on: '2026-11-01' } };
const [first] = files as [ContentFile];
const of = (file: ContentFile, by: string, more: Partial<Approval> = {}): Approval => ({
  kind: file.kind,
  id: file.value.id,
  version: file.value.version,
  sha256: file.sha256,
  by,
  ...more,
});

describe('approvals of content', () => {
  test.each<[string, Approval[], string]>([
    ['nobody', [], 'waiting'],
    ['one person', [of(first, 'stf_a')], 'one'],
    ['the same person twice', [of(first, 'stf_a'), of(first, 'stf_a')], 'one'],
    ['two people', [of(first, 'stf_a'), of(first, 'stf_b')], 'approved'],
    ['the command line', [of(first, 'file')], 'approved'],
    ['other bytes of this version', [of(first, 'file', { sha256: '0'.repeat(64) })], 'changed'],
    ['an earlier version', [of(first, 'file', { version: '0', sha256: '0'.repeat(64) })], 'new_version'],
  ])('by %s', (_by, approvals, state) => {
    expect(approvalStates(approvals)(first)).toBe(state);
  });

  test('production is refused until everything is approved, and says what is missing', () => {
    expect(() => requireApproved(files, hospital, [])).toThrow(NotApproved);
    const missing = missingForProduction(files.slice(0, 2), hospital, [
      of(files[1]!, 'file', { sha256: 'a'.repeat(64) }),
    ]);
    expect(missing).toEqual([
      'The hospital file has no numbers.verified_on: call every phone number in it and write the date.',
      `${first.kind}: 2 not approved: ${first.value.id}@${first.value.version}, ${files[1]!.value.id}@${files[1]!.value.version} (changed since it was approved: give it a new version)`,
    ]);
    expect(() =>
      requireApproved(
        files,
        verified,
        files.map((file) => of(file, 'file')),
      ),
    ).not.toThrow();
  });

  test('a file changed under its approved version fails the check', () => {
    expect(approvalProblems([first], [of(first, 'file')])).toEqual([]);
    expect(approvalProblems([first], [of(first, 'file', { sha256: '0'.repeat(64) })])).toMatchObject([
      { level: 'issue', file: first.file, message: expect.stringContaining('was changed after it was approved') },
    ]);
  });

  test('are kept in a file that is read back whole, and a broken one is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sathi-approvals-'));
    try {
      const path = join(folder, 'own/approvals.yaml');
      expect(readApprovals(path)).toEqual([]);
      const { by: _by, ...entry } = of(first, 'file');
      const kept = [{ ...entry, role: 'Chief nurse', on: '2026-11-26' }];
      writeApprovals(path, kept);
      expect(readApprovals(path)).toEqual(kept);
      writeFileSync(path, 'approvals: [{kind: article}]');
      expect(() => readApprovals(path)).toThrow(BadApprovals);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
