import type { ContentFile } from '../load';
import type { Problem } from '../problems';
import type { Hospital } from '../schema/hospital';

/** Every `{hospital.…}` a sentence uses must be in the hospital's own file. */
export function checkHospitalValues(files: readonly ContentFile[], hospital: Hospital): Problem[] {
  return files.flatMap((file) => {
    const used = new Set([...JSON.stringify(file.value).matchAll(/\{hospital\.([\w.]+)\}/g)].map((match) => match[1]!));
    return [...used]
      .filter((path) => !known(hospital, path))
      .map(
        (path): Problem => ({
          level: 'issue',
          file: file.file,
          line: 1,
          message: `uses {hospital.${path}}, which the hospital file does not have`,
          fix: `add ${path} to the hospital file`,
        }),
      );
  });
}

function known(hospital: Hospital, path: string): boolean {
  let node: unknown = hospital;
  for (const key of path.split('.')) node = (node as Record<string, unknown> | undefined)?.[key];
  return typeof node === 'string' || (typeof node === 'object' && node !== null);
}
