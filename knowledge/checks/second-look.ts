import type { ContentFile } from '../load';
import type { Problem } from '../problems';
import type { DangerExamples, SecondLookRules } from '../schema/danger-examples';

/** Every red flag the examples or the questions name exists, and what the examples teach has a question. */
export function checkSecondLook(files: readonly ContentFile[]): Problem[] {
  const flags = new Set(files.filter((file) => file.kind === 'red-flag').map((file) => file.value.id));
  const looks = files.filter((file) => file.kind === 'second-look');
  const asked = new Set(looks.flatMap((file) => (file.value as SecondLookRules).questions.flatMap((one) => one.for)));
  const unknown = (file: ContentFile, flag: string): Problem => ({
    level: 'issue',
    file: file.file,
    line: 1,
    message: `there is no red flag "${flag}"`,
    fix: 'write the id of a file in content/red-flags',
  });
  return [
    ...looks.flatMap((file) =>
      (file.value as SecondLookRules).questions
        .flatMap((one) => [one.ask, ...one.for])
        .filter((flag) => !flags.has(flag))
        .map((flag) => unknown(file, flag)),
    ),
    ...files
      .filter((file) => file.kind === 'danger-examples')
      .flatMap((file): Problem[] => {
        const { flag } = file.value as DangerExamples;
        if (flag === undefined) return [];
        if (!flags.has(flag)) return [unknown(file, flag)];
        if (asked.has(flag)) return [];
        return [
          {
            level: 'issue',
            file: file.file,
            line: 1,
            message: `no question of the second look is for "${flag}"`,
            fix: 'add it below `questions` in content/second-look',
          },
        ];
      }),
  ];
}
