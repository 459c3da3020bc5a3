import type { ContentFile } from '../load';
import type { Problem } from '../problems';

/** Openings are of a protocol there is. */
export function checkOpenings(files: readonly ContentFile[]): Problem[] {
  const protocols = new Set(files.filter((file) => file.kind === 'protocol').map((file) => file.value.id));
  return files
    .filter((file) => file.kind === 'openings' && !protocols.has(file.value.id))
    .map((file) => ({
      level: 'issue',
      file: file.file,
      line: 1,
      message: `there is no protocol "${file.value.id}" these openings could lead to`,
      fix: 'give the file the id of a file in content/protocols',
    }));
}
